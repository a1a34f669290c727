"""The day board, read from facts: what stands on it, where, and in which state."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from funeral.board_status import BoardStatus, status_of
from funeral.hours import hours_of
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.panels import Expected
from kernel import clock
from kernel.i18n import _

if TYPE_CHECKING:
    from funeral.models import Closure, FuneralCase, Occupancy, Plan, Resource
    from funeral.queries.traces import Trace

STEP = timedelta(minutes=15)
MINUTES_A_DAY = 24 * 60
# What stands on the board by default, and what a link adds.
MAIN_KINDS = (ResourceKind.HALL, ResourceKind.CREMATOR)
ALL_KINDS = (
    *MAIN_KINDS,
    ResourceKind.VIGIL_ROOM,
    ResourceKind.PREPARATION_ROOM,
    ResourceKind.HEARSE,
)
DEEDS = {
    ResourceKind.HALL: _("告别"),
    ResourceKind.CREMATOR: _("火化"),
    ResourceKind.VIGIL_ROOM: _("守灵"),
    ResourceKind.PREPARATION_ROOM: _("整容"),
    ResourceKind.HEARSE: _("接运"),
    ResourceKind.CABINET: _("存放"),
}


@dataclass(frozen=True)
class Item:
    """One occupancy. `at`, `lasts`: minutes of the day it blocks, set-up and clean-up included."""

    day: date
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
        if self.expected:
            return self.expected.name
        return str(_("暂留") if self.status is BoardStatus.HELD else _("已预约"))

    @property
    def masked_name(self) -> str:
        """ "张某某", as it stands on paper that hangs where anybody passes."""
        return mask_name(self.name) if self.case or self.expected else self.name

    @property
    def code(self) -> str:
        """What a scanner reads: the number of the case or of the booking."""
        if self.case:
            return self.case.number
        return self.expected.href.rsplit("/", 1)[-1] if self.expected else ""

    @property
    def what(self) -> str:
        return str(DEEDS[ResourceKind(self.occupancy.resource.kind)])

    @property
    def starts(self) -> str:
        return say_clock_on(self.day, self.occupancy.starts_at)

    @property
    def ends(self) -> str:
        return say_clock_on(self.day, self.occupancy.ends_at)

    @property
    def starts_minute(self) -> int:
        """Of the family's time; negative where it began the day before."""
        return self._minute_of(self.occupancy.starts_at)

    @property
    def ends_minute(self) -> int:
        """Beyond a day's minutes where it ends the day after."""
        return self._minute_of(self.occupancy.ends_at)

    def _minute_of(self, moment: datetime) -> int:
        return (moment - clock.day_range(self.day)[0]) // timedelta(minutes=1)


@dataclass(frozen=True)
class Block:
    """A closure: minutes of the day, and what is written on it."""

    at: int
    lasts: int
    said: str


@dataclass(frozen=True)
class Row:
    resource: "Resource"
    items: list[Item]
    blocks: list[Block]


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
        """The first item of each confirmed plan whose family does not know the present times."""
        items = {
            item.plan.id: item
            for item in reversed(self.items)
            if item.plan.told_at is None and item.plan.confirmed_at
        }
        return list(items.values())

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        return [
            (str(kind.label), [row for row in self.rows if row.resource.kind == kind])
            for kind in ALL_KINDS
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
    *,
    closures: Collection["Closure"] = (),
) -> Board:
    of_plan = {trace.case.plan_id: trace for trace in traces.values() if trace.case.plan_id}
    items = [
        _item(day, occupancy, of_plan.get(occupancy.plan_id), expected.get(occupancy.plan_id))
        for occupancy in occupancies
    ]
    used = {item.occupancy.resource_id: item.occupancy.resource for item in items}
    # A hall taken out of use keeps its row on the days it still stands in.
    shown = {resource.id: resource for resource in resources} | used
    start, end = _span(day, shown.values(), items)
    is_today = day == clock.today()
    return Board(
        day=day,
        start=start,
        span=end - start,
        now=_minute(day, clock.now()) if is_today else None,
        rows=[
            Row(
                resource,
                [item for item in items if item.occupancy.resource_id == resource.id],
                [_block(day, each) for each in closures if each.resource_id == resource.id],
            )
            for resource in shown.values()
        ],
        unplanned=[
            trace.case
            for trace in traces.values()
            if not trace.has_cremation and trace.started_at is None
        ],
    )


