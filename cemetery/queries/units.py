"""Sites, their zones and rows, and which units are free."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, case, cast, exists, func, or_, select

from cemetery.kinds import UnitState
from cemetery.models import Site, Unit, UnitKind, Zone
from cemetery.rights.kinds import RightState
from cemetery.rights.models import Right, UnitHold
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

# How many other units a family is offered when the chosen one is gone.
ALTERNATIVES = 4


@dataclass(frozen=True)
class UnitRow:
    """One row of a zone: `free` of its `total` units can be taken."""

    zone: Zone
    row: int
    free: int
    total: int


@dataclass(frozen=True)
class WallPlace:
    """One unit of the row that is looked at."""

    unit: Unit
    state: UnitState

    @property
    def is_free(self) -> bool:
        return self.state is UnitState.FREE


@dataclass(frozen=True)
class PlanCell:
    """One unit as the plan draws it: of ten thousand, no more is read."""

    row: int
    number: int
    state: UnitState


def lock_each_unit(unit_ids: Iterable[uuid.UUID | None]) -> list[Unit]:
    """Those of them that are said, in the order of their ids, so that two clerks who need the same
    ones do not wait for each other."""
    return [lock_unit(unit_id) for unit_id in sorted({each for each in unit_ids if each})]


def lock_unit(unit_id: uuid.UUID) -> Unit:
    """The unit, held until this operation ends so no other family can claim it."""
    query = (
        select(Unit)
        .filter_by(id=unit_id)
        .with_for_update(of=Unit)
        # Without it the lock would show the unit as it was when the page was read.
        .execution_options(populate_existing=True)
    )
    unit = db.session.scalar(query)
    if unit is None:
        raise NotFound
    return unit


def find_unit(unit_id: uuid.UUID) -> Unit | None:
    return db.session.scalar(select(Unit).filter_by(id=unit_id))


def get_unit(unit_id: uuid.UUID) -> Unit:
    unit = find_unit(unit_id)
    if unit is None:
        raise NotFound
    return unit


def list_sites(institution_id: uuid.UUID) -> list[Site]:
    return list(
        db.session.scalars(
            select(Site).filter_by(institution_id=institution_id).order_by(Site.name)
        )
    )


def list_rows(
    institution_id: uuid.UUID,
    kinds: Collection[UnitKind] = tuple(UnitKind),
    zone_id: uuid.UUID | None = None,
    *,
    communal: bool | None = None,
) -> list[UnitRow]:
    """Every row of every zone, or of one zone, with its free units, in the order of the walls.

    `communal`: only zones that are, or are not.
    """
    counted = (
        select(
            Unit.zone_id,
            Unit.row,
            func.sum(cast(is_free(), Integer)).label("free"),
            func.count(Unit.id).label("total"),
        )
        .where(Unit.institution_id == institution_id)
        .group_by(Unit.zone_id, Unit.row)
    )
    if zone_id:
        counted = counted.where(Unit.zone_id == zone_id)
    rows = counted.subquery()
    query = (
        select(Zone, rows.c.row, rows.c.free, rows.c.total)
        .join(rows, rows.c.zone_id == Zone.id)
        .join(Zone.site)
        .where(Zone.kind.in_(kinds))
        .order_by(Site.name, Zone.name, rows.c.row)
    )
    if communal is not None:
        query = query.where(Zone.communal.is_(communal))
    return [UnitRow(*found) for found in db.session.execute(query)]


def list_row(zone_id: uuid.UUID, row: int) -> list[WallPlace]:
    """The units of one row of a zone, in their order."""
    query = (
        select(Unit, state_of())
        .where(Unit.zone_id == zone_id, Unit.row == row)
        .order_by(Unit.number)
    )
    return [WallPlace(unit, UnitState(state)) for unit, state in db.session.execute(query)]


def list_plan(zone_id: uuid.UUID) -> list[PlanCell]:
    """All units of a zone, row by row."""
    query = (
        select(Unit.row, Unit.number, state_of())
        .where(Unit.zone_id == zone_id)
        .order_by(Unit.row, Unit.number)
    )
    return [
        PlanCell(row, number, UnitState(state)) for row, number, state in db.session.execute(query)
    ]


def list_free_units(institution_id: uuid.UUID, zone: str, most: int = 200) -> list[Unit]:
    """Of the zones of this name."""
    query = (
        _free_units(institution_id)
        .where(Unit.zone_id.in_(select(Zone.id).where(Zone.name == zone)))
        .order_by(Unit.row, Unit.number)
        .limit(most)
    )
    return list(db.session.scalars(query))


def nearest_free_units(unit: Unit, most: int = ALTERNATIVES) -> list[Unit]:
    """Those a few steps from the wanted one: its own zone first, then its own height."""
    query = (
        _free_units_like(unit)
        .where(Unit.id != unit.id)
        .order_by(
            Unit.site_id != unit.site_id,
            Unit.zone_id != unit.zone_id,
            func.abs(Unit.row - unit.row) + func.abs(Unit.number - unit.number),
            func.abs(Unit.row - unit.row),
            Unit.number,
        )
        .limit(most)
    )
    return list(db.session.scalars(query))


def has_free_unit_like(unit: Unit) -> bool:
    """Another of its kind, anywhere in the institution."""
    return db.session.scalar(_free_units_like(unit).limit(1)) is not None


def is_free() -> ColumnElement[bool]:
    """Nobody's yet: neither ashes nor a right, nor kept while a family decides. Of a communal unit:
    with room."""
    return Unit.in_use & Unit.family_id.is_(None) & (Unit.taken < Unit.capacity) & ~_is_held()


def _is_held() -> ColumnElement[bool]:
    """By the clock: an expired hold keeps nobody away."""
    return exists().where(
        UnitHold.unit_id == Unit.id,
        UnitHold.released_at.is_(None),
        UnitHold.held_until > clock.now(),
    )


def has_right() -> ColumnElement[bool]:
    """Whether a right to it lives, whatever its term."""
    return exists().where(Right.unit_id == Unit.id, Right.state == RightState.GRANTED)


def state_of() -> ColumnElement[str]:
    """UnitState in SQL."""
    return case(
        (Unit.in_use.is_(False), UnitState.OUT_OF_USE.value),
        (Unit.communal & (Unit.taken < Unit.capacity), UnitState.FREE.value),
        (Unit.taken > 0, UnitState.TAKEN.value),
        (or_(Unit.family_id.is_not(None), _is_held()), UnitState.HELD.value),
        else_=UnitState.FREE.value,
    )


def get_state(unit: Unit) -> UnitState:
    return UnitState(db.session.scalars(select(state_of()).where(Unit.id == unit.id)).one())


def _free_units(institution_id: uuid.UUID) -> Select[Unit]:
    return select(Unit).where(Unit.institution_id == institution_id, is_free())


def _free_units_like(unit: Unit) -> Select[Unit]:
    """Who wants one of a family's own is not offered a communal one, nor the other way round."""
    alike = select(Zone.id).where(Zone.kind == unit.zone.kind, Zone.communal == unit.communal)
    return _free_units(unit.institution_id).where(Unit.zone_id.in_(alike))
