"""Taking times for a family: farewell, cremation and hearse in one, or nothing."""

import uuid
from datetime import datetime, timedelta

from funeral import schedule
from funeral.errors import (
    AlreadyCremated,
    AlreadyPlanned,
    FarewellForbidden,
    NoDedicatedCremator,
    NoHearse,
    NoSuchHall,
    StaleBoard,
    TimeTaken,
    TooEarly,
    TooFarAhead,
    TooManyTimes,
)
from funeral.in_the_way import say_in_the_way
from funeral.kinds import CrematorType, HallClass, Purpose, ResourceKind
from funeral.models import Plan, Resource
from funeral.moving import ensure_in_turn
from funeral.queries import cases, cremation, taken
from funeral.queries import schedule as queries
from funeral.queries.plans import count_plans_of, list_given_up, lock_plan
from funeral.queries.terms import last_day_by, terms_of
from funeral.taking import free_expired, make_plan, take
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind


@operation(_("预留时间"))
def plan_farewell(
    *,
    institution_id: uuid.UUID,
    hall_class: HallClass,
    cremator_type: CrematorType,
    starts_at: datetime,
    by: Actor,
    pick_up_at: datetime | None = None,
    claimant_index: str | None = None,
    held_for: timedelta | None = None,
    is_request: bool = False,
    plan_id: uuid.UUID | None = None,
    needs: schedule.Needs = schedule.USUAL,
) -> Plan:
    """Take a hall of the class, the cremation that follows and, with `pick_up_at`, a hearse.

    Confirmed at once, unless `held_for` says how long it is held, or it is a request the home has
    to accept. `plan_id`: a plan that has other times already. Raises TooEarly, TooFarAhead,
    NoSuchHall, NoDedicatedCremator, TooManyTimes, NoHearse, or TimeTaken with the nearest
    alternatives, to staff with what is in the way.
    """
    terms = terms_of(institution_id)
    is_family = by.kind is ActorKind.FAMILY
    if starts_at <= clock.now() + (terms.lead if is_family else timedelta(0)):
        raise TooEarly
    if clock.day_of(starts_at) > last_day_by(terms):
        raise TooFarAhead(day=clock.say_full_day(last_day_by(terms)))
    # All resources are locked in one order before anything else, so that rivals queue here.
    halls, cremators = queries.usable_resources(
        *(institution_id, hall_class, cremator_type),
        lock=True,
        with_hearses=pick_up_at is not None,
        needs=needs,
    )
    hearses = [each for each in halls if each.kind == ResourceKind.HEARSE]
    halls = [each for each in halls if each.kind == ResourceKind.HALL]
    if needs.dedicated and not cremators:
        raise NoDedicatedCremator
    if not cremators or (hall_class is not HallClass.NONE and not halls):
        raise NoSuchHall
    if is_family and claimant_index and count_plans_of(claimant_index) >= terms.per_claimant:
        raise TooManyTimes(most=terms.per_claimant)
    day_start, day_end = clock.day_range(clock.day_of(starts_at))
    busy = taken.busy_times(
        [*halls, *cremators, *hearses], day_start, day_end + terms.until_cremation
    )
    if claimant_index:
        # Whoever gave a time back does not get it again, so nobody can trade in times.
        busy = schedule.merged(busy, list_given_up(claimant_index))
    proposal = schedule.propose(
        hall_class, starts_at, halls, cremators, busy=busy, terms=terms, needs=needs
    )
    if proposal is None:
        near = queries.nearest_free_times(
            *(institution_id, starts_at, hall_class, cremator_type, claimant_index), needs=needs
        )
        what = "" if is_family else say_in_the_way(halls or cremators, starts_at, needs)
        raise TimeTaken(near, what)
    places = list(proposal.places)
    if pick_up_at is not None:
        places.insert(0, _hearse(hearses, pick_up_at, starts_at))
    free_expired(places)
    plan = lock_plan(plan_id) if plan_id else make_plan(institution_id, claimant_index)
    plan.hall_class, plan.cremator_type = hall_class, cremator_type
    _settle(plan, held_for=held_for, is_request=is_request)
    take(plan, places)
    return plan


@operation(_("安排日程"))
def plan_case(
    *,
    number: str,
    hall_class: HallClass,
    cremator_type: CrematorType,
    starts_at: datetime,
    by: Actor,
    long_farewell: bool = False,
    idempotency_key: str | None = None,
) -> Plan:
    """The same for a case the desk opened without a booking, as its kind of death asks for.

    Also raises AlreadyPlanned, AlreadyCremated, FarewellForbidden, OutOfTurn.
    """
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    if case.plan and queries.cremation_of(case.plan):
        raise AlreadyPlanned
    if hall_class is not HallClass.NONE and not cases.cremation_rule(case).farewell_allowed:
        raise FarewellForbidden(kind=cases.death_kind_of(case).label)
    farewell = Purpose.LONG_FAREWELL if long_farewell else Purpose.FAREWELL
    plan = plan_farewell(
        institution_id=case.institution_id,
        hall_class=hall_class,
        cremator_type=cremator_type,
        starts_at=starts_at,
        plan_id=case.plan_id,
        needs=cases.needs_of(case, farewell),
        by=by,
    )
    ensure_in_turn(plan)
    case.plan = plan
    return plan


@operation(_("通知家属"))
def tell_family(*, plan_id: uuid.UUID, version: int, by: Actor) -> Plan:
    """The desk has told the family the times of this `version`. Raises StaleBoard if they moved."""
    plan = lock_plan(plan_id)
    if plan.version != version:
        raise StaleBoard
    plan.told_at = clock.now()
    return plan


def _settle(plan: Plan, *, held_for: timedelta | None, is_request: bool) -> None:
    now = clock.now()
    plan.held_until = now + held_for if held_for else None
    plan.confirmed_at = None if held_for or is_request else now
    plan.told_at = plan.confirmed_at


def _hearse(hearses: list[Resource], pick_up_at: datetime, starts_at: datetime) -> schedule.Place:
    """Raises NoHearse; the remains must be at the home before the farewell."""
    if not clock.now() < pick_up_at < starts_at:
        raise NoHearse
    busy = taken.busy_times(hearses, *clock.day_range(clock.day_of(pick_up_at)))
    places = (schedule.Place(each, pick_up_at, Purpose.TRANSFER) for each in hearses)
    free = [each for each in schedule.usable(places, busy) if each.ends_at <= starts_at]
    if not free:
        raise NoHearse
    return free[0]
