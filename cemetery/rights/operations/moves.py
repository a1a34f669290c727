"""A right goes to another unit, which fits whoever it names and whatever rests by it."""

import uuid

from cemetery.models import Unit, UnitKind
from cemetery.occupancy import give_to_right, leave_by_right
from cemetery.queries import lock_each_unit
from cemetery.rights.errors import (
    AgreementMissing,
    MoveNotLocal,
    OtherFees,
    OtherInstitution,
    SameUnit,
    UnitTooSmall,
)
from cemetery.rights.fees import item_codes
from cemetery.rights.grounds import is_local
from cemetery.rights.kinds import MoveReason
from cemetery.rights.models import Right, RightMove
from cemetery.rights.queries.rights import lock_living
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("迁移使用权"))
def relocate_right(
    *,
    number: str,
    unit_id: uuid.UUID,
    reason: MoveReason,
    agreed: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Right:
    """To another unit, with its terms, persons and holder; the family agreed in writing (`agreed`).

    Only the right moves. Ashes rest where they are until they are moved by an act of their own:
    the old unit stays the family's until it is empty, and until then the right may go back there.
    Fees stay as paid, so the new unit is one of the same fees. Raises RightOver, AgreementMissing,
    SameUnit, OtherInstitution, MoveNotLocal, OtherFees, UnitTooSmall, UnitCommunal, UnitHeld,
    UnitTaken, NoFreeUnit.
    """
    right = lock_living(number)
    if not agreed.strip():
        raise AgreementMissing
    if unit_id == right.unit_id:
        raise SameUnit
    units = lock_each_unit({*right.unit_ids, unit_id})
    wanted = next(unit for unit in units if unit.id == unit_id)
    _ensure_fits(right, wanted)
    _ensure_room(right, wanted, units)
    old = right.unit_id
    ashes = [person.ashes_id for person in right.persons if person.ashes_id]
    new = give_to_right(unit_id, right.id, ashes)
    right.moves.append(
        RightMove(
            institution_id=right.institution_id,
            from_unit_id=old,
            to_unit_id=new.id,
            reason=reason,
            agreed=agreed.strip(),
            moved_at=clock.now(),
            moved_by=str(by),
        )
    )
    right.unit = new
    leave_by_right(old, right.id)
    return right


def _ensure_fits(right: Right, new: Unit) -> None:
    """Raises OtherInstitution, MoveNotLocal, OtherFees."""
    if new.institution_id != right.institution_id:
        raise OtherInstitution
    # Within one site nobody is asked again: it may have been granted before the rule.
    if new.site_id != right.unit.site_id and not is_local(new.site, right.household_registration):
        raise MoveNotLocal
    if item_codes(UnitKind(new.zone.kind)) != item_codes(UnitKind(right.unit.zone.kind)):
        raise OtherFees


def _ensure_room(right: Right, new: Unit, units: list[Unit]) -> None:
    """For all it names, and for all that rest by it, wherever. Raises UnitTooSmall."""
    resting = sum(unit.taken for unit in units if unit.family_id == right.id)
    persons = len(right.persons)
    if new.capacity < max(persons, resting):
        raise UnitTooSmall(capacity=new.capacity, persons=persons, resting=resting)
