"""What a home has to give, and what was booked on it before its hours changed."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from funeral.hours import is_open, spans_between
from funeral.kinds import ResourceKind
from funeral.models import Closure, FuneralCase, Occupancy, Plan, Resource
from funeral.queries.schedule import list_resources
from funeral.queries.taken import busy_times, in_effect, is_taken
from funeral.schedule import Place
from kernel import clock
from kernel.db import db

Outside = tuple[Occupancy, FuneralCase | None]


def list_groups(institution_id: uuid.UUID) -> list[tuple[ResourceKind, list[Resource]]]:
    """Everything in use by kind, kinds the home does not have left out."""
    listed = list_resources(institution_id, *ResourceKind)
    groups = [(kind, [each for each in listed if each.kind == kind]) for kind in ResourceKind]
    return [(kind, of_kind) for kind, of_kind in groups if of_kind]


def next_closures(resource_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Closure]:
    """The one that lasts now or comes first, of those in effect."""
    query = (
        select(Closure)
        .where(Closure.resource_id.in_(list(resource_ids)), in_effect())
        .where(Closure.ends_at > clock.now())
        .order_by(Closure.starts_at.desc())
    )
    return {closure.resource_id: closure for closure in db.session.scalars(query)}


def list_outside_hours(resource: Resource) -> list[Outside]:
    """Bookings to come that reach beyond the opening hours as they are now, buffers included."""
    return outside_hours([resource])[resource.id]


def outside_hours(resources: Iterable[Resource]) -> dict[uuid.UUID, list[Outside]]:
    """The same for many, by resource; one question."""
    asked = {resource.id: resource for resource in resources}
    query = (
        select(Occupancy, FuneralCase)
        .join(Plan, Occupancy.plan_id == Plan.id)
        .outerjoin(FuneralCase, FuneralCase.plan_id == Occupancy.plan_id)
        .where(Occupancy.resource_id.in_(list(asked)), is_taken())
        .where(Occupancy.starts_at > clock.now())
        .options(joinedload(Occupancy.plan), joinedload(Occupancy.resource))
        .order_by(Occupancy.starts_at)
    )
    outside: dict[uuid.UUID, list[Outside]] = defaultdict(list)
    for occupancy, case in db.session.execute(query):
        ends = occupancy.occupies.lower, occupancy.occupies.upper
        from_, to = (cast(datetime, end) for end in ends)
        if not is_open(asked[occupancy.resource_id], from_, to):
            outside[occupancy.resource_id].append((occupancy, case))
    return outside


def free_ranges(
    places: Iterable[Place], start: datetime, end: datetime
) -> dict[uuid.UUID, list[tuple[datetime, datetime]]]:
    """When each could be used between two moments, set-up and clean-up already taken off.

    A place says what for: its resource, purpose and length count, its start does not.
    """
    wanted = list(places)
    busy = busy_times((place.resource for place in wanted), start, end)
    return {
        place.resource.id: list(_gaps(place, busy.get(place.resource.id, ()), start, end))
        for place in wanted
    }


def _gaps(
    place: Place,
    busy: Iterable[tuple[datetime, datetime]],
    start: datetime,
    end: datetime,
) -> Iterable[tuple[datetime, datetime]]:
    setup, use, cleanup = (timedelta(minutes=each) for each in place.minutes)
    needed = place.lasts or use
    for opens, closes in spans_between(place.resource, start, end):
        at = opens
        for taken_from, taken_to in [*sorted(busy), (closes, closes)]:
            from_, to = max(at + setup, start, clock.now()), min(taken_from, closes) - cleanup
            if to - from_ >= needed:
                yield from_, min(to, end)
            at = max(at, taken_to)
