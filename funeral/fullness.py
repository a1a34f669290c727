"""How full the days around the board are: the strip of seven days above it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from funeral.hours import open_range
from funeral.kinds import PURPOSES, ResourceKind
from funeral.schedule import Place
from kernel import clock

if TYPE_CHECKING:
    from funeral.models import Closure, Resource

DAYS = 7
# How many items of a kind stand on a day.
Used = Mapping[tuple[date, ResourceKind], int]


@dataclass(frozen=True)
class Share:
    """`used` of what is `possible` on a day: how often the usual block fits the opening hours."""

    kind: ResourceKind
    used: int
    possible: int

    @property
    def per_cent(self) -> int:
        """A day that is shut is full."""
        return min(100, 100 * self.used // self.possible) if self.possible else 100


@dataclass(frozen=True)
class FullDay:
    day: date
    shares: tuple[Share, ...]


def week_around(day: date) -> date:
    """The first of the seven days: today, unless the day lies beyond the coming week."""
    today = clock.today()
    in_sight = today <= day < today + timedelta(days=DAYS)
    return today if in_sight else day - timedelta(days=DAYS // 2)


def full_days(
    first: date,
    resources: Collection["Resource"],
    closures: Collection["Closure"],
    used: Used,
) -> Iterator[FullDay]:
    for day in (first + timedelta(days=offset) for offset in range(DAYS)):
        yield FullDay(
            day,
            tuple(
                Share(kind, used.get((day, kind), 0), _possible(day, of_kind, closures))
                for kind in (ResourceKind.HALL, ResourceKind.CREMATOR)
                if (of_kind := [each for each in resources if each.kind == kind])
            ),
        )


def _possible(day: date, resources: Collection["Resource"], closures: Collection["Closure"]) -> int:
    return sum(_fits(day, each, closures) for each in resources)


def _fits(day: date, resource: "Resource", closures: Collection["Closure"]) -> int:
    opened = open_range(resource, day)
    if opened is None:
        return 0
    start, end = opened
    purpose = PURPOSES[ResourceKind(resource.kind)][0]
    block = timedelta(minutes=sum(Place(resource, start, purpose).minutes))
    shut = sum(
        (max(min(end, each.ends_at) - max(start, each.starts_at), timedelta(0)))
        // timedelta(minutes=1)
        for each in closures
        if each.resource_id == resource.id
    )
    return (end - start - timedelta(minutes=shut)) // block
