"""The record of where ashes lie is put right; nothing is dug up."""

import uuid

from cemetery.ashes.at_rest import ensure_own_unit, say_unit
from cemetery.ashes.chain import ensure_may, lock_ours, write_event
from cemetery.ashes.errors import MovedMeanwhile, ReasonMissing, SameUnit, UnitOfOthers
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries.portions import get_portion
from cemetery.ashes.queries.units import get_interred_in
from cemetery.models import Unit
from cemetery.occupancy import free_place, take_place
from cemetery.queries import lock_each_unit
from cemetery.rights.queries import find_right_for
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("更正安葬位置"))
def correct_interment(
    *,
    portion_id: uuid.UUID,
    unit_id: uuid.UUID,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """The ashes lie elsewhere than was written down.

    Raises WrongMove, KeptElsewhere, ReasonMissing, SameUnit, UnitOfAnotherHome and the refusals of
    take_place but RightExpired.
    """
    if not reason.strip():
        raise ReasonMissing
    portion = lock_ours(portion_id, by)
    ensure_may(portion, MoveKind.CORRECT)
    if portion.unit_id == unit_id or portion.unit_id is None:
        raise SameUnit
    ensure_own_unit(portion, unit_id)
    lock_each_unit((portion.unit_id, unit_id))
    free_place(portion.unit_id)
    return _correct(portion, take_place(unit_id, portion.ashes_id, lies_there=True), reason, by)


@operation(_("互换安葬位置"))
def swap_interments(
    *,
    portion_id: uuid.UUID,
    unit_id: uuid.UUID,
    reason: str,
    by: Actor,
    code: str = "",
    idempotency_key: str | None = None,
) -> AshEvent:
    """Each of two portions was written down where the other lies; one event of each, or none.

    `unit_id`: where the other one is written down; `code`: which of several there. Gives the event
    of the first. Raises NobodyThere, WhichPortion, MovedMeanwhile, WrongMove, KeptElsewhere,
    ReasonMissing, SameUnit, UnitOfAnotherHome, UnitOfOthers.
    """
    if not reason.strip():
        raise ReasonMissing
    one, other = _lock_both(portion_id, get_interred_in(unit_id, code).id, by)
    if other.unit_id != unit_id:
        raise MovedMeanwhile
    for portion in (one, other):
        ensure_may(portion, MoveKind.CORRECT)
    if one.unit_id is None or other.unit_id is None or one.unit_id == other.unit_id:
        raise SameUnit
    ensure_own_unit(one, other.unit_id)
    swapped = ((one, other.unit_id), (other, one.unit_id))
    lock_each_unit((one.unit_id, other.unit_id))
    # Out of both first: no unit ever holds more than it can.
    for portion, goes_to in swapped:
        _ensure_theirs(free_place(goes_to), portion)
    event, _other = (
        _correct(portion, take_place(goes_to, portion.ashes_id, lies_there=True), reason, by)
        for portion, goes_to in swapped
    )
    return event


def _lock_both(
    portion_id: uuid.UUID, other_id: uuid.UUID, by: Actor
) -> tuple[AshPortion, AshPortion]:
    """In the order of the persons, whose cases are locked first."""
    both = (get_portion(portion_id), get_portion(other_id))
    for portion in sorted(both, key=lambda each: (each.ashes_id, each.id)):
        lock_ours(portion.id, by)
    return both


def _ensure_theirs(unit: Unit, portion: AshPortion) -> None:
    """By a right, or by what else rests there, it may be another family's."""
    nobodys_or_own = unit.family_id in {None, portion.ashes_id}
    if not nobodys_or_own and find_right_for(unit.id, portion.ashes_id) is None:
        raise UnitOfOthers(where=say_unit(unit))


def _correct(portion: AshPortion, unit: Unit, reason: str, by: Actor) -> AshEvent:
    return write_event(
        portion,
        MoveKind.CORRECT,
        PortionState.INTERRED,
        place=say_unit(unit),
        holder=portion.holder,
        unit_id=unit.id,
        certificate_number=portion.certificate_number,
        note=reason.strip(),
        by=by,
    )
