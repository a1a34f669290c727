"""Holding times for a while, confirming them, giving them back."""

import uuid
from datetime import datetime, timedelta

# The module, for its job imports this one.
from funeral import giving_back
from funeral.closures import closed_by
from funeral.errors import HoldExpired
from funeral.kinds import CrematorType, HallClass
from funeral.models import Plan
from funeral.operations.schedule import plan_farewell
from funeral.panels import offer_to_waiting
from funeral.queries import schedule as queries
from funeral.queries.closures import find_closure_of
from funeral.queries.plans import get_plan, has_expired, lock_plan
from funeral.queries.terms import terms_of
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("暂留时间"))
def hold_times(
    *,
    institution_id: uuid.UUID,
    hall_class: HallClass,
    cremator_type: CrematorType,
    starts_at: datetime,
    by: Actor,
    claimant_index: str | None = None,
    replaces: uuid.UUID | None = None,
    pick_up_at: datetime | None = None,
    held_for: timedelta | None = None,
    idempotency_key: str | None = None,
) -> Plan:
    """Taken for a while, so that a family can read and decide. `replaces`: its hold before.

    For how long the home's terms say, unless `held_for` does. Raises as plan_farewell does; then
    the hold before stays.
    """
    if replaces:
        # The resources first, as everywhere, so that two families changing over cannot deadlock.
        queries.usable_resources(
            institution_id,
            hall_class,
            cremator_type,
            lock=True,
            with_hearses=pick_up_at is not None,
        )
        _give_up(lock_plan(replaces))
    return plan_farewell(
        institution_id=institution_id,
        hall_class=hall_class,
        cremator_type=cremator_type,
        starts_at=starts_at,
        pick_up_at=pick_up_at,
        claimant_index=claimant_index,
        held_for=held_for or terms_of(institution_id).hold,
        by=by,
    )


@operation(_("确认时间"))
def confirm_plan(*, plan_id: uuid.UUID, by: Actor, is_request: bool = False) -> Plan:
    """A hold or a request becomes firm, once; confirming again changes nothing.

    `is_request`: it no longer expires but waits for the home. Raises HoldExpired, ResourceClosed.
    """
    plan = lock_plan(plan_id)
    live = queries.live_occupancies(plan)
    if plan.confirmed_at:
        return plan
    if plan.cancelled_at or not live or has_expired(plan):
        raise HoldExpired
    closure = find_closure_of(live)
    if closure:
        raise closed_by(closure)
    plan.held_until = None
    if not is_request:
        plan.confirmed_at = plan.told_at = clock.now()
    return plan


@operation(_("放开日程"))
def release_plan(*, plan_id: uuid.UUID, by: Actor) -> Plan:
    """Nobody comes for this plan, which no case has.

    A hold is free at once. Confirmed times to come return after a short time nobody can foresee,
    so that a place cannot be handed on by cancelling it; then to who is waiting, else to all.
    """
    plan = lock_plan(plan_id)
    if plan.cancelled_at:
        # Giving back twice would free at once what has to wait.
        return plan
    was_firm = plan.held_until is None
    plan.cancelled_at = clock.now()
    plan.confirmed_at = None
    if not was_firm or not _is_to_come(plan):
        _drop(plan)
        return plan
    giving_back.return_later(plan)
    return plan


@operation(_("放回取消的时间"))
def return_times(*, plan_id: uuid.UUID, by: Actor) -> Plan:
    """Cancelled or expired times are free, for who is waiting before anybody else."""
    known = get_plan(plan_id)
    # What an offer to who is waiting will lock, too: locks are taken in one order.
    halls, cremators = queries.usable_resources(
        known.institution_id, known.hall_class, known.cremator_type, with_hearses=True
    )
    offered = {each.id for each in [*halls, *cremators]}
    queries.lock_resources(offered | {each.resource_id for each in known.occupancies})
    plan = lock_plan(plan_id)
    if plan.confirmed_at or plan.held_until is None or not queries.live_occupancies(plan):
        return plan
    if plan.cancelled_at is None and not has_expired(plan):
        return plan
    _drop(plan)
    offer_to_waiting(plan)
    return plan


def _give_up(plan: Plan) -> None:
    """Only a hold that was not cancelled: else the time that must pass could be passed over."""
    if plan.held_until and not plan.cancelled_at:
        _drop(plan)


def _drop(plan: Plan) -> None:
    for occupancy in queries.live_occupancies(plan):
        occupancy.released_at = clock.now()
    plan.held_until = plan.held_until or clock.now()
    plan.version += 1


def _is_to_come(plan: Plan) -> bool:
    return any(each.starts_at > clock.now() for each in queries.live_occupancies(plan))
