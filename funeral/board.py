"""The day board, read from facts: what stands on it, where, and in which state."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.panels import Expected
from kernel import clock
from kernel.i18n import _

if TYPE_CHECKING:
    from funeral.models import FuneralCase, Occupancy, Plan, Resource
    from funeral.queries.traces import Trace

STEP = timedelta(minutes=15)
MINUTES_A_DAY = 24 * 60


class BoardStatus(StrEnum):
    """The word is also the CSS class after `is-`."""

    DONE = "done"
    NOW = "now"
    HERE = "here"
    WAITING = "waiting"
    FLAGGED = "flagged"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]


STATUS_LABELS = {
    BoardStatus.DONE: _("已完成"),
    BoardStatus.NOW: _("进行中"),
    BoardStatus.HERE: _("已到场"),
    BoardStatus.WAITING: _("未到场"),
    BoardStatus.FLAGGED: _("需处理"),
}


@dataclass(frozen=True)
class Item:
    """One occupancy. `at`, `lasts`: minutes of the day it blocks, set-up and clean-up included."""

    occupancy: "Occupancy"
    case: "FuneralCase | None"
    expected: Expected | None
    status: BoardStatus
    reason: str
    at: int
    lasts: int

    @property
    def plan(self) -> "Plan":
        return self.occupancy.plan

    @property
    def name(self) -> str:
        if self.case:
            return self.case.deceased.name
        return self.expected.name if self.expected else str(_("已预约"))

    @property
    def what(self) -> str:
        is_hall = self.occupancy.resource.kind == ResourceKind.HALL
        return str(_("告别") if is_hall else _("火化"))


@dataclass(frozen=True)
class Row:
    resource: "Resource"
    items: list[Item]


@dataclass(frozen=True)
class Board:
    """`start`, `span`, `now`: minutes since midnight; `now` only on the day itself."""

    day: date
    start: int
    span: int
    now: int | None
    rows: list[Row]
    unplanned: list["FuneralCase"]

    @property
    def items(self) -> list[Item]:
        return [item for row in self.rows for item in row.items]

    @property
    def counts(self) -> dict[BoardStatus, int]:
        statuses = [item.status for item in self.items]
        return {status: statuses.count(status) for status in BoardStatus}

    @property
    def flagged(self) -> list[Item]:
        return [item for item in self.items if item.status is BoardStatus.FLAGGED]

    @property
    def untold(self) -> list[Item]:
        """The first item of each plan whose family does not know the present times."""
        items = {item.plan.id: item for item in reversed(self.items) if item.plan.told_at is None}
        return list(items.values())

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        labels = {ResourceKind.HALL: _("告别厅"), ResourceKind.CREMATOR: _("火化机")}
        return [
            (label, [row for row in self.rows if row.resource.kind == kind])
            for kind, label in labels.items()
        ]

    @property
    def hours(self) -> range:
        return range(self.start, self.start + self.span, 60)


def make_board(
    day: date,
    resources: Sequence["Resource"],
    occupancies: Iterable["Occupancy"],
    traces: Mapping[uuid.UUID, "Trace"],
    expected: Mapping[uuid.UUID, Expected],
) -> Board:
    of_plan = {trace.case.plan_id: trace for trace in traces.values() if trace.case.plan_id}
    items = [
        _item(day, occupancy, of_plan.get(occupancy.plan_id), expected.get(occupancy.plan_id))
        for occupancy in occupancies
    ]
    used = {item.occupancy.resource_id: item.occupancy.resource for item in items}
    # A hall taken out of use keeps its row on the days it still stands in.
    shown = {resource.id: resource for resource in resources} | used
    start, end = _span(shown.values(), items)
    is_today = day == clock.today()
    return Board(
        day=day,
        start=start,
        span=end - start,
        now=_minute(day, clock.now()) if is_today else None,
        rows=[
            Row(resource, [item for item in items if item.occupancy.resource_id == resource.id])
            for resource in shown.values()
        ],
        unplanned=[trace.case for trace in traces.values() if trace.case.plan_id is None],
    )


def status_of(occupancy: "Occupancy", trace: "Trace | None") -> tuple[BoardStatus, str]:
    """From recorded facts only; a plan never says that something has happened."""
    is_hall = occupancy.resource.kind == ResourceKind.HALL
    if trace and (trace.farewell_ended_at if is_hall else trace.ended_at):
        return BoardStatus.DONE, ""
    if trace and trace.started_at and not is_hall:
        return BoardStatus.NOW, ""
    if occupancy.ends_at < clock.now():
        return BoardStatus.FLAGGED, str(_("时间已过，还没有登记"))
    is_today = clock.local(occupancy.starts_at).date() == clock.today()
    if trace and trace.missing_papers and is_today and not is_hall:
        missing = "、".join(str(kind.label) for kind in trace.missing_papers)
        return BoardStatus.FLAGGED, str(_("还缺：%(papers)s")) % {"papers": missing}
    if trace and trace.received_at:
        return BoardStatus.HERE, ""
    return BoardStatus.WAITING, ""


def describe(resource: "Resource") -> str:
    """ "小厅 30 人", "平板炉"."""
    if resource.kind == ResourceKind.CREMATOR:
        return str(CrematorType(resource.variety).label)
    label = str(HallClass(resource.variety).label)
    if resource.capacity is None:
        return label
    return str(_("%(hall)s %(seats)s 人")) % {"hall": label, "seats": resource.capacity}


def move_starts(resources: Sequence["Resource"]) -> Iterator[time]:
    """Every quarter of an hour while any of them is open."""
    at = datetime.combine(date.min, min(resource.opens for resource in resources))
    closing = datetime.combine(date.min, max(resource.closes for resource in resources))
    while at < closing:
        yield at.time()
        at += STEP


def _item(
    day: date, occupancy: "Occupancy", trace: "Trace | None", expected: Expected | None
) -> Item:
    status, reason = status_of(occupancy, trace)
    from_, to = (
        cast(datetime, end) for end in (occupancy.occupies.lower, occupancy.occupies.upper)
    )
    at = _minute(day, from_)
    return Item(
        occupancy=occupancy,
        case=trace.case if trace else None,
        expected=expected,
        status=status,
        reason=reason,
        at=at,
        lasts=_minute(day, to) - at,
    )


def _minute(day: date, moment: datetime) -> int:
    """Minutes since this day's midnight, kept on the day."""
    minutes = (moment - clock.day_range(day)[0]) // timedelta(minutes=1)
    return min(max(minutes, 0), MINUTES_A_DAY)


def _span(resources: Iterable["Resource"], items: Iterable[Item]) -> tuple[int, int]:
    """Whole hours around all opening times and all items."""
    starts = [r.opens.hour * 60 for r in resources] + [item.at for item in items]
    ends = [r.closes.hour * 60 + r.closes.minute for r in resources]
    ends += [item.at + item.lasts for item in items]
    return min(starts, default=360) // 60 * 60, -(-max(ends, default=1080) // 60) * 60
