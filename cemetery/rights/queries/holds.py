"""Which unit is kept for whom just now."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from cemetery.models import Unit
from cemetery.rights.errors import HoldUnknown
from cemetery.rights.models import UnitHold
from kernel import clock
from kernel.db import db


def get_hold(hold_id: uuid.UUID) -> UnitHold:
    """Living or not. Raises HoldUnknown."""
    hold = db.session.scalar(select(UnitHold).filter_by(id=hold_id))
    if hold is None:
        raise HoldUnknown
    return hold


def lock_hold(hold_id: uuid.UUID) -> UnitHold:
    query = (
        select(UnitHold)
        .filter_by(id=hold_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    hold = db.session.scalar(query)
    if hold is None:
        raise HoldUnknown
    return hold


def list_unreleased(**whose: Any) -> list[UnitHold]:
    """By `unit_id`, or at an institution by whose ashes, or by `for_name` where nobody has died:
    the expired ones too, locked; at most one of each."""
    query = select(UnitHold).filter_by(released_at=None, **whose).with_for_update()
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def find_open_hold(ashes_id: uuid.UUID) -> UnitHold | None:
    """What the family of a case, or of ashes from elsewhere, is deciding about now."""
    return db.session.scalar(
        select(UnitHold).where(
            _ashes() == ashes_id,
            UnitHold.released_at.is_(None),
            UnitHold.held_until > clock.now(),
        )
    )


def list_held(units: ColumnElement[bool]) -> dict[uuid.UUID, datetime]:
    """Until when each of these units is kept just now; those that are not are left out."""
    query = (
        select(UnitHold.unit_id, UnitHold.held_until)
        .join(Unit, Unit.id == UnitHold.unit_id)
        .where(units, UnitHold.released_at.is_(None), UnitHold.held_until > clock.now())
    )
    return {held.unit_id: held.held_until for held in db.session.execute(query)}


def list_open_holds() -> list[UnitHold]:
    """In the reader's scope, what will be free again first."""
    query = (
        select(UnitHold)
        .where(UnitHold.released_at.is_(None), UnitHold.held_until > clock.now())
        .options(joinedload(UnitHold.unit))
        .order_by(UnitHold.held_until)
    )
    return list(db.session.scalars(query))


def is_held_for_another(unit_id: uuid.UUID, ashes_ids: Collection[uuid.UUID]) -> bool:
    """Than the family of these. Where nobody has died one family cannot be told from another, so
    every hold is another's."""
    query = select(UnitHold.id).where(
        UnitHold.unit_id == unit_id,
        UnitHold.released_at.is_(None),
        UnitHold.held_until > clock.now(),
        or_(_ashes().is_(None), _ashes().not_in(ashes_ids)),
    )
    return db.session.scalar(query) is not None


def _ashes() -> ColumnElement[uuid.UUID | None]:
    """Whose, by case or foreign certificate, as a portion says it."""
    return func.coalesce(UnitHold.case_id, UnitHold.foreign_certificate_id)
