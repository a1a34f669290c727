"""Booking's refusals."""

from kernel.errors import Refusal
from kernel.i18n import _


class DraftLost(Refusal):
    message = _("填写的内容已经过期或不在这台手机上，请从首页重新开始。")
    status = 404


class NotAllAnswered(Refusal):
    message = _("还有内容没有填写，请先补充，再确认预约。")


class AlreadyBooked(Refusal):
    """Says nothing of who booked: whoever typed the number may be a stranger."""

    message = _("这位逝者已经有预约。要查看或更改，请用预约编号查询，或拨打电话。")
    field = "identity_number"


class CaseAlreadyOpen(Refusal):
    message = _("这个预约已经转为案件 %(number)s。")


class BookingCancelled(Refusal):
    message = _("这个预约已经取消，不能再办理。家属仍要办理时，请重新预约或登记。")


class CancelReasonMissing(Refusal):
    message = _("请填写取消的原因。")
    field = "reason"


class OfferChanged(Refusal):
    """Between the page and the button: another cremation time, or another price."""

    message = _("火化时间或费用预估刚刚有变化。请看一遍下面的新安排，再确认。")


class DayFull(Refusal):
    message = _("这一天已约满，请换一天。")
    field = "day"


class NothingFree(Refusal):
    message = _("这一天没有同时满足这两项的空闲时间，请换一项，或返回换一天。")
    field = "hall_class"


class WrongDigits(Refusal):
    message = _("预约编号或电话后四位不对，请核对。")
    field = "last4"
    status = 403
