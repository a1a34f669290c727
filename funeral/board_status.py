"""In which state an item of the day board is; from recorded facts, never from the plan alone."""

from enum import StrEnum
from typing import TYPE_CHECKING

from funeral.kinds import ResourceKind
from funeral.queries.cases import needs_of
from kernel import clock
from kernel.i18n import _

if TYPE_CHECKING:
    from funeral.models import FuneralCase, Occupancy, Plan
    from funeral.queries.traces import Trace

# Only of these is it recorded that they took place.
RECORDED = (ResourceKind.HALL, ResourceKind.CREMATOR)


class BoardStatus(StrEnum):
    """The word is also the CSS class after `is-`."""

    DONE = "done"
    NOW = "now"
    HERE = "here"
    WAITING = "waiting"
    HELD = "held"
    FLAGGED = "flagged"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]


STATUS_LABELS = {
    BoardStatus.DONE: _("已完成"),
    BoardStatus.NOW: _("进行中"),
    BoardStatus.HERE: _("已到场"),
    BoardStatus.WAITING: _("未到场"),
    BoardStatus.HELD: _("暂留"),
    BoardStatus.FLAGGED: _("需处理"),
}


def status_of(occupancy: "Occupancy", trace: "Trace | None") -> tuple[BoardStatus, str]:
    """The state, and why where a person has to do something."""
    kind = ResourceKind(occupancy.resource.kind)
    if trace and _is_done(kind, trace):
        return BoardStatus.DONE, ""
    if trace and trace.started_at and kind is ResourceKind.CREMATOR:
        return BoardStatus.NOW, ""
    if kind in RECORDED and occupancy.ends_at < clock.now():
        return BoardStatus.FLAGGED, str(_("时间已过，还没有登记"))
    if occupancy.plan.confirmed_at is None:
        return BoardStatus.HELD, _why_held(occupancy.plan)
    if trace and kind is ResourceKind.CREMATOR and (why := _why_not_ready(occupancy, trace)):
        return BoardStatus.FLAGGED, why
    return (BoardStatus.HERE if trace and trace.received_at else BoardStatus.WAITING), ""


def _is_done(kind: ResourceKind, trace: "Trace") -> bool:
    """Of a vigil and a preparation nothing is recorded, so they are never done."""
    ended = {
        ResourceKind.HALL: trace.farewell_ended_at,
        ResourceKind.CREMATOR: trace.ended_at,
        ResourceKind.HEARSE: trace.received_at,
    }
    return ended.get(kind) is not None


def _why_held(plan: "Plan") -> str:
    if plan.held_until is None:
        return str(_("等待本馆确认"))
    return str(_("保留到 %(time)s")) % {"time": clock.say_clock(plan.held_until)}


def _why_not_ready(occupancy: "Occupancy", trace: "Trace") -> str:
    """Empty where nothing has to be done for this cremation now."""
    if _is_outdated(occupancy, trace.case):
        return str(_("死亡情形已更改，请重新安排火化"))
    if trace.missing_papers and _is_today(occupancy):
        missing = "、".join(str(paper.label) for paper in trace.missing_papers)
        return str(_("还缺：%(papers)s")) % {"papers": missing}
    return ""


def _is_outdated(occupancy: "Occupancy", case: "FuneralCase") -> bool:
    """Planned before it was known how the person died: another furnace, or other minutes."""
    needs, cremator = needs_of(case), occupancy.resource
    has_own_minutes = needs.cremation in cremator.uses
    is_other = has_own_minutes and occupancy.purpose != needs.cremation
    return is_other or not needs.may_burn_at(cremator)


def _is_today(occupancy: "Occupancy") -> bool:
    return clock.day_of(occupancy.starts_at) == clock.today()
