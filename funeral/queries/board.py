"""What the day board asks: few questions, however full the day is."""

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Date, and_, cast, func, select
from sqlalchemy.orm import contains_eager

from funeral.kinds import ResourceKind
from funeral.models import Closure, Occupancy, Plan, Resource
from funeral.queries.taken import in_effect, is_taken
from kernel import clock
from kernel.db import db


def list_rows(
    institution_id: uuid.UUID,
    kinds: Collection[ResourceKind],
    start: datetime,
    end: datetime,
) -> tuple[list[Resource], list[Closure]]:
    """The resources of these kinds in the order they were registered, and their closures.

    Those no longer in use, too: a day may still stand in them.
    """
    closed = and_(
        Closure.resource_id == Resource.id,
        in_effect(),
        Closure.starts_at < end,
        Closure.ends_at > start,
    )
    query = (
        select(Resource, Closure)
        .outerjoin(Closure, closed)
        .where(Resource.institution_id == institution_id, Resource.kind.in_(kinds))
        .order_by(Resource.id, Closure.starts_at)
    )
    rows = db.session.execute(query).all()
    resources = {resource.id: resource for resource, _closure in rows}
    return list(resources.values()), [closure for _resource, closure in rows if closure]


def list_board_occupancies(
    institution_id: uuid.UUID, day: date, kinds: Collection[ResourceKind]
) -> list[Occupancy]:
    """Whatever is taken and blocks some minute of the day, set-up and clean-up included.

    Their resources are not fetched sixty times over: whoever holds those of `list_rows` has them.
    """
    query = (
        select(Occupancy)
        .join(Plan, Occupancy.plan_id == Plan.id)
        .join(Resource, Occupancy.resource_id == Resource.id)
        .where(Occupancy.institution_id == institution_id, is_taken(), Resource.kind.in_(kinds))
        .where(Occupancy.occupies.op("&&")(func.tstzrange(*clock.day_range(day))))
        .options(contains_eager(Occupancy.plan))
        .order_by(Occupancy.starts_at, Occupancy.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def count_used(
    institution_id: uuid.UUID, first: date, days: int
) -> dict[tuple[date, ResourceKind], int]:
    """How many farewells and cremations start on each of the days."""
    start = clock.day_range(first)[0]
    day = cast(func.timezone("Asia/Shanghai", Occupancy.starts_at), Date)
    query = (
        select(day, Resource.kind, func.count())
        .join(Plan, Occupancy.plan_id == Plan.id)
        .join(Resource, Occupancy.resource_id == Resource.id)
        .where(Occupancy.institution_id == institution_id, is_taken())
        .where(Occupancy.starts_at >= start, Occupancy.starts_at < start + timedelta(days=days))
        .group_by(day, Resource.kind)
    )
    return {(on, ResourceKind(kind)): count for on, kind, count in db.session.execute(query)}
