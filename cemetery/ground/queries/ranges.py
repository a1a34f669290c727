"""The units of a range of rows and numbers, locked for a change to all of them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from cemetery.ground.kinds import UnitRange
from cemetery.models import Unit
from cemetery.rights.queries import list_held
from kernel.db import db


@dataclass(frozen=True)
class UnitFacts:
    """What a change to a range must know of each unit. `held_until`: while a family decides."""

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
    held_until: datetime | None = None

    @property
    def is_somebodys(self) -> bool:
        """Of a family or, where several lie, of those who lie there."""
        return self.family_id is not None or self.taken > 0


COLUMNS = tuple(getattr(Unit, each.name) for each in fields(UnitFacts) if hasattr(Unit, each.name))


def lock_range(zone_id: uuid.UUID, units: UnitRange) -> list[UnitFacts]:
    """As they are now, locked in the order in which everybody locks them."""
    return list(_locked(inside(zone_id, units)))


def lock_units_of(zone_id: uuid.UUID) -> dict[tuple[int, int], UnitFacts]:
    """All of a zone, by row and number."""
    return {(each.row, each.number): each for each in _locked(Unit.zone_id == zone_id)}


def list_units_of(zone_id: uuid.UUID) -> dict[tuple[int, int], UnitFacts]:
    """The same, only to look at."""
    facts = _facts(Unit.zone_id == zone_id)
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
    return _facts(where, lock=True)


def _facts(where: ColumnElement[bool], *, lock: bool = False) -> Iterator[UnitFacts]:
    # Columns, not records: nothing the page has read before stands in the way of what is true now.
    query = select(*COLUMNS).where(where).order_by(Unit.id)
    found = db.session.execute(query.with_for_update(of=Unit) if lock else query).all()
    # Only now: whoever holds a unit locks it first, so a hold we waited for is seen.
    held = list_held(where)
    facts = (replace(UnitFacts(*each), held_until=held.get(each.id)) for each in found)
    return iter(sorted(facts, key=lambda each: (each.row, each.number)))
