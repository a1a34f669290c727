"""The rules of the schedule, without a database: which times are free, what follows what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from funeral.hours import A_DAY, is_open, open_range, spans_between
from funeral.kinds import HallClass, Purpose
from funeral.terms import Terms
from kernel import clock

if TYPE_CHECKING:
    from funeral.models import Resource

# The times families choose from.
GRID = timedelta(minutes=30)

Busy = Mapping[UUID, Sequence[tuple[datetime, datetime]]]


@dataclass(frozen=True)
class Needs:
    """What hall and furnace are taken for; `dedicated`: only at a furnace kept for infection."""

    farewell: Purpose = Purpose.FAREWELL
    cremation: Purpose = Purpose.CREMATION
    dedicated: bool = False

    def may_burn_at(self, cremator: "Resource") -> bool:
        return not self.dedicated or Purpose.INFECTIOUS_CREMATION in cremator.uses


USUAL = Needs()


@dataclass(frozen=True)
class Place:
    """A use of one resource: `starts_at`–`ends_at` for the family, `from_`–`to` with buffers.

    `lasts` where the family says how long (a vigil), else as the resource's minutes say.
    """

    resource: "Resource"
    starts_at: datetime
    purpose: Purpose
    lasts: timedelta | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + (self.lasts or timedelta(minutes=self.minutes[1]))

    @property
    def from_(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.minutes[0])

    @property
    def to(self) -> datetime:
        return self.ends_at + timedelta(minutes=self.minutes[2])

    @property
    def minutes(self) -> tuple[int, int, int]:
        """Set-up, use, clean-up for this purpose."""
        own = self.resource.uses.get(self.purpose)
        if own:
            return own[0], own[1], own[2]
        each = self.resource
        return each.setup_minutes, each.use_minutes, each.cleanup_minutes

    def is_open(self) -> bool:
        return is_open(self.resource, self.from_, self.to)

    def is_free(self, busy: Busy) -> bool:
        taken = busy.get(self.resource.id, ())
        return all(end <= self.from_ or self.to <= start for start, end in taken)


@dataclass(frozen=True)
class Proposal:
    """A farewell (or none) and its cremation, both free; `halls_free` counts the class."""

    farewell: Place | None
    cremation: Place
    halls_free: int

    @property
    def starts_at(self) -> datetime:
        return (self.farewell or self.cremation).starts_at

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.farewell, self.cremation) if self.farewell else (self.cremation,)


def propose(
    hall_class: HallClass,
    starts_at: datetime,
    halls: Sequence["Resource"],
    cremators: Sequence["Resource"],
    *,
    busy: Busy,
    terms: Terms,
    needs: Needs = USUAL,
) -> Proposal | None:
    """The plan for a family that starts at this time; None where it is not possible."""
    if hall_class is HallClass.NONE:
        free = usable((Place(each, starts_at, needs.cremation) for each in cremators), busy)
        return Proposal(None, free[0], len(free)) if free else None
    rooms = usable((Place(hall, starts_at, needs.farewell) for hall in halls), busy)
    if not rooms:
        return None
    ready = rooms[0].ends_at + terms.after_farewell
    cremation = first_cremation(ready, cremators, busy, terms, needs.cremation)
    return Proposal(rooms[0], cremation, len(rooms)) if cremation else None


def first_cremation(
    not_before: datetime,
    cremators: Sequence["Resource"],
    busy: Busy,
    terms: Terms,
    purpose: Purpose = Purpose.CREMATION,
) -> Place | None:
    """The earliest free run within the longest wait; equal times go to the first by name."""
    candidates = [
        place
        for cremator in cremators
        for start in _possible_starts(Place(cremator, not_before, purpose), busy, terms)
        if (place := Place(cremator, start, purpose)).is_open() and place.is_free(busy)
    ]
    return min(candidates, key=lambda place: (place.starts_at, place.resource.name), default=None)


def grid_of_day(day: date, resources: Sequence["Resource"]) -> Iterator[datetime]:
    """The starts of this day of the calendar, also those in hours that began the evening before."""
    midnight, next_midnight = clock.day_range(day)
    ranges = [
        opened
        for each in resources
        for began in (day - A_DAY, day)
        if (opened := open_range(each, began)) and opened[1] > midnight
    ]
    if not ranges:
        return
    at = max(midnight, min(opens for opens, _ in ranges))
    closing = min(next_midnight, max(closes for _, closes in ranges))
    while at < closing:
        yield at
        at += GRID


def usable(places: Iterable[Place], busy: Busy) -> list[Place]:
    """Those open and free, the first by name first."""
    free = [place for place in places if place.is_open() and place.is_free(busy)]
    return sorted(free, key=lambda place: place.resource.name)


def merged(busy: Busy, more: Busy) -> Busy:
    """What is taken in either."""
    return {each: [*busy.get(each, ()), *more.get(each, ())] for each in {*busy, *more}}


def _possible_starts(soonest: Place, busy: Busy, terms: Terms) -> Iterator[datetime]:
    """A run starts when it may, when the one before it is cleaned up, or when the day opens."""
    cremator, not_before = soonest.resource, soonest.starts_at
    setup = timedelta(minutes=soonest.minutes[0])
    latest = not_before + terms.longest_wait
    yield not_before
    ready = [end for _start, end in busy.get(cremator.id, ())]
    ready += [opens for opens, _closes in spans_between(cremator, not_before, latest)]
    for moment in ready:
        if not_before < moment + setup <= latest:
            yield moment + setup
