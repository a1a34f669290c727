"""Receiving the remains, and the ceremony as it was held."""

import uuid
from datetime import datetime
from decimal import Decimal

from billing.operations import record_charge
from billing.queries import is_listed
from funeral.charges import ITEM_OF_HALL, TRANSFER, hours
from funeral.errors import (
    AlreadyHeld,
    AlreadyReceived,
    FarewellTimesWrong,
    NotReceived,
    ReceivedBeforeDeath,
    ReceivedInFuture,
)
from funeral.kinds import HallClass
from funeral.models import Admission, Farewell
from funeral.queries import cases, cremation
from funeral.queries import schedule as schedules
from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import Actor


@operation
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
    trip within it. Raises AlreadyReceived, ReceivedInFuture, ReceivedBeforeDeath and the refusals
    of billing.record_charge.
    """
    case = cases.lock_case(number)
    if cremation.find_admission(case.id):
        raise AlreadyReceived
    if received_at > clock.now():
        raise ReceivedInFuture
    if clock.local(received_at).date() < case.deceased.died_on:
        raise ReceivedBeforeDeath(died_on=case.deceased.died_on.isoformat())
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
        record_charge(
            institution_id=case.institution_id,
            case_id=case.id,
            item_code=TRANSFER,
            quantity=transfer_km,
            chosen_price_fen=transfer_price_fen,
            fact=f"{clock.say_stamp(received_at)} {admission.received_from} {transfer_km} km",
            occurred_on=driven_on,
            by=by,
        )
    return admission


@operation
def record_farewell(
    *,
    number: str,
    hall_id: uuid.UUID,
    started_at: datetime,
    ended_at: datetime,
    by: Actor,
    idempotency_key: str | None = None,
) -> Farewell:
    """The ceremony was held, from–to. Raises NotReceived, AlreadyHeld, FarewellTimesWrong."""
    case = cases.lock_case(number)
    if cremation.find_admission(case.id) is None:
        raise NotReceived
    if cremation.find_farewell(case.id):
        raise AlreadyHeld
    if not started_at < ended_at <= clock.now():
        raise FarewellTimesWrong
    hall = schedules.get_resource(hall_id)
    farewell = Farewell(
        institution_id=case.institution_id,
        case_id=case.id,
        hall=hall,
        started_at=started_at,
        ended_at=ended_at,
        recorded_by=str(by),
    )
    db.session.add(farewell)
    item_code = ITEM_OF_HALL[HallClass(hall.variety)]
    held_on = clock.local(started_at).date()
    # A hall that is not on the county's list must not be charged (条例 art. 50).
    if is_listed(case.institution_id, item_code, held_on):
        record_charge(
            institution_id=case.institution_id,
            case_id=case.id,
            item_code=item_code,
            quantity=hours(ended_at - started_at),
            chosen_price_fen=None,
            fact=f"{hall.name} {clock.say_stamp(started_at)}–{clock.say_clock(ended_at)}",
            occurred_on=held_on,
            by=by,
        )
    return farewell
