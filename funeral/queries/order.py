"""The order of a day's cremations: as planned, as it was, and why they differ."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, exists, select, tuple_
from sqlalchemy.orm import joinedload

from funeral.kinds import ResourceKind
from funeral.models import (
    Admission,
    CremationRun,
    FuneralCase,
    HoldFlag,
    Occupancy,
    OrderChange,
    Plan,
    Resource,
)
from funeral.queries.custody import holds_today
from funeral.queries.taken import is_taken
from kernel import clock
from kernel.db import db

# Two cremations begun within this span have not overtaken one another.
SAME_TIME = timedelta(minutes=15)


@dataclass(frozen=True)
class InOrder:
    """One cremation of the day, without a name: planned and actual place in the order."""

    code: str
    cremator: str
    planned_at: datetime
    planned_place: int
    started_at: datetime | None
    actual_place: int | None
    ended_at: datetime | None


def list_order(institution_id: uuid.UUID, day: date) -> list[InOrder]:
    """By planned time; what has not begun has no actual place."""
    rows = db.session.execute(_of_day(institution_id, day)).all()
    started = sorted(run.started_at for _o, _p, run in rows if run)
    return [
        InOrder(
            code=plan.order_code,
            cremator=(run.cremator if run else occupancy.resource).name,
            planned_at=occupancy.starts_at,
            planned_place=place,
            started_at=run.started_at if run else None,
            actual_place=started.index(run.started_at) + 1 if run else None,
            ended_at=run.ended_at if run else None,
        )
        for place, (occupancy, plan, run) in enumerate(rows, start=1)
    ]


def list_order_changes(institution_id: uuid.UUID, day: date) -> list[tuple[OrderChange, str]]:
    """Each with the order code of who was moved."""
    query = (
        select(OrderChange, Plan.order_code)
        .join(Plan, OrderChange.plan_id == Plan.id)
        .where(OrderChange.institution_id == institution_id, OrderChange.day == day)
        .order_by(OrderChange.changed_at)
    )
    return [(change, code) for change, code in db.session.execute(query)]


def list_cremations_between(moved: Occupancy, starts_at: datetime) -> Sequence[Plan]:
    """The plans this cremation overtakes, or that overtake it, when it moves to `starts_at`.

    Equal times follow in the order of their codes, as they are published; else two short moves
    over an equal time would overtake without a word. Held and requested times count, too.
    """
    first, last = sorted((moved.starts_at, starts_at))
    place = tuple_(Occupancy.starts_at, Plan.order_code)
    code = moved.plan.order_code
    query = (
        _cremations(moved.institution_id)
        .where(Plan.cancelled_at.is_(None))
        .where(place > tuple_(first, code), place < tuple_(last, code))
        .where(Occupancy.id != moved.id)
    )
    return db.session.scalars(query).all()


def list_waiting_before(started: Occupancy) -> Sequence[Plan]:
    """Plans of the same day whose cremation should have begun clearly before this one's.

    Who has not been received, or is held by a flag, does not wait: nobody overtakes them.
    """
    day_start, _end = clock.day_range(clock.day_of(started.starts_at))
    query = (
        _cremations(started.institution_id)
        .where(Plan.confirmed_at.is_not(None))
        .join(FuneralCase, FuneralCase.plan_id == Plan.id)
        .join(Admission, Admission.case_id == FuneralCase.id)
        .outerjoin(CremationRun, CremationRun.case_id == FuneralCase.id)
        .where(~exists().where(HoldFlag.case_id == FuneralCase.id, holds_today()))
        .where(Occupancy.starts_at >= day_start, CremationRun.id.is_(None))
        .where(Occupancy.starts_at <= started.starts_at - SAME_TIME, Occupancy.id != started.id)
    )
    return db.session.scalars(query).all()


def _cremations(institution_id: uuid.UUID) -> Select[Plan]:
    return (
        select(Plan)
        .join(Occupancy, Occupancy.plan_id == Plan.id)
        .join(Resource, Occupancy.resource_id == Resource.id)
        .where(
            Occupancy.institution_id == institution_id,
            Resource.kind == ResourceKind.CREMATOR,
            is_taken(),
        )
        .order_by(Occupancy.starts_at)
    )


def _of_day(institution_id: uuid.UUID, day: date) -> Select[Occupancy, Plan, CremationRun | None]:
    start, end = clock.day_range(day)
    return (
        select(Occupancy, Plan, CremationRun)
        .join(Plan, Occupancy.plan_id == Plan.id)
        .join(Resource, Occupancy.resource_id == Resource.id)
        .outerjoin(FuneralCase, FuneralCase.plan_id == Plan.id)
        .outerjoin(CremationRun, CremationRun.case_id == FuneralCase.id)
        .where(
            Occupancy.institution_id == institution_id,
            Resource.kind == ResourceKind.CREMATOR,
            Plan.confirmed_at.is_not(None),
            is_taken(),
        )
        .where(Occupancy.starts_at >= start, Occupancy.starts_at < end)
        .options(joinedload(Occupancy.resource), joinedload(CremationRun.cremator))
        .order_by(Occupancy.starts_at, Plan.order_code)
    )
