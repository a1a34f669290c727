"""Columns of rights to niches and plots as people say them."""

from kernel.i18n import _

RIGHT_FIELDS = {
    "agreed": _("家属同意书"),
    "agreed_at": _("签订时间"),
    "agreed_by": _("签订经办"),
    "at_till": _("窗口现付"),
    "beside_another": _("同一逝者的另一份"),
    "days": _("距到期天数"),
    "due_on": _("应办日期"),
    "end_reason": _("终止原因"),
    "ended_by": _("终止经办"),
    "extended": _("延长次数"),
    "fees": _("费用"),
    "for_name": _("为谁保留"),
    "from_unit_id": _("原位置"),
    "granted_at": _("办理时间"),
    "granted_by": _("办理经办"),
    "ground": _("凭什么办理"),
    "ground_paper": _("证明编号"),
    "held_at": _("保留时间"),
    "held_by": _("保留经办"),
    "moved_at": _("迁移时间"),
    "moved_by": _("迁移经办"),
    "named_at": _("登记时间"),
    "named_by": _("登记经办"),
    "proof": _("继续持有的证明"),
    "reached": _("联系结果"),
    "receipt": _("票据号"),
    "refund_fen": _("应退"),
    "refund_paper": _("退费凭据"),
    "refunded_at": _("退费时间"),
    "right_id": _("使用权"),
    "to_unit_id": _("新位置"),
    "unreachable_since": _("联系不上的日期"),
    "way": _("联系方式"),
    "years": _("使用年限"),
}
# Names of persons (oversight.field_words.NAMES).
RIGHT_NAMES = {("right_holders", "name"), ("right_persons", "name")}
