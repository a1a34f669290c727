"""Moving times on the board, and why the order of cremations is not as it was."""

import uuid
from datetime import datetime, timedelta

from funeral import schedule
from funeral.errors import (
    CremationBeforeFarewell,
    DedicatedCrematorNeeded,
    FamilyWasTold,
    OtherKind,
    StaleBoard,
)
from funeral.kinds import Purpose, ResourceKind
from funeral.models import Occupancy, Plan, Resource
from funeral.moving import (
    ensure_free,
    ensure_in_turn,
    ensure_possible,
    note_planned_order,
    put,
)
from funeral.panels import offer_to_waiting
from funeral.queries import cases
from funeral.queries import schedule as queries
from funeral.queries.plans import has_expired, lock_plan
from funeral.queries.terms import terms_of
from funeral.taking import ensure_not_happened
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

MAIN_KINDS = (ResourceKind.HALL, ResourceKind.CREMATOR)


@operation(_("移动日程"))
def move_occupancy(
    *,
    occupancy_id: uuid.UUID,
    resource_id: uuid.UUID,
    starts_at: datetime,
    version: int,
    by: Actor,
    reason: str = "",
    despite_told: bool = False,
) -> Occupancy:
    """Move a time, or swap its unit; `version` is what the mover's board showed.

    Raises StaleBoard, OtherKind, TooEarly, TooFarAhead, OutsideHours, ResourceClosed, ResourceBusy,
    CremationBeforeFarewell, OutOfTurn, AlreadyHappened, DedicatedCrematorNeeded; FamilyWasTold
    unless `despite_told`; and OrderReasonMissing where cremations change places. A family whose
    time moved has to be told again: `told_at` becomes empty.
    """
    occupancy = queries.get_occupancy(occupancy_id)
    locked = queries.lock_resources({resource_id} | _moved_with(occupancy) | _offered(occupancy))
    resource = locked.get(resource_id)
    plan = lock_plan(occupancy.plan_id)
    if plan.version != version or occupancy.released_at or plan.cancelled_at or has_expired(plan):
        raise StaleBoard
    if resource is None or not _may_hold(resource, occupancy):
        raise OtherKind
    ensure_not_happened(plan, occupancy)
    purpose = _purpose(occupancy, resource)
    place = schedule.Place(resource, starts_at, purpose, _own_length(occupancy))
    ensure_possible(place)
    ensure_free(place, occupancy)
    _ensure_in_order(plan, occupancy, place)
    ensure_in_turn(plan, occupancy, place)
    if starts_at != occupancy.starts_at:
        if plan.told_at and not despite_told:
            raise FamilyWasTold(when=clock.say_stamp(occupancy.starts_at))
        if resource.kind == ResourceKind.CREMATOR:
            note_planned_order(occupancy, starts_at, reason, by)
        plan.told_at = None
    put(occupancy, place)
    plan.version += 1
    db.session.flush()
    if resource.kind in MAIN_KINDS:
        # What the move frees is for who waits, before the mover gives it to somebody else.
        offer_to_waiting(plan)
    return occupancy


def _moved_with(occupancy: Occupancy) -> set[uuid.UUID]:
    """What is locked: for a cremation all cremators, for the order of the day is one for all."""
    if occupancy.resource.kind != ResourceKind.CREMATOR:
        return {occupancy.resource_id}
    cremators = queries.list_resources(occupancy.institution_id, ResourceKind.CREMATOR)
    return {occupancy.resource_id} | {each.id for each in cremators}


def _offered(occupancy: Occupancy) -> set[uuid.UUID]:
    """What an offer to who is waiting will lock, too: locks are taken in one order."""
    if occupancy.resource.kind not in MAIN_KINDS:
        return set()
    plan = occupancy.plan
    halls, cremators = queries.usable_resources(
        plan.institution_id, plan.hall_class, plan.cremator_type
    )
    return {each.id for each in (*halls, *cremators)}


def _may_hold(resource: Resource, occupancy: Occupancy) -> bool:
    return (
        resource.in_use
        and resource.kind == occupancy.resource.kind
        and resource.institution_id == occupancy.institution_id
    )


def _purpose(occupancy: Occupancy, resource: Resource) -> Purpose:
    """Read anew for a cremation: how the person died may have been recorded since it was planned.

    Raises DedicatedCrematorNeeded.
    """
    case = cases.find_case_of_plan(occupancy.plan_id)
    if case is None or resource.kind != ResourceKind.CREMATOR:
        return Purpose(occupancy.purpose)
    needs = cases.needs_of(case)
    if not needs.may_burn_at(resource):
        raise DedicatedCrematorNeeded(kind=cases.death_kind_of(case).label)
    return needs.cremation


def _own_length(occupancy: Occupancy) -> timedelta | None:
    """A vigil lasts as long as the family said; everything else as the resource does."""
    is_vigil = occupancy.purpose == Purpose.VIGIL
    return occupancy.ends_at - occupancy.starts_at if is_vigil else None


def _ensure_in_order(plan: Plan, moved: Occupancy, place: schedule.Place) -> None:
    farewell, cremated = queries.farewell_of(plan), queries.cremation_of(plan)
    if farewell is None or cremated is None:
        return
    farewell_ends = place.ends_at if moved is farewell else farewell.ends_at
    cremation_starts = place.starts_at if moved is cremated else cremated.starts_at
    gap = terms_of(plan.institution_id).after_farewell
    if cremation_starts < farewell_ends + gap:
        raise CremationBeforeFarewell(minutes=gap // timedelta(minutes=1))
