"""The units of a range of rows and numbers, locked for a change to all of them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from cemetery.ground.kinds import UnitRange
from cemetery.models import Unit
from kernel.db import db


@dataclass(frozen=True)
class UnitFacts:
    """What a change to a range must know of each unit."""

    id: uuid.UUID
    row: int
    number: int
    capacity: int
    taken: int
    family_id: uuid.UUID | None
    in_use: bool
    area: int | None
    stele_height: int | None
    out_of_use_reason: str | None

    @property
    def is_somebodys(self) -> bool:
        """Of a family or, where several lie, of those who lie there."""
        return self.family_id is not None or self.taken > 0


COLUMNS = tuple(getattr(Unit, name) for name in UnitFacts.__dataclass_fields__)


def lock_range(zone_id: uuid.UUID, units: UnitRange) -> list[UnitFacts]:
    """As they are now, held in the order in which everybody holds them."""
    return list(_locked(inside(zone_id, units)))


def lock_units_of(zone_id: uuid.UUID) -> dict[tuple[int, int], UnitFacts]:
    """All of a zone, by row and number."""
    return {(each.row, each.number): each for each in _locked(Unit.zone_id == zone_id)}


def list_units_of(zone_id: uuid.UUID) -> dict[tuple[int, int], UnitFacts]:
    """The same, only to look at."""
    query = select(*COLUMNS).where(Unit.zone_id == zone_id)
    facts = (UnitFacts(*found) for found in db.session.execute(query))
    return {(each.row, each.number): each for each in facts}


def has_units(zone_id: uuid.UUID, units: UnitRange) -> bool:
    return db.session.scalar(select(Unit.id).where(inside(zone_id, units)).limit(1)) is not None


def inside(zone_id: uuid.UUID, units: UnitRange) -> ColumnElement[bool]:
    return and_(
        Unit.zone_id == zone_id,
        Unit.row.between(units.first_row, units.last_row),
        Unit.number.between(units.first_number, units.last_number),
    )


def _locked(where: ColumnElement[bool]) -> Iterator[UnitFacts]:
    # Columns, not records: nothing the page has read before stands in the way of what is true now.
    query = select(*COLUMNS).where(where).order_by(Unit.row, Unit.number).with_for_update(of=Unit)
    return (UnitFacts(*found) for found in db.session.execute(query))
