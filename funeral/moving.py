"""What a time may be moved to, and why the order of cremations is not as it was."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import Range

from funeral import schedule
from funeral.closures import closed_by
from funeral.errors import (
    OrderReasonMissing,
    OutsideHours,
    OvertakesOthers,
    ResourceBusy,
    TooEarly,
    TooFarAhead,
)
from funeral.hours import say_hours
from funeral.kinds import OrderKind
from funeral.models import Occupancy, OrderChange, Plan
from funeral.queries import schedule as queries
from funeral.queries.closures import find_closure_at
from funeral.queries.order import list_cremations_between
from funeral.queries.terms import last_day
from funeral.reasons import checked_reason, ensure_names_nobody
from funeral.taking import free_expired
from kernel import clock
from kernel.db import db
from kernel.people.actors import Actor


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
    occupancy: Occupancy, passed: Sequence[Plan], reason: str, by: Actor
) -> OrderChange | None:
    """The same where a body goes to the furnace before others planned earlier.

    Raises OvertakesOthers instead of OrderReasonMissing.
    """
    return _note(OrderKind.ACTUAL, occupancy, clock.now(), passed, reason, by)


def _note(  # noqa: PLR0917 — one row, named by its two callers above
    kind: OrderKind,
    occupancy: Occupancy,
    after: datetime,
    passed: Sequence[Plan],
    reason: str,
    by: Actor,
) -> OrderChange | None:
    if not passed:
        return None
    codes = [plan.order_code for plan in passed]
    missing = OrderReasonMissing if kind is OrderKind.PLANNED else OvertakesOthers
    if not reason.strip():
        raise missing(codes="、".join(codes))
    # It is published with the order of the day.
    reason = checked_reason(reason, missing)
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
