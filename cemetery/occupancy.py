"""Taking and giving back a place in a unit: the only writers of `taken` and `family_id`.

A unit belongs to one family: with a right to it until that is ended, else from its first portion of
ashes until it is empty again. A communal unit (集中安葬) belongs to nobody and takes ashes of any
family while there is room.
"""

import uuid

from sqlalchemy import ColumnElement, Update, case, or_, update

from cemetery import queries
from cemetery.errors import NoFreeUnit, UnitFull, UnitTaken
from cemetery.models import Unit
from cemetery.queries.units import has_right
from cemetery.rights.errors import RightExpired, UnitCommunal, UnitHeld
from cemetery.rights.queries import find_right_for, is_held_for_another
from kernel.db import db


def take_place(unit_id: uuid.UUID, ashes_id: uuid.UUID, *, lies_there: bool = False) -> Unit:
    """One more portion of these ashes, by their case or foreign certificate; the unit stays locked
    until the operation ends.

    By the right that names the deceased, else for the ashes themselves. `lies_there`: only the
    record is put right, nothing is opened, so the term of the right need not run any more. Raises
    UnitFull where the family's own unit has no place left, RightExpired, UnitHeld, UnitTaken, and
    NoFreeUnit where the institution has no other unit of this kind to offer.
    """
    # Before looking: holds and rights of rivals are other rows, which the lock makes us wait for.
    queries.lock_unit(unit_id)
    right = find_right_for(unit_id, ashes_id)
    if right and right.days_over > 0 and not lies_there:
        raise RightExpired
    if is_held_for_another(unit_id, [ashes_id]):
        raise UnitHeld
    family_id = right.id if right else ashes_id
    # Core, not ORM: a counter that others change is never read and written back.
    given = _changed(
        update(Unit)
        .where(Unit.id == unit_id, has_room_for(family_id))
        .values(taken=Unit.taken + 1, family_id=case((Unit.communal, None), else_=family_id))
    )
    unit = queries.lock_unit(unit_id)
    if given:
        return unit
    if unit.in_use and (unit.communal or unit.family_id == family_id):
        raise UnitFull(capacity=unit.capacity)
    raise UnitTaken if queries.has_free_unit_like(unit) else NoFreeUnit


def free_place(unit_id: uuid.UUID) -> Unit:
    """A portion has left; with the last one the unit is free for any family, unless it is held by
    a right."""
    emptied = (Unit.taken == 1) & ~has_right()
    _changed(
        update(Unit)
        .where(Unit.id == unit_id)
        .values(taken=Unit.taken - 1, family_id=case((emptied, None), else_=Unit.family_id))
    )
    return queries.lock_unit(unit_id)


def give_to_right(unit_id: uuid.UUID, right_id: uuid.UUID, ashes_ids: list[uuid.UUID]) -> Unit:
    """Whose it is from now on, even while it is empty; these ashes may rest there already, or those
    of the right itself, which comes back to a unit it has left.

    Raises UnitCommunal, UnitHeld, UnitTaken, NoFreeUnit.
    """
    if queries.lock_unit(unit_id).communal:
        raise UnitCommunal
    if is_held_for_another(unit_id, ashes_ids):
        raise UnitHeld
    own = or_(Unit.family_id.is_(None), Unit.family_id.in_([right_id, *ashes_ids]))
    given = _changed(
        update(Unit).where(Unit.id == unit_id, Unit.in_use, own).values(family_id=right_id)
    )
    unit = queries.lock_unit(unit_id)
    if not given:
        raise UnitTaken if queries.has_free_unit_like(unit) else NoFreeUnit
    return unit


def leave_by_right(unit_id: uuid.UUID, right_id: uuid.UUID) -> Unit:
    """The right is over or has moved; where ashes still rest the unit stays theirs."""
    _changed(
        update(Unit)
        .where(Unit.id == unit_id, Unit.family_id == right_id, Unit.taken == 0)
        .values(family_id=None)
    )
    return queries.lock_unit(unit_id)


def has_room_for(family_id: uuid.UUID) -> ColumnElement[bool]:
    # Nobody's, or everybody's: a communal unit has no family either.
    own = or_(Unit.family_id.is_(None), Unit.family_id == family_id)
    return Unit.in_use & own & (Unit.taken < Unit.capacity)


def _changed(statement: Update) -> bool:
    return bool(db.session.connection().execute(statement).rowcount == 1)
