"""From one institution to another: on the way until the other one says it has them."""

import uuid

from cemetery.ashes.chain import ensure_may, lock_ashes, lock_ours, write_event
from cemetery.ashes.errors import (
    BringerMissing,
    CarrierMissing,
    DestinationMissing,
    NotForUs,
    PlaceMissing,
    ReasonMissing,
    ReceiptMissing,
)
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.leaving import leave_unit, tell_funeral
from cemetery.ashes.models import AshEvent
from cemetery.ashes.people import deceased_here
from cemetery.ashes.uncollected.deciding import ensure_undecided
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("骨灰移交"))
def send_ashes(
    *,
    portion_id: uuid.UUID,
    to_institution_id: uuid.UUID | None,
    outside: str,
    carried_by: str,
    reason: str,
    by: Actor,
    contact_given: bool = False,
    idempotency_key: str | None = None,
) -> AshEvent:
    """To an institution of the county or, by its name, to one `outside`.

    `contact_given`: the family agreed that the receiver learns the claimant's telephone (个人信息
    保护法 art. 23).

    Raises WrongMove, KeptElsewhere, LayingUndecided, DestinationMissing, CarrierMissing,
    ReasonMissing.
    """
    if not carried_by.strip():
        raise CarrierMissing
    if not reason.strip():
        raise ReasonMissing
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.SEND)
    ensure_undecided(portion, MoveKind.SEND)
    if to_institution_id in {None, portion.institution_id} and not outside.strip():
        raise DestinationMissing
    there = outside if to_institution_id is None else get_institution(to_institution_id).name
    deposit = leave_unit(portion)
    return write_event(
        portion,
        MoveKind.SEND,
        PortionState.IN_TRANSIT,
        place=there,
        holder=carried_by,
        bound_for_id=to_institution_id,
        contact_given=contact_given,
        note=reason.strip(),
        deposit_id=deposit.id if deposit else None,
        by=by,
    )


@operation(_("确认接收骨灰"))
def acknowledge_ashes(
    *,
    portion_id: uuid.UUID,
    place: str,
    received_by: str,
    receipt: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """The receiving institution has them; for one outside, the sender writes down its receipt.

    Raises WrongMove, NotForUs, PlaceMissing, ReceiptMissing, KeptElsewhere.
    """
    portion = lock_ashes(portion_id)
    ensure_may(portion, MoveKind.ACKNOWLEDGE)
    bound_for = portion.bound_for_id
    if bound_for is None:
        return _outside(portion_id, received_by, receipt, by)
    if by.institution_id not in {None, bound_for}:
        raise NotForUs(home=get_institution(bound_for).name)
    if not place.strip():
        raise PlaceMissing
    event = write_event(
        portion,
        MoveKind.ACKNOWLEDGE,
        PortionState.IN_CUSTODY,
        institution_id=bound_for,
        deceased_id=deceased_here(portion, bound_for, by).id,
        place=place,
        holder=received_by.strip() or by.name,
        authorisation=receipt.strip(),
        by=by,
    )
    tell_funeral(portion, by)
    return event


@operation(_("移交的骨灰退回"))
def take_back_ashes(
    *,
    portion_id: uuid.UUID,
    place: str,
    reason: str,
    by: Actor,
    brought_by: str = "",
    idempotency_key: str | None = None,
) -> AshEvent:
    """They came back to who sent them: unreceived, or from outside after they had been received,
    `brought_by` somebody.

    Raises WrongMove, KeptElsewhere, PlaceMissing, ReasonMissing, BringerMissing.
    """
    if not place.strip():
        raise PlaceMissing
    if not reason.strip():
        raise ReasonMissing
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.TAKE_BACK)
    if portion.stands is PortionState.ELSEWHERE and not brought_by.strip():
        raise BringerMissing
    return write_event(
        portion,
        MoveKind.TAKE_BACK,
        PortionState.IN_CUSTODY,
        place=place,
        holder=by.name,
        counterpart=brought_by.strip(),
        note=reason.strip(),
        by=by,
    )


def _outside(portion_id: uuid.UUID, received_by: str, receipt: str, by: Actor) -> AshEvent:
    if not (received_by.strip() and receipt.strip()):
        raise ReceiptMissing
    portion = lock_ours(portion_id, by)
    event = write_event(
        portion,
        MoveKind.ACKNOWLEDGE,
        PortionState.ELSEWHERE,
        place=portion.place,
        holder=portion.place,
        counterpart=received_by.strip(),
        authorisation=receipt.strip(),
        by=by,
    )
    tell_funeral(portion, by)
    return event
