"""Writing a move of the remains; only operations call it, with the case locked."""

import uuid
from datetime import datetime

from funeral import custody
from funeral.errors import (
    CabinetTaken,
    DeviceClockWrong,
    FarewellForbidden,
    MovePlaceMissing,
    OutOfOrder,
    PlaceOfOtherKind,
    WristbandRevoked,
)
from funeral.kinds import CustodyStep
from funeral.models import CabinetStay, CustodyEvent, FuneralCase, Wristband
from funeral.panels import ashes_packed
from funeral.queries import cases
from funeral.queries import custody as queries
from funeral.queries import schedule as schedules
from kernel import clock
from kernel.db import db
from kernel.people.actors import Actor
from kernel.places import get_institution


def write_move(
    case: FuneralCase,
    step: CustodyStep,
    *,
    by: Actor,
    place: str = "",
    place_id: uuid.UUID | None = None,
    wristband: Wristband | None = None,
    device_at: datetime | None = None,
    note: str = "",
) -> CustodyEvent:
    """The next event of the chain; opens and closes the stay in a cabinet.

    Raises OutOfOrder, FarewellForbidden, MovePlaceMissing, PlaceOfOtherKind, CabinetTaken,
    WristbandRevoked.
    """
    if wristband and wristband.revoked_at:
        raise WristbandRevoked
    last = queries.last_event(case.id)
    ensure_in_order(queries.step_of(last), step)
    if step is CustodyStep.FAREWELL and not cases.cremation_rule(case).farewell_allowed:
        raise FarewellForbidden(kind=cases.death_kind_of(case).label)
    place, place_id = _checked_place(case, step, place.strip(), place_id)
    if step in custody.OUT_OF_CABINET:
        _take_out(case)
    if step is CustodyStep.STORED and place_id:
        _put_in(case, place_id)
    event = CustodyEvent(
        institution_id=case.institution_id,
        case_id=case.id,
        seq=last.seq + 1 if last else 1,
        step=step,
        place=place,
        place_id=place_id,
        wristband_id=wristband.id if wristband else None,
        happened_at=clock.now(),
        device_at=device_at,
        by=str(by),
        note=note,
    )
    db.session.add(event)
    # Whoever asks next in this transaction must see it.
    db.session.flush()
    if step is CustodyStep.ASHES_PACKED:
        ashes_packed(case, place, by.name or get_institution(case.institution_id).name, by)
    return event


def ensure_in_order(last: CustodyStep | None, step: CustodyStep) -> None:
    if not custody.may_follow(last, step):
        raise OutOfOrder(why=custody.why_not(last, step))


def ensure_clock(device_at: datetime | None) -> None:
    """The server's time counts; a device that is far off says so before it is believed in."""
    if device_at is None:
        return
    skew = abs(clock.now() - device_at)
    if skew > custody.SKEW_REFUSED:
        raise DeviceClockWrong(minutes=int(skew.total_seconds()) // 60)


def _checked_place(
    case: FuneralCase, step: CustodyStep, place: str, place_id: uuid.UUID | None
) -> tuple[str, uuid.UUID | None]:
    """Where a step needs a room or a cabinet of ours, its name is the place."""
    kinds = custody.KINDS_OF_PLACE.get(step)
    if place_id is None:
        if kinds or not place:
            raise MovePlaceMissing
        return place, None
    resource = schedules.lock_resources([place_id]).get(place_id)
    wrong = resource is None or resource.institution_id != case.institution_id
    # What is in a furnace comes out of it, whatever became of the furnace.
    usable = resource is not None and (resource.in_use or step is CustodyStep.OUT_OF_FURNACE)
    if resource is None or wrong or not usable or (kinds and resource.kind not in kinds):
        said = "、".join(str(kind.label) for kind in kinds or ())
        raise PlaceOfOtherKind(step=step.label, kinds=said)
    return resource.name, resource.id


def _take_out(case: FuneralCase) -> None:
    stay = queries.find_stay(case.id)
    if stay:
        stay.taken_out_at = max(clock.now(), stay.put_in_at)
        # Before the next cabinet is taken: the unit of work would write inserts first.
        db.session.flush()


def _put_in(case: FuneralCase, cabinet_id: uuid.UUID) -> None:
    """The cabinet's row is locked, so of two bodies the second sees the first."""
    if queries.find_stay_in(cabinet_id):
        raise CabinetTaken
    stay = CabinetStay(
        institution_id=case.institution_id,
        case_id=case.id,
        cabinet_id=cabinet_id,
        put_in_at=clock.now(),
    )
    db.session.add(stay)
