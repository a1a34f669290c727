"""What is wrong with blank certificate paper: its numbers, its stock, its count."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NumberRangeWrong(Refusal):
    message = _("号段的起止请用 1 至 9 位数字填写，止号不能小于起号。")
    field = "first"


class PrefixWrong(Refusal):
    message = _("字头最多 12 个字，只用汉字、字母、数字和连字符。")
    field = "prefix"


class TooManyBlanks(Refusal):
    message = _("一次最多登记 %(most)s 张，现在是 %(count)s 张，请核对起止号。")
    field = "last"


class BlanksOverlap(Refusal):
    message = _("%(number)s 已经登记过，号段不能重叠，请核对起止号。")
    field = "first"


class BlanksRegisteredMeanwhile(Refusal):
    message = _("这个号段里有编号刚刚已经登记，请刷新页面后核对。")
    field = "first"


class ReceivedOnWrong(Refusal):
    message = _("收到日期不能晚于今天。")
    field = "received_on"


class ReceivedFromMissing(Refusal):
    message = _("请填写发放单位。")
    field = "received_from"


class NoBlankLeft(Refusal):
    message = _("没有在库的空白火化证明，请先在“火化证明”页登记收到的号段。")


class BlankUnknown(Refusal):
    message = _("本馆没有登记过编号 %(number)s 的空白火化证明，请核对。")
    field = "blank_number"


class BlankNotInStock(Refusal):
    message = _("空白火化证明 %(number)s %(state)s，不能使用，请换一张。")
    field = "blank_number"


class BlankTaken(Refusal):
    message = _("这张空白火化证明刚刚已被使用，请再提交一次。")
    field = "blank_number"


class BlankInUse(Refusal):
    message = _("%(number)s 已经出具给家属，请在这份火化证明上办理作废。")


class BlankVoidedBefore(Refusal):
    message = _("%(number)s 已经作废。")


class HeldNumbersWrong(Refusal):
    message = _("看不懂“%(written)s”。请一行写一个号段，例如 000101-000200，或一个编号。")
    field = "held"


class SecondCounterMissing(Refusal):
    message = _("盘点须两人在场，请选择另一位在职人员。")
    field = "second_person"


class DifferenceUnexplained(Refusal):
    message = _("盘点与登记不符：%(difference)s。请写明原因后再保存。")
    field = "explanation"


refuse_on("uq_certificate_blanks_institution_id", BlanksRegisteredMeanwhile)
refuse_on("uq_cremation_certificates_blank_id", BlankTaken)
