"""What else happens when a portion leaves where it rested, or leaves us."""

import uuid

from cemetery import queries
from cemetery.ashes.kinds import IN_HAND, KEPT, PortionState
from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.portions import list_all_portions_of
from cemetery.models import AshDeposit
from cemetery.occupancy import free_place
from cemetery.voyages.queries.scattered import is_boarded
from funeral.operations import record_ashes_left
from kernel import clock
from kernel.people.actors import Actor
from kernel.scope import seeing


def leave_unit(portion: AshPortion) -> AshDeposit | None:
    """Give the place back; a deposit ends with it, and its plates stop working."""
    if portion.unit_id is None:
        return None
    unit_id, deposit = portion.unit_id, None
    if portion.stands is PortionState.DEPOSITED:
        deposit = _end_deposit(portion)
    free_place(unit_id)
    return deposit


def _end_deposit(portion: AshPortion) -> AshDeposit | None:
    open_one = queries.open_deposit_of(portion.ashes_id, portion.letter)
    if open_one is None:
        return None
    deposit = queries.lock_deposit(open_one.number)
    deposit.collected_at = clock.now()
    for plate in deposit.plates:
        plate.revoked_at = plate.revoked_at or clock.now()
    return deposit


def is_at_hand(portion: AshPortion, home_id: uuid.UUID) -> bool:
    """In the hands of this house: not in a unit, not on the way, not with a ship."""
    if portion.institution_id != home_id or portion.stands not in IN_HAND:
        return False
    return portion.case_id is None or not is_boarded(portion.case_id, portion.letter)


def tell_funeral(portion: AshPortion, by: Actor) -> None:
    """With the last portion the home has nothing left of these ashes to hand over."""
    if portion.case_id is None or any(map(_is_with_origin, list_all_portions_of(portion.case_id))):
        return
    with seeing(None):
        record_ashes_left(case_id=portion.case_id, place=portion.place, by=by)


def _is_with_origin(portion: AshPortion) -> bool:
    here = portion.institution_id == portion.origin_id
    return here and portion.stands in KEPT - {PortionState.IN_TRANSIT}
