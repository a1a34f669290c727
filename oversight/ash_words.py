"""Columns of portions of ashes as people say them."""

from kernel.i18n import _

ASH_FIELDS = {
    "authorisation": _("委托书、依据或回执"),
    "bound_for_id": _("移交给"),
    "contact_given": _("把家属电话告知接收单位"),
    "cremated_on": _("火化日期"),
    "deceased_name": _("逝者姓名"),
    "finished_by": _("结束经办"),
    "foreign_certificate_id": _("外地火化证明"),
    "counterpart": _("领取人、送来的人或申请人"),
    "move": _("去向变动"),
    "from_state": _("原来的状态"),
    "holder": _("在谁手里"),
    "origin_id": _("最初的单位"),
    "portion_id": _("骨灰份"),
    "resolved_at": _("说明时间"),
    "resolved_by": _("说明人"),
    "said": _("扫到的编号"),
    "scanned_at": _("扫描时间"),
    "scanned_by": _("扫描人"),
    "split_from_id": _("由哪一份分出"),
    "started_by": _("开始经办"),
    "stock_take_id": _("骨灰盘点"),
    "to_state": _("现在的状态"),
    "voyage_id": _("海葬航次"),
    "witnesses": _("见证人"),
}
