"""The rules of the schedule, without a database: which times are free, what follows what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from funeral.kinds import HallClass
from funeral.models import Resource
from kernel import clock

# The times families choose from.
GRID = timedelta(minutes=30)
# From the end of the farewell to the furnace: taking leave, the walk, the last identity check.
AFTER_FAREWELL = timedelta(minutes=15)
# Nobody is asked to wait longer than this for the cremation after the farewell.
LONGEST_WAIT = timedelta(hours=4)

Busy = Mapping[UUID, Sequence[tuple[datetime, datetime]]]


@dataclass(frozen=True)
class Place:
    """A use of one resource: `starts_at`–`ends_at` for the family, `from_`–`to` with buffers."""

    resource: Resource
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.resource.use_minutes)

    @property
    def from_(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.resource.setup_minutes)

    @property
    def to(self) -> datetime:
        return self.ends_at + timedelta(minutes=self.resource.cleanup_minutes)

    def is_open(self) -> bool:
        day = clock.local(self.starts_at).date()
        opens, closes = (
            clock.at(day, hour) for hour in (self.resource.opens, self.resource.closes)
        )
        return opens <= self.from_ and self.to <= closes

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
    halls: Sequence[Resource],
    cremators: Sequence[Resource],
    busy: Busy,
) -> Proposal | None:
    """The plan for a family that starts at this time; None where it is not possible."""
    if hall_class is HallClass.NONE:
        free = _usable((Place(cremator, starts_at) for cremator in cremators), busy)
        return Proposal(None, free[0], len(free)) if free else None
    rooms = _usable((Place(hall, starts_at) for hall in halls), busy)
    if not rooms:
        return None
    cremation = first_cremation(rooms[0].ends_at + AFTER_FAREWELL, cremators, busy)
    return Proposal(rooms[0], cremation, len(rooms)) if cremation else None


def first_cremation(
    not_before: datetime, cremators: Sequence[Resource], busy: Busy
) -> Place | None:
    """The earliest free run within the longest wait; equal times go to the first by name."""
    candidates = [
        place
        for cremator in cremators
        for start in _possible_starts(not_before, cremator, busy)
        if (place := Place(cremator, start)).is_open() and place.is_free(busy)
    ]
    return min(candidates, key=lambda place: (place.starts_at, place.resource.name), default=None)


def grid_of_day(day: date, resources: Sequence[Resource]) -> Iterator[datetime]:
    """The starts a family may ask for on this day."""
    if not resources:
        return
    at = clock.at(day, min(resource.opens for resource in resources))
    closing = clock.at(day, max(resource.closes for resource in resources))
    while at < closing:
        yield at
        at += GRID


def _usable(places: Iterable[Place], busy: Busy) -> list[Place]:
    free = [place for place in places if place.is_open() and place.is_free(busy)]
    return sorted(free, key=lambda place: place.resource.name)


def _possible_starts(not_before: datetime, cremator: Resource, busy: Busy) -> Iterator[datetime]:
    """A run starts when it may, or when the one before it is cleaned up."""
    setup = timedelta(minutes=cremator.setup_minutes)
    yield not_before
    for _start, end in busy.get(cremator.id, ()):
        if not_before < end + setup <= not_before + LONGEST_WAIT:
            yield end + setup
