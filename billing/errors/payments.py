"""Money taken and given back: what is refused, and the sentence it says."""

from kernel.errors import Refusal
from kernel.i18n import _


class NotEnoughCash(Refusal):
    message = _("实收现金 %(tendered)s 少于应付 %(due)s，请核对。")
    field = "tendered"


class AlreadyPaid(Refusal):
    message = _("这张账单已经付清。")


class BillTakenBack(Refusal):
    message = _("这张账单已经整单红冲，不再收款。请打开这个案件新的账单。")


class PayingElsewhere(Refusal):
    message = _("另有%(amount)s正在付款。请等它完成，或先关闭那笔付款再收。")


class MoreThanOpen(Refusal):
    message = _("未付的只有%(open)s，请核对金额。")
    field = "amount"


class NothingPaid(Refusal):
    message = _("请填写大于零的金额。")
    field = "amount"


class ReferenceMissing(Refusal):
    message = _("请填写凭证上的号码，例如刷卡单的参考号、银行回单号。")
    field = "reference"


class MethodNotOffered(Refusal):
    message = _("这里还没有开通这种付款方式，请改用其他方式。")
    field = "method"


class ReasonMissing(Refusal):
    message = _("请写明原因。")
    field = "reason"


class NothingToGiveBack(Refusal):
    message = _("没有多收的款项，不需要退还。")


class RefundOver(Refusal):
    message = _("这笔退款已经办结。")


class SendsItself(Refusal):
    message = _("这笔款由系统原路退回，不用人工退还。")
