"""Why a time cannot be taken or moved."""

from datetime import datetime

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class TimeTaken(Refusal):
    """`alternatives`: the nearest free starts of the same class, at most three."""

    message = _("这个时间刚刚被预约。下面是最近的空闲时间，您填写的内容都还在。")
    field = "starts_at"

    def __init__(self, alternatives: tuple[datetime, ...] = ()) -> None:
        super().__init__()
        self.alternatives = alternatives


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


refuse_on("one_family_at_a_time", TimeTaken)