def describe(resource: "Resource") -> str:
    """ "小厅 30 人", "平板炉"; nothing of what comes in one kind only."""
    if resource.kind == ResourceKind.CREMATOR:
        return str(CrematorType(resource.variety).label)
    if resource.kind != ResourceKind.HALL:
        return resource.site
    label = str(HallClass(resource.variety).label)
    if resource.capacity is None:
        return label
    return str(_("%(hall)s %(seats)s 人")) % {"hall": label, "seats": resource.capacity}


def move_starts(resources: Sequence["Resource"], day: date) -> Iterator[time]:
    """Every quarter of an hour of the day while any of them is open."""
    hours = [opened for each in resources if (opened := hours_of(each, day))]
    opens = min((opens for opens, _closes in hours), default=time.min)
    closes = max((closes for _opens, closes in hours), default=time.min)
    is_nightly = any(closes <= opens for opens, closes in hours)
    at = datetime.combine(date.min, opens)
    closing = datetime.combine(date.min, time.min if is_nightly else closes)
    closing += timedelta(days=is_nightly)
    while at < closing:
        yield at.time()
        at += STEP


def mask_name(name: str) -> str:
    """ "张三" → "张某", of longer names "张某某"."""
    return name[:1] + "某" * min(len(name) - 1, 2)


def say_clock_on(day: date, moment: datetime) -> str:
    """ "23:30"; "次日 00:30" and "前日 23:30" for what reaches over midnight."""
    shown, said = clock.day_of(moment), clock.say_clock(moment)
    if shown > day:
        return str(_("次日 %(time)s")) % {"time": said}
    return str(_("前日 %(time)s")) % {"time": said} if shown < day else said


def _item(
    day: date, occupancy: "Occupancy", trace: "Trace | None", expected: Expected | None
) -> Item:
    status, reason = status_of(occupancy, trace)
    from_, to = (
        cast(datetime, end) for end in (occupancy.occupies.lower, occupancy.occupies.upper)
    )
    at = _minute(day, from_)
    return Item(
        day=day,
        occupancy=occupancy,
        case=trace.case if trace else None,
        expected=expected,
        status=status,
        reason=reason,
        at=at,
        lasts=_minute(day, to) - at,
    )


def _block(day: date, closure: "Closure") -> Block:
    at = _minute(day, closure.starts_at)
    times = f"{say_clock_on(day, closure.starts_at)}–{say_clock_on(day, closure.ends_at)}"
    return Block(at, _minute(day, closure.ends_at) - at, f"{times} {closure.reason}")


def _minute(day: date, moment: datetime) -> int:
    """Minutes since this day's midnight, kept on the day."""
    minutes = (moment - clock.day_range(day)[0]) // timedelta(minutes=1)
    return min(max(minutes, 0), MINUTES_A_DAY)


def _span(day: date, resources: Iterable["Resource"], items: Iterable[Item]) -> tuple[int, int]:
    """Whole hours around all opening times and all items."""
    hours = [opened for each in resources if (opened := hours_of(each, day))]
    starts = [_minutes(opens) for opens, _closes in hours] + [item.at for item in items]
    ends = [_minutes(closes) if opens < closes else MINUTES_A_DAY for opens, closes in hours] + [
        item.at + item.lasts for item in items
    ]
    return min(starts, default=360) // 60 * 60, -(-max(ends, default=1080) // 60) * 60


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
