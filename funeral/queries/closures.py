"""What is out of use, and which bookings that hits."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from funeral.models import Closure, FuneralCase, Occupancy, Plan
from funeral.queries.taken import in_effect, is_taken
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {"starts": Closure.starts_at, "ends": Closure.ends_at, "asked": Closure.asked_at}


def list_closures(institution_id: uuid.UUID, start: datetime, end: datetime) -> list[Closure]:
    """In effect at some moment between the two, with their resources."""
    query = (
        select(Closure)
        .filter_by(institution_id=institution_id)
        .where(in_effect(), Closure.starts_at < end, Closure.ends_at > start)
        .options(joinedload(Closure.resource))
        .order_by(Closure.starts_at)
    )
    return list(db.session.scalars(query))


def list_all_closures(*, page: int = 1, sort: str = "starts", direction: str = "desc") -> Page:
    """Asked for, approved, lifted: the register."""
    query = select(Closure).options(joinedload(Closure.resource))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def get_closure(closure_id: uuid.UUID) -> Closure:
    closure = db.session.get(Closure, closure_id)
    if closure is None:
        raise NotFound
    return closure


def lock_closure(closure_id: uuid.UUID) -> Closure:
    """The closure, held until this operation ends: two owners do not decide it twice."""
    closure = db.session.get(Closure, closure_id, with_for_update=True, populate_existing=True)
    if closure is None:
        raise NotFound
    return closure


def list_hits(closure: Closure) -> list[tuple[Occupancy, FuneralCase | None]]:
    """The bookings that stand in the closure's way; they are moved by people, never dropped."""
    query = (
        select(Occupancy, FuneralCase)
        .join(Plan, Occupancy.plan_id == Plan.id)
        .outerjoin(FuneralCase, FuneralCase.plan_id == Occupancy.plan_id)
        .where(Occupancy.resource_id == closure.resource_id, is_taken())
        .where(
            Occupancy.occupies.op("&&")(_range(closure.starts_at, closure.ends_at)),
            Occupancy.ends_at > clock.now(),
        )
        .options(joinedload(Occupancy.plan), joinedload(Occupancy.resource))
        .order_by(Occupancy.starts_at)
    )
    return [(occupancy, case) for occupancy, case in db.session.execute(query)]


def find_closure_at(
    resource_ids: Iterable[uuid.UUID], start: datetime, end: datetime
) -> Closure | None:
    """The first one in effect that overlaps."""
    query = (
        select(Closure)
        .where(Closure.resource_id.in_(list(resource_ids)), in_effect())
        .where(Closure.starts_at < end, Closure.ends_at > start)
        .options(joinedload(Closure.resource))
        .order_by(Closure.starts_at)
        .limit(1)
    )
    return db.session.scalar(query)


def find_closure_of(occupancies: Iterable[Occupancy]) -> Closure | None:
    """The first one in effect that overlaps any of these uses."""
    overlaps = (
        and_(
            Closure.resource_id == each.resource_id,
            Closure.starts_at < each.ends_at,
            Closure.ends_at > each.starts_at,
        )
        for each in occupancies
    )
    query = (
        select(Closure)
        .where(or_(*overlaps), in_effect())
        .options(joinedload(Closure.resource))
        .order_by(Closure.starts_at)
        .limit(1)
    )
    return db.session.scalar(query)


def _range(start: datetime, end: datetime) -> ColumnElement[object]:
    return func.tstzrange(start, end)
