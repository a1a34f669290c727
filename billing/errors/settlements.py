"""Settlements with the finance bureau: what is refused, and the sentence it says."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class PeriodUnknown(Refusal):
    message = _("请选择结算的月份或季度。")
    field = "period"


class PeriodNotOver(Refusal):
    message = _("%(period)s还没有结束，到期后再结算。")
    field = "period"


class PeriodSettled(Refusal):
    message = _("这一期已经结算到%(day)s，之后登记的请放进下一期。")
    field = "period"

    def __init__(self, **facts: object) -> None:
        super().__init__(**({"day": _("最近一期")} | facts))


class NothingToSettle(Refusal):
    message = _("这一期没有待结算的减免，不用出具结算单。")
    field = "period"


class PaidByHome(Refusal):
    message = _("殡仪馆自己承担的减免不向财政结算。")
    field = "payer"


class SettlementPaid(Refusal):
    message = _("这张结算单已经登记过拨付。")


class PaidDayWrong(Refusal):
    message = _("拨付日期不能晚于今天，也不能早于出具结算单的日期。")
    field = "paid_on"


refuse_on("one_settlement_a_period", PeriodSettled)
refuse_on("an_entry_is_settled_once", PeriodSettled)
refuse_on("uq_settlement_payments_settlement_id", SettlementPaid)
