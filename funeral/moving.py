"""What a time may be moved to, and why the order of cremations is not as it was."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import Range

from funeral import schedule
from funeral.closures import closed_by
from funeral.errors import (
    OrderReasonMissing,
    OutOfTurn,
    OutsideHours,
    OvertakesOthers,
    ResourceBusy,
    TooEarly,
    TooFarAhead,
)
from funeral.hours import say_hours
from funeral.kinds import PURPOSES, OrderKind, Purpose, ResourceKind
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

FAREWELLS = PURPOSES[ResourceKind.HALL]
CREMATIONS = PURPOSES[ResourceKind.CREMATOR]
TRANSFERS = PURPOSES[ResourceKind.HEARSE]


def put(occupancy: Occupancy, place: schedule.Place) -> None:
    """On a locked resource, where expired holds give way now."""
    free_expired([place])
    occupancy.resource, occupancy.purpose = place.resource, place.purpose
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


def ensure_in_turn(
    plan: Plan, moved: Occupancy | None = None, place: schedule.Place | None = None
) -> None:
    """The hearse is back before the farewell, a preparation over before the furnace.

    With `place` in the stead of `moved`, or as one more. Raises OutOfTurn.
    """
    times = [(Purpose(e.purpose), e) for e in queries.live_occupancies(plan) if e is not moved]
    every: list[tuple[Purpose, Occupancy | schedule.Place]] = [*times]
    if place:
        every.append((place.purpose, place))
    main = sorted(
        (each for each in every if each[0] in {*FAREWELLS, *CREMATIONS}),
        key=lambda each: each[1].starts_at,
    )
    last = [each for each in main if each[0] in CREMATIONS]
    for purpose, first in every:
        bound = main if purpose in TRANSFERS else last if purpose is Purpose.PREPARATION else []
        if bound and first.ends_at > bound[0][1].starts_at:
            raise OutOfTurn(
                first=purpose.label,
                then=bound[0][0].label,
                ends=clock.say_stamp(first.ends_at),
                starts=clock.say_stamp(bound[0][1].starts_at),
            )


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
