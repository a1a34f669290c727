"""Booking's refusals."""

from kernel.constraints import refuse_on
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


class HallTooSmall(Refusal):
    message = _("这一类告别厅不超过 %(most)s 人。请选大一些的厅；仍选这个厅的，把人数留空。")
    field = "party"


class WrongDigits(Refusal):
    message = _("预约编号或电话后四位不对，请核对。")
    field = "last4"
    status = 403


class NotTheFamily(Refusal):
    message = _("请填写经办人电话的后四位，要与加入候补时填写的电话一致。")
    field = "last4"
    status = 403


class BookedTooOften(Refusal):
    message = _("已经为这位逝者预约过 %(most)s 次，不能再在网上预约。请拨打服务电话。")


class ChangedTooOften(Refusal):
    message = _("这个预约已经在网上更改过 %(most)s 次。仍要更改，请拨打服务电话。")
    field = "starts_at"


class TooLateToChange(Refusal):
    message = _("%(until)s 以后不能在网上更改时间，请拨打服务电话。")
    field = "starts_at"


class TooLateToCancel(Refusal):
    message = _("%(until)s 以后不能在网上取消，请拨打服务电话。")


class OnTheWay(Refusal):
    message = _("接运的灵车已经出发，请拨打服务电话更改或取消。")


class NotConfirmed(Refusal):
    message = _("这个预约还没有确认。请先确认时间，再接待家属。")


class SlipTooEarly(Refusal):
    message = _("这个预约还没有确认。请先确认时间，再打印预约单。")


class AlreadyAccepted(Refusal):
    message = _("这个预约已经确认。家属不来办理的，请取消预约。")


class StillFree(Refusal):
    """Nobody waits for what can be had."""

    message = _("您想要的时间现在有空，请直接选择，不用候补。")
    field = "day"


class DayNotBookable(Refusal):
    message = _("这一天不能预约，请另选日期。")
    field = "day"


class TimesReversed(Refusal):
    message = _("最早时间不能晚于最晚时间。")
    field = "to_time"


class AlreadyWaiting(Refusal):
    """Says nothing of what is waited for: whoever typed the number may be a stranger."""

    message = _("这个电话已经在候补。一个电话同时只能候补一处。")


class OfferOver(Refusal):
    message = _("这个时间不再为您保留。请看下面的候补情况。")


class WaitingOver(Refusal):
    message = _("这次候补已经结束。仍想等，请重新加入候补。")


class TicketKindUnknown(Refusal):
    message = _("现在不办理这一项，请选择列出的业务。")
    field = "letter"


class LetterWrong(Refusal):
    message = _("代号是一个大写字母，例如 A。")
    field = "letter"
    status = 422


class KindLabelMissing(Refusal):
    message = _("请填写业务的名称，最多 12 个字。")
    field = "label"
    status = 422


class ReferenceUnknown(Refusal):
    message = _("没有这个案件编号或预约编号，请核对，不知道的可以不填。")
    field = "reference"


class PriorityTooLong(Refusal):
    message = _("优先的原因最多 40 个字。")
    field = "priority"


class WindowMissing(Refusal):
    message = _("请先填写您在几号窗口，最多 8 个字。")
    field = "window"


class NobodyWaits(Refusal):
    message = _("现在没有人等候。")


class WindowBusy(Refusal):
    message = _("您的窗口还有叫到的号。请先办结或过号，再叫下一个。")


class TicketOver(Refusal):
    message = _("%(number)s %(state)s，不能再办理这一步。")


class TicketOfAnotherDay(Refusal):
    message = _("%(number)s 不是今天的号，请重新取号。")


refuse_on("one_open_entry_per_claimant", AlreadyWaiting)
refuse_on("one_ticket_at_a_window", WindowBusy)
