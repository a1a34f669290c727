"""What counts as taken: confirmed times, requests, and holds until they expire."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all

from funeral import schedule
from funeral.kinds import ClosureKind
from funeral.models import Closure, Occupancy, Plan, Resource
from kernel import clock
from kernel.db import db

# Nothing is set up or cleaned up for longer.
MARGIN = timedelta(days=1)


def is_taken() -> ColumnElement[bool]:
    """For queries that join Occupancy with Plan; an expired hold is free without any job."""
    return and_(Occupancy.released_at.is_(None), or_(Plan.held_until.is_(None), ~is_expired()))


def is_expired() -> ColumnElement[bool]:
    return Plan.held_until <= clock.now()


def in_effect() -> ColumnElement[bool]:
    """A breakdown holds at once, a planned closure when the owner has approved it."""
    return and_(
        Closure.lifted_at.is_(None),
        or_(Closure.kind == ClosureKind.BREAKDOWN, Closure.approved_at.is_not(None)),
    )


def overlaps(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Occupancies that hold some moment between the two, set-up and clean-up included.

    Asked of the range, as the constraint's own index answers this, however long the past is.
    """
    return Occupancy.occupies.op("&&")(func.tstzrange(start, end))


def busy_times(
    resources: Iterable[Resource],
    start: datetime,
    end: datetime,
    but_for: uuid.UUID | None = None,
) -> schedule.Busy:
    """What is taken or out of use between two instants and a day around, buffers included.

    `but_for`: a plan whose own times do not stand in its way.
    """
    ids = [resource.id for resource in resources]
    start, end = start - MARGIN, end + MARGIN
    # Columns, not records: a record already in the session would keep its old times.
    taken = (
        select(
            Occupancy.resource_id, func.lower(Occupancy.occupies), func.upper(Occupancy.occupies)
        )
        .join(Plan, Occupancy.plan_id == Plan.id)
        .where(Occupancy.resource_id.in_(ids), is_taken())
        .where(overlaps(start, end), Occupancy.plan_id.is_distinct_from(but_for))
    )
    closed = (
        select(Closure.resource_id, Closure.starts_at, Closure.ends_at)
        .where(Closure.resource_id.in_(ids), in_effect())
        .where(Closure.starts_at < end, Closure.ends_at > start)
    )
    busy: dict[uuid.UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for resource_id, from_, to in db.session.execute(union_all(taken, closed)):
        busy[resource_id].append((from_, to))
    return busy


def lock_expired(places: Iterable[schedule.Place]) -> list[Occupancy]:
    """All times of expired holds that stand in the way of these places on locked resources.

    Their plans are held in the order of ids. Who confirms a hold locks its plan; so either it is
    confirmed when we get here, or expired.
    """
    in_the_way = or_(
        *(
            and_(Occupancy.resource_id == place.resource.id, overlaps(place.from_, place.to))
            for place in places
        )
    )
    holders = select(Occupancy.plan_id).where(Occupancy.released_at.is_(None), in_the_way)
    plans = (
        select(Plan)
        .where(is_expired(), Plan.confirmed_at.is_(None), Plan.id.in_(holders))
        .order_by(Plan.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    expired = [plan.id for plan in db.session.scalars(plans)]
    if not expired:
        return []
    times = select(Occupancy).where(Occupancy.plan_id.in_(expired), Occupancy.released_at.is_(None))
    return list(db.session.scalars(times.execution_options(populate_existing=True)))
