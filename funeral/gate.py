"""Before the furnace: everything that must agree, in one place for the operation and the pages."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from funeral import custody
from funeral.closures import closed_by
from funeral.errors import (
    ChecksMissing,
    CremationDuringFarewell,
    DeathKindMissing,
    DedicatedCrematorNeeded,
    ExtensionMissing,
    HeldUnclaimed,
    HoldFlagged,
    NotAnOperator,
    NotPlanned,
    NotPlannedHere,
    NotReceived,
    NotTagged,
    OutOfOrder,
    PapersMissing,
    WorkOrderMissing,
)
from funeral.kinds import CustodyStep, FlagKind, Purpose
from funeral.models import FuneralCase, FurnaceCheck, Occupancy, Resource
from funeral.queries import cases, cremation, storage
from funeral.queries import custody as queries
from funeral.queries import schedule as schedules
from funeral.queries.closures import find_closure_at
from kernel import clock
from kernel.errors import Refusal
from kernel.people.actors import Actor, ActorKind, Role
from kernel.people.staff import find_staff


def against_case(case: FuneralCase) -> Iterator[Refusal]:
    """What stands between this case and any furnace, the weightiest first."""
    yield from _against_holds(case)
    last = queries.step_of(queries.last_event(case.id))
    if cremation.find_admission(case.id) is None:
        yield NotReceived()
    elif not custody.may_follow(last, CustodyStep.INTO_FURNACE):
        yield OutOfOrder(why=custody.why_not(last, CustodyStep.INTO_FURNACE))
    missing = cases.list_missing_papers(case)
    if missing:
        yield PapersMissing(papers="、".join(str(kind.label) for kind in missing))
    if case.death_kind is None:
        yield DeathKindMissing()
    if queries.live_wristband(case.id) is None:
        yield NotTagged()
    if queries.live_work_order(case.id) is None:
        yield WorkOrderMissing()
    planned = schedules.farewell_of(case.plan) if case.plan else None
    if planned and cremation.find_farewell(case.id) is None:
        yield CremationDuringFarewell()
    if planned_cremation(case) is None:
        yield NotPlanned()


def _against_holds(case: FuneralCase) -> Iterator[Refusal]:
    flags = queries.list_active_flags(case.id)
    if flags:
        yield HoldFlagged(kinds="、".join(str(FlagKind(flag.kind).label) for flag in flags))
    unclaimed = storage.unclaimed_hold(case.id)
    if unclaimed:
        yield HeldUnclaimed(why=unclaimed)
    if storage.needs_extension(case.id):
        yield ExtensionMissing()


def against_cremator(case: FuneralCase, cremator: Resource) -> Iterator[Refusal]:
    """What speaks against this very cremator: the day's plan, and how the person died."""
    planned = planned_cremation(case)
    here = planned is not None and planned.resource_id == cremator.id
    if planned is None or not here or not _is_its_time(planned):
        yield NotPlannedHere(cremator=cremator.name)
    closure = find_closure_at([cremator.id], clock.now(), clock.now() + timedelta(minutes=1))
    if closure:
        yield closed_by(closure)
    dedicated = Purpose.INFECTIOUS_CREMATION in cremator.uses
    if cases.cremation_rule(case).dedicated_cremator and not dedicated:
        yield DedicatedCrematorNeeded(kind=cases.death_kind_of(case).label)


def _is_its_time(planned: Occupancy) -> bool:
    """Its own day, or the same night: what is planned for 23:50 may be lit at 00:05."""
    if clock.day_of(planned.starts_at) == clock.today():
        return True
    return abs(planned.starts_at - clock.now()) <= custody.SAME_NIGHT


def planned_cremation(case: FuneralCase) -> Occupancy | None:
    """Confirmed; a time that is only held, asked for or given back lights no furnace."""
    if case.plan is None or case.plan.confirmed_at is None:
        return None
    return schedules.cremation_of(case.plan)


def ensure_may_burn(case: FuneralCase, cremator: Resource) -> None:
    """Raises the first of all that stands against it."""
    for refusal in against_case(case):
        raise refusal
    for refusal in against_cremator(case, cremator):
        raise refusal


def ensure_operator(by: Actor, institution_id: uuid.UUID) -> None:
    """A signed-in operator who works here now. Raises NotAnOperator."""
    if not has_role(str(by), Role.OPERATOR, institution_id):
        raise NotAnOperator


def valid_checks(case: FuneralCase, cremator_id: uuid.UUID) -> dict[str, FurnaceCheck]:
    """The latest check of each operator that still holds for this cremator, band and order.

    A check made before the body was last moved, or with a band or order since replaced, is none.
    """
    wristband, order = queries.live_wristband(case.id), queries.live_work_order(case.id)
    if wristband is None or order is None:
        return {}
    last = queries.last_event(case.id)
    since = clock.now() - custody.CHECK_HOLDS
    found: dict[str, FurnaceCheck] = {}
    for check in queries.list_checks(case.id, max(since, last.happened_at) if last else since):
        held = (check.cremator_id, check.wristband_id, check.work_order_id)
        if held == (cremator_id, wristband.id, order.id) and has_role(
            check.checked_by, Role.OPERATOR, case.institution_id
        ):
            found.setdefault(check.checked_by, check)
    return found


def is_at_furnace(case: FuneralCase) -> bool:
    """Somebody's check holds before some cremator, or the fire burns."""
    run = cremation.find_run(case.id)
    if run:
        return run.ended_at is None
    wristband, order = queries.live_wristband(case.id), queries.live_work_order(case.id)
    if wristband is None or order is None:
        return False
    live = (wristband.id, order.id)
    checks = queries.list_checks(case.id, clock.now() - custody.CHECK_HOLDS)
    return any((check.wristband_id, check.work_order_id) == live for check in checks)


def two_operators(case: FuneralCase, cremator_id: uuid.UUID, by: Actor) -> tuple[str, str]:
    """Who lights the furnace and who checked with them. Raises ChecksMissing."""
    checked = valid_checks(case, cremator_id)
    others = [operator for operator in checked if operator != str(by)]
    if str(by) not in checked or not others:
        minutes = custody.CHECK_HOLDS // timedelta(minutes=1)
        raise ChecksMissing(minutes=minutes, count=len(checked))
    return str(by), others[0]


def has_role(actor: str, role: Role, institution_id: uuid.UUID) -> bool:
    """A person of this home who works here now, as this."""
    kind, _, staff_id = actor.partition(":")
    if kind != ActorKind.STAFF:
        return False
    person = find_staff(uuid.UUID(staff_id))
    return (
        person is not None
        and person.active
        and person.role == role
        and person.institution_id == institution_id
    )
