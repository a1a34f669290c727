"""Plans as a whole: whose they are, whether they hold, what was given back."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from funeral.models import Closure, Occupancy, Plan
from funeral.queries.taken import in_effect, is_expired, is_taken
from funeral.schedule import Busy
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

# Nobody gets a time again that they gave back within this span.
GIVEN_UP_FOR = timedelta(days=1)


def get_plan(plan_id: uuid.UUID) -> Plan:
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    return plan


def find_held_plan(plan_id: uuid.UUID) -> Plan | None:
    """As it is now: with times that are held, not expired and hit by no closure."""
    closed = exists().where(
        Closure.resource_id == Occupancy.resource_id,
        in_effect(),
        Closure.starts_at < Occupancy.ends_at,
        Closure.ends_at > Occupancy.starts_at,
    )
    live = Plan.occupancies.any(Occupancy.released_at.is_(None))
    hit = Plan.occupancies.any(and_(Occupancy.released_at.is_(None), closed))
    query = (
        select(Plan)
        .filter_by(id=plan_id, confirmed_at=None, cancelled_at=None)
        .where(Plan.held_until > clock.now(), live, ~hit)
        .options(selectinload(Plan.occupancies).joinedload(Occupancy.resource))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def lock_plan(plan_id: uuid.UUID) -> Plan:
    """The plan, held until this operation ends: its times and its version change together."""
    query = (
        select(Plan)
        .filter_by(id=plan_id)
        .options(selectinload(Plan.occupancies).joinedload(Occupancy.resource))
        .with_for_update(of=Plan)
        # What a rival released or moved before we got the lock must not be seen as it was.
        .execution_options(populate_existing=True)
    )
    plan = db.session.scalar(query)
    if plan is None:
        raise NotFound
    return plan


def has_expired(plan: Plan) -> bool:
    """As is_expired says of rows."""
    return plan.held_until is not None and plan.held_until <= clock.now()


def list_plans(plan_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Plan]:
    """By id, with their times: for lists of bookings and cases."""
    times = selectinload(Plan.occupancies).joinedload(Occupancy.resource)
    query = select(Plan).where(Plan.id.in_(list(plan_ids))).options(times)
    return {plan.id: plan for plan in db.session.scalars(query)}


def count_plans_of(claimant_index: str) -> int:
    """Plans that still hold a time to come for this telephone number."""
    query = (
        select(func.count(func.distinct(Plan.id)))
        .join(Occupancy, Occupancy.plan_id == Plan.id)
        .where(Plan.claimant_index == claimant_index, Plan.cancelled_at.is_(None))
        .where(is_taken(), Occupancy.ends_at > clock.now())
    )
    return db.session.scalar(query) or 0


def list_given_up(claimant_index: str) -> Busy:
    """The times this number cancelled lately, as if they were taken."""
    query = (
        select(
            Occupancy.resource_id, func.lower(Occupancy.occupies), func.upper(Occupancy.occupies)
        )
        .join(Plan, Occupancy.plan_id == Plan.id)
        .where(
            Plan.claimant_index == claimant_index,
            Plan.cancelled_at > clock.now() - GIVEN_UP_FOR,
        )
    )
    given_up: dict[uuid.UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for resource_id, from_, to in db.session.execute(query):
        given_up[resource_id].append((from_, to))
    return given_up


def list_expired_plans() -> list[Plan]:
    """Holds past their time that still stand on a resource."""
    query = (
        select(Plan)
        .where(is_expired(), Plan.occupancies.any(Occupancy.released_at.is_(None)))
        .options(joinedload(Plan.occupancies))
        .order_by(Plan.id)
    )
    return list(db.session.scalars(query).unique())
