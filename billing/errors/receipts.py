"""Receipts and fiscal e-receipts: what is refused, and the sentence it says."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NotPaid(Refusal):
    message = _("这张账单还没有收款，没有收据。")


class BillPrinted(Refusal):
    message = _("账单小票已经交给打印机，如需再打一份请补打。")


class ReceiptPrinted(Refusal):
    message = _("收据已经交给打印机，如需再打一份请补打。")


class ReceiptVoided(Refusal):
    message = _("这张收据已经作废。")


class ReceiptOfAnother(Refusal):
    message = _("这张收据由%(name)s开具，请由本人或管理员作废。")
    status = 403


class VoidReasonMissing(Refusal):
    message = _("请写明作废的原因。")
    field = "reason"


class ReceiptCounts(Refusal):
    message = _("这张收据没有作废，不用另开。")


class ReceiptReplaced(Refusal):
    message = _("已经另开过一张收据，请核对收据记录。")


class FiscalCodeWrong(Refusal):
    message = _("票据代码是 8 位数字，请核对。")
    field = "code"


class FiscalNumberWrong(Refusal):
    message = _("票据号码是 10 位数字，请核对。")
    field = "fiscal_number"


class FiscalCheckWrong(Refusal):
    message = _("校验码是 6 位数字或字母，请核对。")
    field = "check_code"


class FiscalDayWrong(Refusal):
    message = _("开票日期不能晚于今天，也不能早于收款当天。")
    field = "issued_on"


class FiscalRecorded(Refusal):
    message = _("这张收据已经登记过财政电子票据。")


class FiscalNumberUsed(Refusal):
    message = _("这个票据号码已经登记在另一张收据上，请核对。")
    field = "fiscal_number"


class NoFiscalPlatform(Refusal):
    message = _("还没有接通财政票据平台，请手工登记票据号码。")


class NotYetIssued(Exception):
    """The province's platform has the request and no number yet: the worker asks again."""


refuse_on("uq_receipt_voids_receipt_id", ReceiptVoided)
refuse_on("one_receipt_at_a_time", ReceiptReplaced)
refuse_on("uq_fiscal_receipts_receipt_id", FiscalRecorded)
refuse_on("a_fiscal_number_is_used_once", FiscalNumberUsed)
