"""The schedule as the tables have it, read by plain SQL and judged without any of our queries."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import class_row

CHINA = ZoneInfo("Asia/Shanghai")
GAP, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=4)
# Set-up, use, clean-up of what tests.world builds.
MINUTES = {"hall": (30, 20, 10), "cremator": (0, 60, 30)}

TIMES = """SELECT o.id, o.plan_id, o.resource_id, r.kind, o.starts_at, o.ends_at,
    lower(o.occupies) AS from_, upper(o.occupies) AS to,
    p.order_code, p.held_until, p.confirmed_at, p.cancelled_at, p.version
    FROM occupancies o JOIN plans p ON p.id = o.plan_id JOIN resources r ON r.id = o.resource_id
    WHERE o.institution_id = %s AND o.released_at IS NULL ORDER BY o.starts_at, r.name"""
CLOSED = """SELECT id, resource_id, starts_at, ends_at FROM closures
    WHERE institution_id = %s AND lifted_at IS NULL
    AND (kind = 'breakdown' OR approved_at IS NOT NULL) ORDER BY starts_at, ends_at"""
ROOMS = """SELECT id, kind, variety, opens, closes, special FROM resources
    WHERE institution_id = %s AND in_use ORDER BY name"""
REASONS = "SELECT plan_id, passed, reason FROM order_changes WHERE institution_id = %s"

# The usual opening and closing, and single days: None where it stays shut.
Times = tuple[time, time] | None
Hours = tuple[Times, tuple[tuple[date, Times], ...]]


@dataclass(frozen=True)
class Taken:
    """One time on a resource that was not released."""

    id: uuid.UUID
    plan_id: uuid.UUID
    resource_id: uuid.UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    from_: datetime
    to: datetime
    order_code: str
    held_until: datetime | None
    confirmed_at: datetime | None
    cancelled_at: datetime | None
    version: int

    @property
    def place(self) -> tuple[uuid.UUID, uuid.UUID, datetime]:
        return self.id, self.resource_id, self.starts_at

    def is_taken(self, now: datetime) -> bool:
        return self.held_until is None or self.held_until > now


@dataclass(frozen=True)
class Closed:
    id: uuid.UUID
    resource_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Room:
    id: uuid.UUID
    kind: str
    variety: str
    opens: time
    closes: time
    special: dict[str, dict[str, list[str] | None]] = field(hash=False)

    @property
    def hours(self) -> Hours:
        days = ((date.fromisoformat(day), said["hours"]) for day, said in self.special.items())
        return (self.opens, self.closes), tuple(sorted((day, _times(said)) for day, said in days))


@dataclass(frozen=True)
class Ledger:
    """What stands at one moment."""

    now: datetime
    times: list[Taken]
    closed: list[Closed]
    rooms: list[Room]
    reasons: list[tuple[uuid.UUID, list[str], str]]

    @property
    def standing(self) -> list[Taken]:
        return [each for each in self.times if each.is_taken(self.now)]


def read(connection: psycopg.Connection, home: uuid.UUID, now: datetime) -> Ledger:
    def rows(shape, query):
        return connection.cursor(row_factory=class_row(shape)).execute(query, [home]).fetchall()

    reasons = connection.execute(REASONS, [home]).fetchall()
    return Ledger(now, rows(Taken, TIMES), rows(Closed, CLOSED), rows(Room, ROOMS), reasons)


def doubles(times: Iterable[Taken]) -> list[tuple[Taken, Taken]]:
    """Pairs on one resource whose uses or buffers overlap, reckoned from the minutes."""
    found = []
    in_order = sorted(times, key=lambda each: (each.resource_id, each.starts_at, each.id))
    for first, second in pairwise(in_order):
        setup, _use, cleanup = (timedelta(minutes=each) for each in MINUTES[first.kind])
        meets = first.ends_at + cleanup > second.starts_at - setup
        if first.resource_id == second.resource_id and meets:
            found.append((first, second))
    return found


def without_buffers(times: Iterable[Taken]) -> list[Taken]:
    """Those that hold less, or more, than their minutes say."""
    wrong = []
    for each in times:
        setup, use, cleanup = (timedelta(minutes=part) for part in MINUTES[each.kind])
        right = (each.starts_at - setup, each.starts_at + use, each.starts_at + use + cleanup)
        if right != (each.from_, each.ends_at, each.to):
            wrong.append(each)
    return wrong


def too_early_cremations(times: Iterable[Taken]) -> list[uuid.UUID]:
    farewells = {each.plan_id: each for each in times if each.kind == "hall"}
    return [
        each.plan_id
        for each in times
        if each.kind == "cremator"
        and each.plan_id in farewells
        and each.starts_at < farewells[each.plan_id].ends_at + GAP
    ]


def lost(times: Iterable[Taken], expected: Mapping[uuid.UUID, bool]) -> list[uuid.UUID]:
    """Plans (and whether with a farewell) that no longer have all their times, firmly."""
    firm = {(each.plan_id, each.kind) for each in times if each.confirmed_at}
    return [
        plan_id
        for plan_id, with_farewell in expected.items()
        if (plan_id, "cremator") not in firm or (with_farewell and (plan_id, "hall") not in firm)
    ]


def swapped_without_reason(before: Ledger, after: Ledger) -> list[tuple[str, str]]:
    """Cremations that changed places though nobody wrote why."""
    old, new = _order(before), _order(after)
    told = {(plan_id, code) for plan_id, passed, why in after.reasons if why for code in passed}
    codes = {each.plan_id: each.order_code for each in after.times}
    return [
        (codes[one], codes[other])
        for one, other in combinations(old.keys() & new.keys(), 2)
        if (old[one] < old[other]) != (new[one] < new[other])
        and not {(one, codes[other]), (other, codes[one])} & told
    ]


def is_open(hours: Hours, from_: datetime, to: datetime) -> bool:
    """Minute by minute, five at a time: our resources know no finer times."""
    steps = range(0, int((to - from_).total_seconds()), 300)
    return all(_is_open_at(hours, from_ + timedelta(seconds=step)) for step in steps)


def is_possible(ledger: Ledger, hall_class: str, cremator_type: str, starts_at: datetime) -> bool:
    """Whether a family can have this time, tried out in five-minute steps."""
    cremators = [each for each in ledger.rooms if each.variety == cremator_type]
    if hall_class == "none":
        return any(_is_free(ledger, each, starts_at) for each in cremators)
    halls = [each for each in ledger.rooms if each.variety == hall_class]
    if not any(_is_free(ledger, each, starts_at) for each in halls):
        return False
    first = starts_at + timedelta(minutes=MINUTES["hall"][1]) + GAP
    waits = range(0, int(LONGEST_WAIT.total_seconds()) + 1, 300)
    return any(
        _is_free(ledger, each, first + timedelta(seconds=wait))
        for wait in waits
        for each in cremators
    )


def _is_free(ledger: Ledger, room: Room, starts_at: datetime) -> bool:
    setup, use, cleanup = (timedelta(minutes=each) for each in MINUTES[room.kind])
    from_, to = starts_at - setup, starts_at + use + cleanup
    taken = [(each.from_, each.to) for each in ledger.standing if each.resource_id == room.id]
    taken += [
        (each.starts_at, each.ends_at) for each in ledger.closed if each.resource_id == room.id
    ]
    return all(end <= from_ or to <= start for start, end in taken) and is_open(
        room.hours, from_, to
    )


def _is_open_at(hours: Hours, moment: datetime) -> bool:
    shown = moment.astimezone(CHINA)
    today, yesterday = shown.date(), shown.date() - timedelta(days=1)
    return any(
        start <= moment < end for day in (yesterday, today) for start, end in _opened(hours, day)
    )


def _opened(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    usual, single = hours
    times = dict(single).get(day, usual)
    if times:
        opens, closes = times
        last = day if opens < closes else day + timedelta(days=1)
        yield (
            datetime.combine(day, opens, CHINA).astimezone(UTC),
            datetime.combine(last, closes, CHINA).astimezone(UTC),
        )


def _order(ledger: Ledger) -> dict[uuid.UUID, tuple[datetime, str]]:
    """Of what is confirmed or requested; a hold has no place in it yet."""
    return {
        each.plan_id: (each.starts_at, each.order_code)
        for each in ledger.standing
        if each.kind == "cremator" and each.held_until is None
    }


def _times(said: list[str] | None) -> Times:
    return (time.fromisoformat(said[0]), time.fromisoformat(said[1])) if said else None
