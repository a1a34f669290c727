"""The cremation: papers first, two persons, one body a cremator."""

import uuid

from funeral.charges import ITEM_OF_CREMATOR, STORAGE, charge_if_listed, hours
from funeral.errors import (
    AlreadyCremated,
    AlreadyEnded,
    CremationDuringFarewell,
    CrematorBusy,
    CrematorOutOfUse,
    EndedBeforeStart,
    NotReceived,
    NotStarted,
    OtherKind,
    PapersMissing,
    SecondOperatorMissing,
)
from funeral.kinds import CrematorType, ResourceKind
from funeral.models import CremationRun, FuneralCase
from funeral.queries import cases
from funeral.queries import cremation as queries
from funeral.queries import schedule as schedules
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind, Role
from kernel.people.staff import find_staff


@operation(_("开始火化"))
def start_cremation(
    *,
    number: str,
    cremator_id: uuid.UUID,
    second_operator: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> CremationRun:
    """入炉. `by` and `second_operator` (a Staff id) have both checked the body against the papers.

    Raises NotReceived, PapersMissing (条例 art. 28), CremationDuringFarewell, AlreadyCremated,
    CrematorOutOfUse, CrematorBusy, SecondOperatorMissing.
    """
    case = cases.lock_case(number)
    _ensure_ready(case)
    if queries.find_run(case.id):
        raise AlreadyCremated
    _ensure_second_operator(second_operator, case, by)
    cremator = schedules.lock_resources([cremator_id]).get(cremator_id)
    if cremator is None or cremator.kind != ResourceKind.CREMATOR:
        raise OtherKind
    if not cremator.in_use:
        raise CrematorOutOfUse
    if queries.find_open_run(cremator.id):
        raise CrematorBusy
    run = CremationRun(
        institution_id=case.institution_id,
        case_id=case.id,
        cremator=cremator,
        started_at=clock.now(),
        first_operator=str(by),
        second_operator=f"{ActorKind.STAFF}:{second_operator}",
    )
    db.session.add(run)
    _charge_storage(case, run, by)
    return run


@operation(_("结束火化"))
def end_cremation(*, number: str, by: Actor, idempotency_key: str | None = None) -> CremationRun:
    """出炉. Charged is the cremator that was really used. Raises NotStarted, AlreadyEnded,
    EndedBeforeStart."""
    case = cases.lock_case(number)
    run = queries.find_run(case.id)
    if run is None:
        raise NotStarted
    if run.ended_at:
        raise AlreadyEnded
    if clock.now() <= run.started_at:
        raise EndedBeforeStart(started_at=clock.say_stamp(run.started_at))
    run.ended_at = clock.now()
    burnt = f"{clock.say_stamp(run.started_at)}–{clock.say_clock(run.ended_at)}"
    charge_if_listed(
        case,
        item_code=ITEM_OF_CREMATOR[CrematorType(run.cremator.variety)],
        quantity=1,
        fact=f"{run.cremator.name} {burnt}",
        occurred_on=clock.local(run.started_at).date(),
        by=by,
    )
    return run


def _ensure_ready(case: FuneralCase) -> None:
    if queries.find_admission(case.id) is None:
        raise NotReceived
    missing = cases.list_missing_papers(case.id)
    if missing:
        raise PapersMissing(papers="、".join(str(kind.label) for kind in missing))
    planned = schedules.farewell_of(case.plan) if case.plan else None
    if planned and queries.find_farewell(case.id) is None:
        raise CremationDuringFarewell


def _ensure_second_operator(second_operator: uuid.UUID, case: FuneralCase, by: Actor) -> None:
    second = find_staff(second_operator)
    if (
        second is None
        or not second.active
        or str(second.id) == by.id
        or second.role != Role.OPERATOR
        or second.institution_id != case.institution_id
    ):
        raise SecondOperatorMissing


def _charge_storage(case: FuneralCase, run: CremationRun, by: Actor) -> None:
    """From admission to the furnace; free hours are the waiver's business, not ours."""
    admission = queries.find_admission(case.id)
    started_on = clock.local(run.started_at).date()
    if admission is None:
        return
    charge_if_listed(
        case,
        item_code=STORAGE,
        quantity=hours(run.started_at - admission.received_at),
        fact=f"{clock.say_stamp(admission.received_at)} 至 {clock.say_stamp(run.started_at)}",
        occurred_on=started_on,
        by=by,
    )
