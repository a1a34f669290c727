"""Putting a plan on its times, inside an operation that holds the locks."""

import uuid

from sqlalchemy.dialects.postgresql import Range

from funeral import schedule
from funeral.errors import AlreadyHappened
from funeral.kinds import HallClass, ResourceKind
from funeral.models import FuneralCase, Occupancy, Plan
from funeral.queries import cases, cremation, taken
from hardware.qr import new_token
from kernel import clock
from kernel.db import db

# Of 32 characters, so that even a large home never draws one twice.
ORDER_CODE_LENGTH = 8


def make_plan(institution_id: uuid.UUID, claimant_index: str | None = None) -> Plan:
    """Confirmed and without any time yet."""
    plan = Plan(
        institution_id=institution_id,
        hall_class=HallClass.NONE,
        cremator_type="",
        order_code=new_token()[:ORDER_CODE_LENGTH],
        claimant_index=claimant_index,
        made_at=clock.now(),
        confirmed_at=clock.now(),
        version=0,
    )
    db.session.add(plan)
    return plan


def take(plan: Plan, places: list[schedule.Place]) -> list[Occupancy]:
    """Put the plan on these places: their resources are locked, expired holds have given way."""
    taken_now = [
        Occupancy(
            institution_id=plan.institution_id,
            resource=place.resource,
            purpose=place.purpose,
            starts_at=place.starts_at,
            ends_at=place.ends_at,
            occupies=Range(place.from_, place.to),
        )
        for place in places
    ]
    plan.occupancies += taken_now
    plan.version += 1
    return taken_now


def free_expired(places: list[schedule.Place]) -> None:
    """A hold that has expired frees its time at once; the constraint learns of it here."""
    for occupancy in taken.lock_expired(places):
        occupancy.released_at = clock.now()
    db.session.flush()


def ensure_not_happened(plan: Plan, occupancy: Occupancy) -> None:
    """Raises AlreadyHappened for a farewell that was held, a cremation that has begun."""
    case = cases.find_case_of_plan(plan.id)
    if case and _happened(case, occupancy):
        raise AlreadyHappened


def _happened(case: FuneralCase, occupancy: Occupancy) -> bool:
    if occupancy.resource.kind == ResourceKind.HALL:
        return cremation.find_farewell(case.id) is not None
    return (
        occupancy.resource.kind == ResourceKind.CREMATOR and cremation.find_run(case.id) is not None
    )
