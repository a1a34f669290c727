"""Charges by hand, and goods in stock: what is refused, and the sentence it says."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class ChargedByFact(Refusal):
    message = _("“%(item)s”由登记的事实自动计费，不在这里登记。")
    field = "item_code"


class FactMissing(Refusal):
    message = _("请写明收费的事实，例如 谁、什么时候、做了什么。")
    field = "fact"


class NotYet(Refusal):
    message = _("还没有到的日子不能收费，请核对日期。")
    field = "occurred_on"


class WithdrawReasonMissing(Refusal):
    message = _("请写明撤销的原因。")
    field = "reason"


class ChargeWithdrawn(Refusal):
    message = _("这笔费用已经撤销。")


class FactChargeKept(Refusal):
    message = _("这笔费用来自登记的事实，由管理员撤销。")
    status = 403


class ReturnInstead(Refusal):
    message = _("这笔费用是丧葬用品，请办理退回，费用随着撤销。")


class NotAnArticle(Refusal):
    message = _("这笔费用不是丧葬用品，没有可以退回的。")


class SoldFromStock(Refusal):
    message = _("“%(item)s”是丧葬用品，请在丧葬用品页面登记，库存随着减少。")
    field = "item_code"


class NotGoods(Refusal):
    message = _("“%(item)s”不是清单上的丧葬用品。")
    field = "item_code"


class StockTooLow(Refusal):
    message = _("“%(item)s”库存只有 %(left)s 件，请核对数量或先登记购进。")
    field = "quantity"


class StockRanOut(Refusal):
    message = _("库存已经不够，请核对数量或先登记购进。")
    field = "quantity"


class WholeQuantity(Refusal):
    message = _("丧葬用品按整件登记，数量是 1 到 %(most)s 的整数。")
    field = "quantity"


class MarkupExceeded(Refusal):
    message = _(
        "发改价格〔2026〕108号：丧葬用品实行差率控制。这一批购进价 %(purchase)s，"
        "差率最高 %(percent)s%%，售价不高于 %(ceiling)s，%(price)s不能收取。"
    )
    field = "price"


class PurchasedInFuture(Refusal):
    message = _("购进日期不能晚于今天。")
    field = "received_on"


class DifferenceReasonMissing(Refusal):
    message = _("账面 %(expected)s，实有 %(counted)s，请写明差异的原因。")
    field = "reason"


class NoBatchYet(Refusal):
    message = _("这一种还没有登记过购进，多出来的请先登记购进。")
    field = "counted"


refuse_on("ck_articles_never_below_nothing", StockRanOut)
