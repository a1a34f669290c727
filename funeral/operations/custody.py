"""Receiving the remains, the ceremony as it was held, and where the ashes went."""

import uuid
from datetime import datetime
from decimal import Decimal

from billing.kinds import FactKind
from funeral.chain import ensure_clock, write_move
from funeral.charges import ITEM_OF_HALL, TRANSFER, charge_if_listed, hours
from funeral.errors import (
    AlreadyHandedOver,
    AlreadyHeld,
    AlreadyReceived,
    AshesAtRest,
    AshesNotReady,
    DistanceWrong,
    FarewellAfterCremation,
    FarewellBeforeAdmission,
    FarewellForbidden,
    FarewellTimesWrong,
    NotAHall,
    NotAtFarewell,
    NotReceived,
    PickUpNotScanned,
    ReceivedBeforeDeath,
    ReceivedInFuture,
)
from funeral.kinds import CustodyStep, HallClass, ResourceKind
from funeral.models import Admission, AshHandover, CustodyEvent, Farewell, FuneralCase
from funeral.panels import ashes_handed_over, resting_under
from funeral.queries import cases, cremation
from funeral.queries import custody as queries
from funeral.queries import schedule as schedules
from funeral.queries.trips import find_finished_trip, is_ordered
from funeral.tokens import ensure_wristband_of
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.people.collecting import Collector, check_collector
from kernel.people.deceased import IdentityKind
from kernel.places import get_institution

TENTH = Decimal("0.1")
# Across the country by road; more is a slip of the finger.
FURTHEST_KM = 6000


@operation(_("遗体入馆"))
def receive_remains(
    *,
    number: str,
    wristband: str,
    received_at: datetime,
    received_from: str,
    transfer_km: Decimal | None,
    transfer_price_fen: int | None,
    cabinet_id: uuid.UUID | None,
    by: Actor,
    unscanned: str = "",
    device_at: datetime | None = None,
    idempotency_key: str | None = None,
) -> Admission:
    """入馆, with the body's wristband scanned; into a cabinet at once where one is given.

    What our hearse fetched was scanned at the pick-up, or `unscanned` says why not. `transfer_km`
    is what the hearse drove, None when the family came by itself. Where the transfer is published
    as a price range, `transfer_price_fen` is the price of this trip within it. Raises
    AlreadyReceived, ReceivedInFuture, ReceivedBeforeDeath, PickUpNotScanned, DistanceWrong, the
    refusals of ensure_wristband_of, write_move and billing.record_charge.
    """
    ensure_clock(device_at)
    case = cases.lock_case(number)
    if cremation.find_admission(case.id):
        raise AlreadyReceived
    band = ensure_wristband_of(case, wristband)
    if received_at > clock.now():
        raise ReceivedInFuture
    if clock.local(received_at).date() < case.deceased.died_on:
        raise ReceivedBeforeDeath(died_on=case.deceased.died_on.isoformat())
    if transfer_km is not None:
        transfer_km = _rounded(transfer_km)
    ours = transfer_km is not None or is_ordered(case.id)
    _ensure_picked_up(case, ours=ours, unscanned=unscanned)
    admission = Admission(
        institution_id=case.institution_id,
        case_id=case.id,
        received_at=received_at,
        received_from=received_from.strip(),
        transfer_km=transfer_km,
        received_by=str(by),
    )
    db.session.add(admission)
    write_move(
        case,
        CustodyStep.ADMITTED,
        place=get_institution(case.institution_id).name,
        wristband=band,
        device_at=device_at,
        note=unscanned.strip(),
        by=by,
    )
    if cabinet_id:
        write_move(
            case,
            CustodyStep.STORED,
            place_id=cabinet_id,
            wristband=band,
            device_at=device_at,
            by=by,
        )
    if transfer_km is not None:
        driven_on = clock.local(received_at).date()
        trip = find_finished_trip(case.id)
        db.session.flush()
        charge_if_listed(
            case,
            item_code=TRANSFER,
            quantity=transfer_km,
            chosen_price_fen=transfer_price_fen,
            fact=f"{clock.say_stamp(received_at)} {admission.received_from} {transfer_km} 公里",
            fact_kind=FactKind.TRANSFER_ORDER if trip else FactKind.ADMISSION,
            fact_id=trip.id if trip else admission.id,
            occurred_on=driven_on,
            by=by,
        )
    return admission


