"""The cremation: two persons' scans, papers, holds and the schedule agree, or nothing burns."""

import uuid
from datetime import datetime
from decimal import Decimal

from billing.kinds import FactKind
from funeral import custody, gate
from funeral.chain import ensure_clock, write_move
from funeral.charges import ITEM_OF_CREMATOR, STORAGE, charge_if_listed, hours
from funeral.errors import (
    AlreadyCremated,
    AlreadyEnded,
    CrematorBusy,
    CrematorOutOfUse,
    EndedBeforeStart,
    FuelIncomplete,
    FuelWrong,
    NotStarted,
    OtherKind,
    WorkOrderOfAnother,
)
from funeral.kinds import CrematorType, CustodyStep, FuelKind, ResourceKind
from funeral.models import CremationRun, FuneralCase, FurnaceCheck, Resource
from funeral.moving import note_actual_order
from funeral.queries import cases
from funeral.queries import cremation as queries
from funeral.queries import custody as remains
from funeral.queries import schedule as schedules
from funeral.queries.order import list_waiting_before
from funeral.queries.plans import lock_plan
from funeral.tokens import scanned_work_order, scanned_wristband
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

HUNDREDTH, MOST_FUEL = Decimal("0.01"), 9999


@operation(_("入炉核对"))
def check_furnace(
    *,
    wristband: str,
    work_order: str,
    cremator_id: uuid.UUID,
    by: Actor,
    device_at: datetime | None = None,
    idempotency_key: str | None = None,
) -> FurnaceCheck:
    """One operator's two scans before one cremator; again within a minute is the same check.

    Raises the refusals of funeral.tokens and funeral.gate, WorkOrderOfAnother, DeviceClockWrong,
    AlreadyCremated, OtherKind, CrematorOutOfUse.
    """
    ensure_clock(device_at)
    found = scanned_wristband(wristband, by.institution_id)
    case = cases.lock_case_by_id(found.case_id)
    gate.ensure_operator(by, case.institution_id)
    # Once more, now that nobody else can replace them.
    band = scanned_wristband(wristband, case.institution_id)
    order = scanned_work_order(work_order, case.institution_id)
    if order.case_id != case.id:
        raise WorkOrderOfAnother
    if queries.find_run(case.id):
        raise AlreadyCremated
    cremator = _lock_cremator(cremator_id, case)
    _hold_plan(case)
    gate.ensure_may_burn(case, cremator)
    known = gate.valid_checks(case, cremator.id).get(str(by))
    if known and clock.now() - known.checked_at <= custody.SAME_SCAN:
        return known
    check = FurnaceCheck(
        institution_id=case.institution_id,
        case_id=case.id,
        cremator_id=cremator.id,
        wristband_id=band.id,
        work_order_id=order.id,
        checked_at=clock.now(),
        checked_by=str(by),
    )
    db.session.add(check)
    return check


@operation(_("开始火化"))
def start_cremation(
    *,
    number: str,
    cremator_id: uuid.UUID,
    by: Actor,
    reason: str = "",
    idempotency_key: str | None = None,
) -> CremationRun:
    """入炉. `by` and another operator have each scanned this body before this cremator.

    `reason`: why the order of the day's cremations is changed, where it is. Raises the refusals of
    funeral.gate (papers, holds, schedule, checks), AlreadyCremated, OtherKind, CrematorOutOfUse,
    CrematorBusy, OvertakesOthers.
    """
    case = cases.lock_case(number)
    if queries.find_run(case.id):
        raise AlreadyCremated
    gate.ensure_operator(by, case.institution_id)
    cremator = _lock_cremator(cremator_id, case)
    _hold_plan(case)
    gate.ensure_may_burn(case, cremator)
    first, second = gate.two_operators(case, cremator.id, by)
    planned = gate.planned_cremation(case)
    if planned:
        note_actual_order(planned, list_waiting_before(planned), reason, by)
    if queries.find_open_run(cremator.id):
        raise CrematorBusy
    run = CremationRun(
        institution_id=case.institution_id,
        case_id=case.id,
        cremator=cremator,
        started_at=clock.now(),
        first_operator=first,
        second_operator=second,
    )
    db.session.add(run)
    write_move(
        case,
        CustodyStep.INTO_FURNACE,
        place_id=cremator.id,
        wristband=remains.live_wristband(case.id),
        by=by,
    )
    _charge_storage(case, run, by)
    return run


@operation(_("结束火化"))
def end_cremation(
    *,
    number: str,
    fuel_kind: FuelKind | None,
    fuel_used: Decimal | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> CremationRun:
    """出炉. Charged is the cremator that was really used; fuel is what the meter says, or nothing.

    Raises NotStarted, AlreadyEnded, EndedBeforeStart, FuelIncomplete, FuelWrong, NotAnOperator.
    """
    case = cases.lock_case(number)
    run = queries.find_run(case.id)
    if run is None:
        raise NotStarted
    if run.ended_at:
        raise AlreadyEnded
    gate.ensure_operator(by, case.institution_id)
    if clock.now() <= run.started_at:
        raise EndedBeforeStart(started_at=clock.say_stamp(run.started_at))
    run.fuel_kind, run.fuel_used = fuel_kind, _checked_fuel(fuel_kind, fuel_used)
    run.ended_at = clock.now()
    write_move(
        case,
        CustodyStep.OUT_OF_FURNACE,
        place_id=run.cremator_id,
        by=by,
    )
    burnt = f"{clock.say_stamp(run.started_at)}–{clock.say_clock(run.ended_at)}"
    charge_if_listed(
        case,
        item_code=ITEM_OF_CREMATOR[CrematorType(run.cremator.variety)],
        quantity=1,
        fact=f"{run.cremator.name} {burnt}",
        fact_kind=FactKind.CREMATION_RUN,
        fact_id=run.id,
        occurred_on=clock.local(run.started_at).date(),
        by=by,
    )
    return run


def _lock_cremator(cremator_id: uuid.UUID, case: FuneralCase) -> Resource:
    cremator = schedules.lock_resources([cremator_id]).get(cremator_id)
    if cremator is None or cremator.kind != ResourceKind.CREMATOR:
        raise OtherKind
    if cremator.institution_id != case.institution_id:
        raise OtherKind
    if not cremator.in_use:
        raise CrematorOutOfUse
    return cremator


def _hold_plan(case: FuneralCase) -> None:
    """The schedule as it is now: the page has read it before, and the board may have moved it."""
    if case.plan_id:
        lock_plan(case.plan_id)


def _checked_fuel(kind: FuelKind | None, used: Decimal | None) -> Decimal | None:
    """What is typed may also be "NaN" or "1e30"."""
    if (kind is None) != (used is None):
        raise FuelIncomplete
    if used is None:
        return None
    if not used.is_finite() or not 0 < used <= MOST_FUEL or used != used.quantize(HUNDREDTH):
        raise FuelWrong(most=MOST_FUEL)
    return used


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
        fact_kind=FactKind.ADMISSION,
        fact_id=admission.id,
        occurred_on=started_on,
        by=by,
    )
