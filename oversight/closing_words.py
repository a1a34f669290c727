"""The columns of drawers and settlements as people say them."""

from kernel.i18n import _

CLOSING_FIELDS = {
    "cases": _("案件数"),
    "counts": _("各种票面的张数"),
    "digest": _("校验值"),
    "frozen_at": _("结算单出具时间"),
    "frozen_by": _("结算单出具人"),
    "funding_entry_id": _("减免承担"),
    "paid_on": _("到账日期"),
    "period_from": _("期间从"),
    "period_to": _("期间到"),
    "settlement_id": _("财政结算单"),
    "total_fen": _("合计"),
}
