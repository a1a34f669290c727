"""Receiving the remains, and the ceremony as it was held."""

import uuid
from datetime import datetime
from decimal import Decimal

from funeral.charges import ITEM_OF_HALL, TRANSFER, charge_if_listed, hours
from funeral.errors import (
    AlreadyHeld,
    AlreadyReceived,
    DistanceWrong,
    FarewellAfterCremation,
    FarewellBeforeAdmission,
    FarewellTimesWrong,
    NotAHall,
    NotReceived,
    ReceivedBeforeDeath,
    ReceivedInFuture,
)
from funeral.kinds import HallClass, ResourceKind
from funeral.models import Admission, Farewell
from funeral.queries import cases, cremation
from funeral.queries import schedule as schedules
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

TENTH = Decimal("0.1")
# Across the country by road; more is a slip of the finger.
FURTHEST_KM = 6000


@operation(_("遗体入馆"))
def receive_remains(
    *,
    number: str,
    received_at: datetime,
    received_from: str,
    transfer_km: Decimal | None,
    transfer_price_fen: int | None,
    cabinet: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Admission:
    """入馆. `transfer_km` is what the hearse drove, None when the family came by itself.

    Where the transfer is published as a price range, `transfer_price_fen` is the price of this
    trip within it. Raises AlreadyReceived, ReceivedInFuture, ReceivedBeforeDeath, DistanceWrong
    and the refusals of billing.record_charge.
    """
    case = cases.lock_case(number)
    if cremation.find_admission(case.id):
        raise AlreadyReceived
    if received_at > clock.now():
        raise ReceivedInFuture
    if clock.local(received_at).date() < case.deceased.died_on:
        raise ReceivedBeforeDeath(died_on=case.deceased.died_on.isoformat())
    if transfer_km is not None:
        transfer_km = _rounded(transfer_km)
    admission = Admission(
        institution_id=case.institution_id,
        case_id=case.id,
        received_at=received_at,
        received_from=received_from.strip(),
        transfer_km=transfer_km,
        cabinet=cabinet.strip(),
        received_by=str(by),
    )
    db.session.add(admission)
    if transfer_km is not None:
        driven_on = clock.local(received_at).date()
        charge_if_listed(
            case,
            item_code=TRANSFER,
            quantity=transfer_km,
            chosen_price_fen=transfer_price_fen,
            fact=f"{clock.say_stamp(received_at)} {admission.received_from} {transfer_km} 公里",
            occurred_on=driven_on,
            by=by,
        )
    return admission


def _rounded(transfer_km: Decimal) -> Decimal:
    """To tenths. What is typed may also be "NaN", "Infinity" or "1e30". Raises DistanceWrong."""
    if not transfer_km.is_finite() or transfer_km > FURTHEST_KM:
        raise DistanceWrong(most=FURTHEST_KM)
    driven = transfer_km.quantize(TENTH)
    if driven <= 0:
        raise DistanceWrong(most=FURTHEST_KM)
    return driven


@operation(_("登记告别仪式"))
def record_farewell(
    *,
    number: str,
    hall_id: uuid.UUID,
    started_at: datetime,
    ended_at: datetime,
    by: Actor,
    idempotency_key: str | None = None,
) -> Farewell:
    """The ceremony was held, from–to: after the admission, before the furnace.

    Raises NotReceived, AlreadyHeld, FarewellTimesWrong, FarewellBeforeAdmission,
    FarewellAfterCremation, NotAHall.
    """
    case = cases.lock_case(number)
    admission, run = cremation.find_admission(case.id), cremation.find_run(case.id)
    if admission is None:
        raise NotReceived
    if cremation.find_farewell(case.id):
        raise AlreadyHeld
    if not started_at < ended_at <= clock.now():
        raise FarewellTimesWrong
    if started_at < admission.received_at:
        raise FarewellBeforeAdmission(received_at=clock.say_stamp(admission.received_at))
    if run and ended_at > run.started_at:
        raise FarewellAfterCremation(started_at=clock.say_stamp(run.started_at))
    hall = schedules.get_resource(hall_id)
    if hall.kind != ResourceKind.HALL:
        raise NotAHall
    farewell = Farewell(
        institution_id=case.institution_id,
        case_id=case.id,
        hall=hall,
        started_at=started_at,
        ended_at=ended_at,
        recorded_by=str(by),
    )
    db.session.add(farewell)
    charge_if_listed(
        case,
        item_code=ITEM_OF_HALL[HallClass(hall.variety)],
        quantity=hours(ended_at - started_at),
        fact=f"{hall.name} {clock.say_stamp(started_at)}–{clock.say_clock(ended_at)}",
        occurred_on=clock.local(started_at).date(),
        by=by,
    )
    return farewell
