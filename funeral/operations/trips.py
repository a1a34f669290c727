"""Sending a hearse, and its trip moment by moment; kilometres come from the odometer alone."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from funeral.errors.trips import (
    AlreadyArrived,
    AlreadyBack,
    AlreadyInHouse,
    AlreadyLeft,
    AlreadyPickedUp,
    CancelOrderReasonMissing,
    DriverOut,
    EmptyReasonMissing,
    ForNobody,
    HearseOut,
    NobodyAssigned,
    NoCaseYet,
    NotADriver,
    NotAHearse,
    NotArrived,
    NotLeft,
    NotYourTrip,
    OdometerBackwards,
    OdometerWrong,
    OrderCancelled,
    OtherBody,
    PickUpPlaceMissing,
    TripTooLong,
    WantedInPast,
    WantedTooFar,
)
from funeral.kinds import CustodyStep, ResourceKind
from funeral.models import TransferOrder
from funeral.operations.scans import record_move
from funeral.queries import cases, cremation, custody, plans
from funeral.queries import trips as queries
from funeral.queries.schedule import get_resource
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, Role
from kernel.people.staff import find_staff

TENTH = Decimal("0.1")
HIGHEST_READING = 9_999_999
# Across the country and back by road; more is a slip of the finger.
FURTHEST_KM = 6000
# A clerk writes the order down after the telephone call, a little later than "now".
GRACE = timedelta(minutes=30)
DAYS_AHEAD = 30


@operation(_("登记派车单"))
def order_transfer(
    *,
    institution_id: uuid.UUID,
    case_number: str | None,
    plan_id: uuid.UUID | None,
    pick_up_from: str,
    contact: str,
    wanted_at: datetime,
    by: Actor,
    idempotency_key: str | None = None,
) -> TransferOrder:
    """派车单, for a case or for the plan of a booking.

    Raises ForNobody, AlreadyInHouse, PickUpPlaceMissing, WantedInPast, WantedTooFar.
    """
    case = cases.lock_case(case_number) if case_number else None
    plan = plans.get_plan(plan_id) if plan_id and case is None else None
    if case is None and plan is None:
        raise ForNobody
    if case is not None and cremation.find_admission(case.id):
        raise AlreadyInHouse
    if not pick_up_from.strip():
        raise PickUpPlaceMissing
    if wanted_at < clock.now() - GRACE:
        raise WantedInPast
    if wanted_at > clock.now() + timedelta(days=DAYS_AHEAD):
        raise WantedTooFar(days=DAYS_AHEAD)
    order = TransferOrder(
        institution_id=institution_id,
        case_id=case.id if case else None,
        plan_id=plan.id if plan else None,
        pick_up_from=pick_up_from.strip(),
        contact=contact.strip() or None,
        wanted_at=wanted_at,
        ordered_at=clock.now(),
        ordered_by=str(by),
    )
    db.session.add(order)
    return order


@operation(_("指定灵车和接运员"))
def assign_transfer(
    *,
    order_id: uuid.UUID,
    hearse_id: uuid.UUID,
    driver_id: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> TransferOrder:
    """May be changed until the hearse left. Raises NotAHearse, NotADriver, AlreadyLeft."""
    order = _lock_waiting(order_id)
    hearse, driver = get_resource(hearse_id), find_staff(driver_id)
    home = order.institution_id
    if hearse.kind != ResourceKind.HEARSE or hearse.institution_id != home or not hearse.in_use:
        raise NotAHearse
    if driver is None or driver.role != Role.DRIVER or not driver.active:
        raise NotADriver
    if driver.institution_id != home:
        raise NotADriver
    order.hearse_id, order.driver_id = hearse.id, driver.id
    return order


@operation(_("取消派车单"))
def cancel_transfer(
    *, order_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> TransferOrder:
    """Before the hearse left. Raises OrderCancelled, AlreadyLeft, CancelOrderReasonMissing."""
    order = _lock_waiting(order_id)
    if not reason.strip():
        raise CancelOrderReasonMissing
    order.cancelled_at = clock.now()
    order.cancel_reason = reason.strip()
    return order


@operation(_("登记出发"))
def start_trip(
    *,
    order_id: uuid.UUID,
    odometer: Decimal | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> TransferOrder:
    """出发, with the odometer's reading in km.

    Raises NobodyAssigned, NotYourTrip, HearseOut, DriverOut, OdometerWrong, OdometerBackwards.
    """
    order = _lock_waiting(order_id)
    if order.hearse_id is None or order.driver_id is None:
        raise NobodyAssigned
    _ensure_mine(order, by)
    if queries.find_trip_out(hearse_id=order.hearse_id):
        raise HearseOut
    if queries.find_trip_out(driver_id=order.driver_id):
        raise DriverOut
    order.odometer_start = _read(odometer, queries.last_reading(order.hearse_id))
    order.left_at = clock.now()
    return order


@operation(_("登记到达接运地点"))
def arrive_at_pick_up(
    *, order_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> TransferOrder:
    """Raises NotLeft, AlreadyArrived, AlreadyBack, NotYourTrip."""
    order = _lock_out(order_id, by)
    if order.arrived_at is not None:
        raise AlreadyArrived
    order.arrived_at = clock.now()
    return order


@operation(_("登记接到遗体"))
def pick_up_remains(
    *, order_id: uuid.UUID, wristband: str, by: Actor, idempotency_key: str | None = None
) -> TransferOrder:
    """The wristband, scanned where the remains are taken over; also a move of their custody.

    Raises NotLeft, NotArrived, NoCaseYet, AlreadyPickedUp, AlreadyBack, NotYourTrip, OtherBody and
    the refusals of record_move.
    """
    order = _lock_out(order_id, by)
    if order.arrived_at is None:
        raise NotArrived
    if order.picked_up_at is not None:
        raise AlreadyPickedUp
    [trip] = queries.with_cases([order])
    if trip.case is None:
        raise NoCaseYet
    event = record_move(
        wristband=wristband, step=CustodyStep.PICKED_UP, place=_hearse_name(order), by=by
    )
    if event.case_id != trip.case.id:
        raise OtherBody
    order.picked_up_at = clock.now()
    return order


@operation(_("登记回馆"))
def end_trip(
    *,
    order_id: uuid.UUID,
    odometer: Decimal | None,
    empty_reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> TransferOrder:
    """回馆, with the odometer's reading; without remains only for a reason.

    Raises NotLeft, AlreadyBack, NotYourTrip, EmptyReasonMissing, OdometerWrong, OdometerBackwards,
    TripTooLong.
    """
    order = _lock_out(order_id, by)
    reading = _read(odometer, order.odometer_start)
    driven = reading - (order.odometer_start or reading)
    if driven <= 0:
        raise OdometerBackwards(last=(order.odometer_start or Decimal(0)) + TENTH)
    if driven > FURTHEST_KM:
        raise TripTooLong(km=driven, most=FURTHEST_KM)
    order.picked_up_at = order.picked_up_at or _scanned_at(order)
    if order.picked_up_at is None and not empty_reason.strip():
        raise EmptyReasonMissing
    order.odometer_end = reading
    order.back_at = clock.now()
    order.empty_reason = None if order.picked_up_at else empty_reason.strip()
    return order


def _lock_waiting(order_id: uuid.UUID) -> TransferOrder:
    """An order whose hearse is still in the yard."""
    order = queries.lock_order(order_id)
    if order.cancelled_at is not None:
        raise OrderCancelled
    if order.left_at is not None:
        raise AlreadyLeft
    return order


def _lock_out(order_id: uuid.UUID, by: Actor) -> TransferOrder:
    """An order whose hearse is on the road."""
    order = queries.lock_order(order_id)
    if order.cancelled_at is not None:
        raise OrderCancelled
    _ensure_mine(order, by)
    if order.left_at is None:
        raise NotLeft
    if order.back_at is not None:
        raise AlreadyBack
    return order


def _hearse_name(order: TransferOrder) -> str:
    return str(get_resource(order.hearse_id)) if order.hearse_id else ""


def _scanned_at(order: TransferOrder) -> datetime | None:
    """When the wristband was scanned on another page during this trip, if it was."""
    [trip] = queries.with_cases([order])
    event = custody.last_event(trip.case.id) if trip.case else None
    during = event is not None and order.left_at is not None and event.happened_at >= order.left_at
    picked_up = event is not None and event.step == CustodyStep.PICKED_UP
    return event.happened_at if event is not None and during and picked_up else None


def _ensure_mine(order: TransferOrder, by: Actor) -> None:
    """The desk may record for a driver who telephones; a driver only for itself."""
    if by.role is Role.DRIVER and by.id != str(order.driver_id):
        raise NotYourTrip


def _read(odometer: Decimal | None, last: Decimal | None) -> Decimal:
    """To one place, and not below what this hearse showed before."""
    try:
        exact = odometer is not None and odometer == odometer.quantize(TENTH)
    except InvalidOperation:  # NaN, infinite, or more digits than there are
        exact = False
    if odometer is None or not exact or not 0 <= odometer <= HIGHEST_READING:
        raise OdometerWrong(most=HIGHEST_READING)
    if last is not None and odometer < last:
        raise OdometerBackwards(last=last)
    return odometer.quantize(TENTH)
