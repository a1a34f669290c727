"""停用: breakdowns at once, planned closures when the owner approves."""

import uuid
from datetime import datetime

from funeral.closure_states import may_lift
from funeral.errors import (
    ApprovedByAsker,
    ClosureDecided,
    ClosureReasonMissing,
    ClosureTimesWrong,
    NotYoursToLift,
)
from funeral.kinds import ClosureKind
from funeral.models import Closure
from funeral.queries import schedule as queries
from funeral.queries.closures import get_closure, lock_closure
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("登记故障停用"))
def report_breakdown(
    *,
    resource_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Closure:
    """Out of use at once, whoever is booked: a broken cremator needs no approval.

    The bookings it hits stay where they are until people move them (queries.closures.list_hits).
    Raises ClosureTimesWrong, ClosureReasonMissing.
    """
    return _close(ClosureKind.BREAKDOWN, resource_id, (starts_at, ends_at), reason, by)


@operation(_("申请停用"))
def ask_closure(
    *,
    resource_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Closure:
    """A service that is planned; it counts once the owner approves. Raises as report_breakdown."""
    return _close(ClosureKind.PLANNED, resource_id, (starts_at, ends_at), reason, by)


@operation(_("批准停用"))
def approve_closure(*, closure_id: uuid.UUID, by: Actor) -> Closure:
    """By somebody else than who asked. Raises ClosureDecided, ApprovedByAsker."""
    # The resource first: who books it at this moment is either hit by the closure or refused.
    queries.lock_resource(get_closure(closure_id).resource_id)
    closure = lock_closure(closure_id)
    if closure.approved_at or closure.lifted_at:
        raise ClosureDecided
    if closure.asked_by == str(by):
        raise ApprovedByAsker
    closure.approved_at, closure.approved_by = clock.now(), str(by)
    return closure


@operation(_("结束停用"))
def lift_closure(*, closure_id: uuid.UUID, by: Actor) -> Closure:
    """Refused by the owner, or repaired early: its times are free again.

    A breakdown is lifted by anybody on the floor, what an owner decides by the owner or who asked.
    Raises ClosureDecided, NotYoursToLift.
    """
    queries.lock_resource(get_closure(closure_id).resource_id)
    closure = lock_closure(closure_id)
    if closure.lifted_at:
        raise ClosureDecided
    if not may_lift(closure, by):
        raise NotYoursToLift
    closure.lifted_at, closure.lifted_by = clock.now(), str(by)
    return closure


def _close(
    kind: ClosureKind,
    resource_id: uuid.UUID,
    times: tuple[datetime, datetime],
    reason: str,
    by: Actor,
) -> Closure:
    starts_at, ends_at = times
    if not starts_at < ends_at or ends_at <= clock.now():
        raise ClosureTimesWrong
    if not reason.strip():
        raise ClosureReasonMissing
    resource = queries.lock_resource(resource_id)
    closure = Closure(
        institution_id=resource.institution_id,
        resource=resource,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip(),
        asked_at=clock.now(),
        asked_by=str(by),
    )
    db.session.add(closure)
    return closure
