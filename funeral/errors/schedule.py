"""Why a time cannot be taken or moved."""

from datetime import datetime

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class TimeTaken(Refusal):
    """`alternatives`: the nearest free starts of the same class, at most three.

    `what`: to staff, what is in the way.
    """

    message = _("这个时间刚刚被预约。下面是最近的空闲时间，您填写的内容都还在。")
    field = "starts_at"

    def __init__(self, alternatives: tuple[datetime, ...] = (), what: str = "") -> None:
        super().__init__()
        self.alternatives = alternatives
        self.what = what

    def __str__(self) -> str:
        named = str(_("占用的是：%(what)s。")) % {"what": self.what} if self.what else ""
        return f"{self.message}{named}"


class NoDedicatedCremator(Refusal):
    message = _("本馆没有登记传染病专用的火化机，请联系负责人。")
    field = "cremator_type"


class NoSuchHall(Refusal):
    message = _("本馆没有这种告别厅或火化机，请另选。")
    field = "hall_class"


class TooEarly(Refusal):
    message = _("这个时间已经过去，请选择以后的时间。")
    field = "starts_at"


class TooFarAhead(Refusal):
    message = _("现在最远可以预约到 %(day)s，请选择这一天或更早的时间。")
    field = "starts_at"


class OutsideHours(Refusal):
    message = _("%(resource)s的开放时间是 %(opens)s–%(closes)s，含准备和清理，请另选时间。")
    field = "starts_at"


class ResourceBusy(Refusal):
    """To staff: names what is in the way."""

    message = _("%(resource)s %(from_)s–%(to)s 已有安排（%(case)s），没有移动。")
    field = "starts_at"


class CremationBeforeFarewell(Refusal):
    message = _("火化不能早于告别结束后 %(minutes)s 分钟，请先调整另一项。")
    field = "starts_at"


class OtherKind(Refusal):
    message = _("告别仪式只能移到告别厅，火化只能移到火化机。")
    field = "resource_id"


class StaleBoard(Refusal):
    message = _("这一项刚刚被同事改动过，请看最新的日程再移动。")


class AlreadyHappened(Refusal):
    message = _("这一项已经开始或完成，不能再移动。")


class AlreadyPlanned(Refusal):
    message = _("这个案件已经有日程，请在日程板上移动。")


class NotPlanned(Refusal):
    message = _("这个案件还没有安排日程。")


class NoFarewellPlanned(Refusal):
    message = _("这个案件没有预约告别仪式。")


class ResourceClosed(Refusal):
    """To staff: families are only offered what is open."""

    message = _("%(resource)s %(from_)s–%(to)s 停用（%(reason)s），请另选时间或地点。")
    field = "starts_at"


class FamilyWasTold(Refusal):
    """Not a rule against it: the mover must know that somebody has to be called."""

    message = _("家属已经知道 %(when)s 的安排，移动后需要重新通知。确定要移动，请再次确认。")
    field = "despite_told"
    status = 409


class OrderReasonMissing(Refusal):
    message = _("这样移动会改变火化的先后次序（涉及 %(codes)s），请填写原因。")
    field = "reason"


class OvertakesOthers(OrderReasonMissing):
    message = _("排在前面的（%(codes)s）还没有火化。先火化这一位，请填写原因。")


class HoldExpired(Refusal):
    message = _("为您保留的时间已经过了，请重新选择时间。您填写的内容都还在。")
    field = "starts_at"


class TooManyTimes(Refusal):
    message = _("这个电话已经保留或预约了 %(most)s 个时间。需要更多，请拨打服务电话。")
    field = "starts_at"


class NoHearse(Refusal):
    message = _("这个时间没有空闲的灵车，请另选接运时间。")
    field = "pick_up_at"


class BeforePickUp(Refusal):
    message = _("接运安排在 %(when)s，赶不上这个时间，请选择更晚的时间。")
    field = "starts_at"


class OutOfTurn(Refusal):
    """A hearse before the farewell, a preparation before the furnace."""

    message = _("%(first)s要在%(then)s以前结束：%(first)s到 %(ends)s，%(then)s从 %(starts)s 开始。")
    field = "starts_at"


class CancelReasonMissing(Refusal):
    message = _("请填写取消的原因，例如：遗体转往其他殡仪馆。")
    field = "reason"


class WrongPurpose(Refusal):
    message = _("%(resource)s不能用于%(purpose)s。")
    field = "resource_id"


class DurationWrong(Refusal):
    message = _("使用时间应在 %(least)s 分钟到 %(most)s 小时之间。")
    field = "hours"


refuse_on("one_family_at_a_time", TimeTaken)
