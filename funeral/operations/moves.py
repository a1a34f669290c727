"""Moving times on the board, and why the order of cremations is not as it was."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import Range

from funeral import schedule
from funeral.closures import closed_by
from funeral.errors import (
    CremationBeforeFarewell,
    FamilyWasTold,
    OrderReasonMissing,
    OtherKind,
    OutsideHours,
    ResourceBusy,
    StaleBoard,
    TooEarly,
    TooFarAhead,
)
from funeral.hours import say_hours
from funeral.kinds import OrderKind, Purpose, ResourceKind
from funeral.models import Occupancy, OrderChange, Plan, Resource
from funeral.operations.schedule import ensure_not_happened, free_expired
from funeral.queries import schedule as queries
from funeral.queries.closures import find_closure_at
from funeral.queries.order import list_cremations_between
from funeral.queries.plans import has_expired, lock_plan
from funeral.queries.terms import last_day, terms_of
from funeral.reasons import checked_reason, ensure_names_nobody
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    CremationBeforeFarewell, AlreadyHappened; FamilyWasTold unless `despite_told`; and
    OrderReasonMissing where cremations change places. A family whose time moved has to be told
    again: `told_at` becomes empty.
    """
    occupancy = queries.get_occupancy(occupancy_id)
    locked = queries.lock_resources({resource_id} | _moved_with(occupancy))
    resource = locked.get(resource_id)
    plan = lock_plan(occupancy.plan_id)
    if plan.version != version or occupancy.released_at or plan.cancelled_at or has_expired(plan):
        raise StaleBoard
    if resource is None or not _may_hold(resource, occupancy):
        raise OtherKind
    ensure_not_happened(plan, occupancy)
    place = schedule.Place(resource, starts_at, Purpose(occupancy.purpose), _own_length(occupancy))
    ensure_possible(place)
    ensure_free(place, occupancy)
    _ensure_in_order(plan, occupancy, place)
    if starts_at != occupancy.starts_at:
        if plan.told_at and not despite_told:
            raise FamilyWasTold(when=clock.say_stamp(occupancy.starts_at))
        if resource.kind == ResourceKind.CREMATOR:
            note_planned_order(occupancy, starts_at, reason, by)
        plan.told_at = None
    put(occupancy, place)
    plan.version += 1
    return occupancy


def put(occupancy: Occupancy, place: schedule.Place) -> None:
    """On a locked resource, where expired holds give way now."""
    free_expired([place])
    occupancy.resource = place.resource
    occupancy.starts_at, occupancy.ends_at = place.starts_at, place.ends_at
    occupancy.occupies = Range(place.from_, place.to)


def ensure_possible(place: schedule.Place) -> None:
    """To come, not too far ahead, open and not out of use."""
    resource = place.resource
    if place.starts_at <= clock.now():
        raise TooEarly
    latest = last_day(resource.institution_id)
    if clock.day_of(place.starts_at) > latest:
        raise TooFarAhead(day=clock.say_full_day(latest))
    if not place.is_open():
        opens, closes = say_hours(resource, clock.day_of(place.starts_at))
        raise OutsideHours(resource=resource.name, opens=opens, closes=closes)
    closure = find_closure_at([resource.id], place.from_, place.to)
    if closure:
        raise closed_by(closure)


def note_planned_order(
    occupancy: Occupancy, starts_at: datetime, reason: str, by: Actor
) -> OrderChange | None:
    """Who is overtaken by this move; None where nobody is.

    Raises OrderReasonMissing, ReasonHoldsNumber, ReasonNamesPerson: the reason is published.
    """
    passed = list_cremations_between(occupancy, starts_at)
    return _note(OrderKind.PLANNED, occupancy, starts_at, passed, reason, by)


def note_actual_order(
    occupancy: Occupancy, passed: "Sequence[Plan]", reason: str, by: Actor
) -> OrderChange | None:
    """The same where a body goes to the furnace before others planned earlier."""
    return _note(OrderKind.ACTUAL, occupancy, clock.now(), passed, reason, by)


def _note(  # noqa: PLR0917 — one row, named by its two callers above
    kind: OrderKind,
    occupancy: Occupancy,
    after: datetime,
    passed: "Sequence[Plan]",
    reason: str,
    by: Actor,
) -> OrderChange | None:
    if not passed:
        return None
    codes = [plan.order_code for plan in passed]
    if not reason.strip():
        raise OrderReasonMissing(codes="、".join(codes))
    # It is published with the order of the day.
    reason = checked_reason(reason, OrderReasonMissing)
    ensure_names_nobody(reason, {occupancy.plan_id, *(plan.id for plan in passed)})
    change = OrderChange(
        institution_id=occupancy.institution_id,
        plan_id=occupancy.plan_id,
        kind=kind,
        day=clock.day_of(occupancy.starts_at),
        planned_before=occupancy.starts_at,
        planned_after=after,
        passed=codes,
        reason=reason,
        changed_at=clock.now(),
        changed_by=str(by),
    )
    db.session.add(change)
    return change


def _moved_with(occupancy: Occupancy) -> set[uuid.UUID]:
    """What is locked: for a cremation all cremators, for the order of the day is one for all."""
    if occupancy.resource.kind != ResourceKind.CREMATOR:
        return {occupancy.resource_id}
    cremators = queries.list_resources(occupancy.institution_id, ResourceKind.CREMATOR)
    return {occupancy.resource_id} | {each.id for each in cremators}


def _may_hold(resource: Resource, occupancy: Occupancy) -> bool:
    return (
        resource.in_use
        and resource.kind == occupancy.resource.kind
        and resource.institution_id == occupancy.institution_id
    )


def _own_length(occupancy: Occupancy) -> timedelta | None:
    """A vigil lasts as long as the family said; everything else as the resource does."""
    is_vigil = occupancy.purpose == Purpose.VIGIL
    return occupancy.ends_at - occupancy.starts_at if is_vigil else None


def ensure_free(place: schedule.Place, moved: Occupancy | None = None) -> None:
    """Raises ResourceBusy, naming what is in the way."""
    for other, case in queries.list_around(place.resource.id, place.from_, place.to):
        if other is not moved:
            raise ResourceBusy(
                resource=place.resource.name,
                from_=clock.say_clock(other.starts_at),
                to=clock.say_clock(other.ends_at),
                case=case.number if case else "—",
            )


def _ensure_in_order(plan: Plan, moved: Occupancy, place: schedule.Place) -> None:
    farewell, cremated = queries.farewell_of(plan), queries.cremation_of(plan)
    if farewell is None or cremated is None:
        return
    farewell_ends = place.ends_at if moved is farewell else farewell.ends_at
    cremation_starts = place.starts_at if moved is cremated else cremated.starts_at
    gap = terms_of(plan.institution_id).after_farewell
    if cremation_starts < farewell_ends + gap:
        raise CremationBeforeFarewell(minutes=gap // timedelta(minutes=1))