def _ensure_picked_up(case: FuneralCase, *, ours: bool, unscanned: str) -> None:
    scanned = queries.step_of(queries.last_event(case.id)) is CustodyStep.PICKED_UP
    if ours and not scanned and not unscanned.strip():
        raise PickUpNotScanned


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
    """The ceremony was held, from–to: after the admission, before the furnace, body present.

    Raises NotReceived, AlreadyHeld, FarewellForbidden, NotAtFarewell, FarewellTimesWrong,
    FarewellBeforeAdmission, FarewellAfterCremation, NotAHall.
    """
    case = cases.lock_case(number)
    admission, run = cremation.find_admission(case.id), cremation.find_run(case.id)
    if admission is None:
        raise NotReceived
    if cremation.find_farewell(case.id):
        raise AlreadyHeld
    if not cases.cremation_rule(case).farewell_allowed:
        raise FarewellForbidden(kind=cases.death_kind_of(case).label)
    hall = schedules.get_resource(hall_id)
    if hall.kind != ResourceKind.HALL or hall.institution_id != case.institution_id:
        raise NotAHall
    if not queries.has_been_at(case.id, CustodyStep.FAREWELL, hall.id):
        raise NotAtFarewell(hall=hall.name)
    if not started_at < ended_at <= clock.now():
        raise FarewellTimesWrong
    if started_at < admission.received_at:
        raise FarewellBeforeAdmission(received_at=clock.say_stamp(admission.received_at))
    if run and ended_at > run.started_at:
        raise FarewellAfterCremation(started_at=clock.say_stamp(run.started_at))
    farewell = Farewell(
        institution_id=case.institution_id,
        case_id=case.id,
        hall=hall,
        started_at=started_at,
        ended_at=ended_at,
        recorded_by=str(by),
    )
    db.session.add(farewell)
    db.session.flush()
    charge_if_listed(
        case,
        item_code=ITEM_OF_HALL[HallClass(hall.variety)],
        quantity=hours(ended_at - started_at),
        fact=f"{hall.name} {clock.say_stamp(started_at)}–{clock.say_clock(ended_at)}",
        fact_kind=FactKind.FAREWELL,
        fact_id=farewell.id,
        occurred_on=clock.local(started_at).date(),
        by=by,
    )
    return farewell


@operation(_("骨灰交接"))
def hand_over_ashes(
    *,
    number: str,
    wristband: str,
    received_by: str,
    identity_number: str,
    relation: Relation,
    authorisation: str,
    signature_noted: bool,
    by: Actor,
    identity_kind: IdentityKind = IdentityKind.ID_CARD,
    device_at: datetime | None = None,
    idempotency_key: str | None = None,
) -> AshHandover:
    """交接: the ashes leave the home with this person (民政部 notice of 2024-04-18).

    The band that went with them is scanned; who comes is the claimant, or shows an authorisation.
    Portions that are elsewhere stay where they are. Raises AshesNotReady, AshesAtRest,
    AlreadyHandedOver, the refusals of ensure_wristband_of and kernel.people.collecting, and those
    of who keeps the record of the portions (funeral.panels).
    """
    ensure_clock(device_at)
    case = cases.lock_case(number)
    if queries.find_handover(case.id):
        raise AlreadyHandedOver
    _ensure_packed(case)
    deposit = resting_under(case.id)
    if deposit:
        raise AshesAtRest(deposit=deposit)
    band = ensure_wristband_of(case, wristband)
    who = Collector(
        received_by, identity_number, relation, authorisation, signature_noted, identity_kind
    )
    who = check_collector(who, cases.entitled_by(case))
    handover = AshHandover(
        institution_id=case.institution_id,
        case_id=case.id,
        collector_name=who.name,
        identity_kind=who.identity_kind,
        identity_number=who.identity_number,
        relation=who.relation,
        authorisation=who.authorisation,
        identity_checked=True,
        signature_noted=who.signature_noted,
        handed_over_at=clock.now(),
        handed_over_by=str(by),
    )
    db.session.add(handover)
    home = get_institution(case.institution_id).name
    write_move(
        case, CustodyStep.HANDED_OVER, place=home, wristband=band, device_at=device_at, by=by
    )
    ashes_handed_over(case, home, who, by)
    return handover


@operation(_("登记骨灰离馆"))
def record_ashes_left(*, case_id: uuid.UUID, place: str, by: Actor) -> CustodyEvent:
    """The last portion was collected, laid to rest or sent on: nothing is left to hand over.

    Who took it is in the record of the portion. Raises AshesNotReady.
    """
    case = cases.lock_case_by_id(case_id)
    last = queries.last_event(case.id)
    if last and last.step == CustodyStep.HANDED_OVER:
        return last
    _ensure_packed(case)
    return write_move(case, CustodyStep.HANDED_OVER, place=place, by=by)


@operation(_("登记骨灰寄存去向"))
def record_deposit(*, case_id: uuid.UUID, place: str, by: Actor) -> CustodyEvent:
    """寄存: the columbarium has taken the ashes; another portion of them is the same move.

    Raises AshesNotReady, and OutOfOrder once they were handed over.
    """
    case = cases.lock_case_by_id(case_id)
    last = queries.last_event(case.id)
    if last and last.step == CustodyStep.DEPOSITED:
        return last
    _ensure_packed(case)
    # Nobody scanned a band for it, so none is written.
    return write_move(case, CustodyStep.DEPOSITED, place=place, by=by)


def _ensure_packed(case: FuneralCase) -> None:
    """Where a scan is still to come, say which; what came after is for write_move to judge."""
    if not queries.has_been_at(case.id, CustodyStep.ASHES_PACKED):
        raise AshesNotReady
