"""Where a closure stands, and what to do about a booking in its way."""

from enum import StrEnum
from typing import TYPE_CHECKING

from funeral.kinds import ClosureKind, ResourceKind
from kernel import clock
from kernel.i18n import _
from kernel.people.actors import Actor, Role

if TYPE_CHECKING:
    from funeral.models import Closure, Occupancy


class ClosureState(StrEnum):
    ASKED = "asked"
    AHEAD = "ahead"
    CLOSED = "closed"
    OVER = "over"
    LIFTED = "lifted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        """Which tag of the front end it wears."""
        return STATE_TAGS[self]

    @property
    def in_effect(self) -> bool:
        """Nobody is booked into it."""
        return self in {ClosureState.AHEAD, ClosureState.CLOSED}

    @property
    def is_open(self) -> bool:
        """Somebody can still decide something about it."""
        return self.in_effect or self is ClosureState.ASKED


STATE_LABELS = {
    ClosureState.ASKED: _("待批准"),
    ClosureState.AHEAD: _("已安排"),
    ClosureState.CLOSED: _("停用中"),
    ClosureState.OVER: _("已结束"),
    ClosureState.LIFTED: _("提前结束"),
    ClosureState.REFUSED: _("没有批准"),
}
STATE_TAGS = {
    ClosureState.ASKED: "flagged",
    ClosureState.AHEAD: "waiting",
    ClosureState.CLOSED: "now",
    ClosureState.OVER: "done",
    ClosureState.LIFTED: "done",
    ClosureState.REFUSED: "plain",
}


def state_of(closure: "Closure") -> ClosureState:
    counts = closure.kind == ClosureKind.BREAKDOWN or closure.approved_at is not None
    if closure.lifted_at:
        return ClosureState.LIFTED if counts else ClosureState.REFUSED
    if closure.ends_at <= clock.now():
        return ClosureState.OVER
    if not counts:
        return ClosureState.ASKED
    return ClosureState.CLOSED if closure.starts_at <= clock.now() else ClosureState.AHEAD


def may_lift(closure: "Closure", by: Actor) -> bool:
    is_breakdown = closure.kind == ClosureKind.BREAKDOWN
    return is_breakdown or by.role == Role.ADMINISTRATOR or closure.asked_by == str(by)


def hint_for(occupancy: "Occupancy") -> str:
    """One sentence for who works through the list."""
    plan = occupancy.plan
    if occupancy.starts_at <= clock.now():
        return str(_("已经到时间，请到现场看，由当班人员处理。"))
    if plan.held_until:
        until = clock.say_clock(plan.held_until)
        return str(_("家属还没有确认，暂留到 %(until)s，到时自动放开。")) % {"until": until}
    if plan.confirmed_at is None:
        return str(_("还在等殡仪馆确认，请先移动再确认。"))
    if plan.told_at:
        return str(_("先打电话与家属商量，再移动，移动后按新时间通知。"))
    if occupancy.resource.kind == ResourceKind.CREMATOR:
        return str(_("移到另一台火化机，移动后通知家属。"))
    return str(_("移到别的地点或时间，移动后通知家属。"))
