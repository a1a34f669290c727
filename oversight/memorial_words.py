"""Columns of memorial pages as people say them."""

from kernel.i18n import _

MEMORIAL_FIELDS = {
    "agreed": _("家属同意公开"),
    "asker_identity": _("申请人证件号码"),
    "asker_name": _("申请人"),
    "asker_phone": _("申请人电话"),
    "asker_relation": _("申请人与逝者的关系"),
    "erased_at": _("内容清除时间"),
    "memorial_id": _("纪念页"),
    "opened_by": _("开设的人"),
    "reasons": _("要看的原因"),
    "taken_down_at": _("撤下时间"),
    "taken_down_by": _("撤下的人"),
    "taken_down_for": _("为什么撤下"),
    "taken_down_name": _("要求撤下的人"),
    "taken_down_reason": _("撤下原因"),
    "taken_down_relation": _("要求撤下的人与逝者的关系"),
    "visitor_name": _("署名"),
}
