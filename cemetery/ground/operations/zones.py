"""Zones and their units, made by range."""

import uuid

from cemetery.ground.errors import (
    CommunalAlready,
    NoUnitsThere,
    ReasonMissing,
    UnitOnHold,
    UnitsExist,
    ZoneInUse,
)
from cemetery.ground.kinds import UnitAct, UnitRange, UnitSize
from cemetery.ground.laying import insert_units, new_zone, note
from cemetery.ground.models import UnitChange
from cemetery.ground.queries.ranges import UnitFacts, has_units, lock_units_of
from cemetery.ground.queries.sites import lock_site, lock_zone
from cemetery.ground.rules import check_communal, check_range, check_size
from cemetery.models import UnitKind, Zone
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("新增墓区"))
def add_zone(
    *,
    site_id: uuid.UUID,
    name: str,
    kind: UnitKind,
    units: UnitRange,
    size: UnitSize,
    by: Actor,
    communal: bool = False,
    idempotency_key: str | None = None,
) -> Zone:
    """A zone with all units of the range. `communal`: each takes ashes of any family.

    Raises ZoneNameMissing, ZoneExists, UnitKindElsewhere, NotCommunal, RangeWrong, TooManyUnits,
    CapacityWrong, SizeWrong, AreaMissing, AreaOverLimit, SteleOverLimit.
    """
    zone = new_zone(lock_site(site_id), name, kind, communal=communal)
    _add_units(zone, units, size, by)
    return zone


@operation(_("墓区加排"))
def extend_zone(
    *,
    zone_id: uuid.UUID,
    units: UnitRange,
    size: UnitSize,
    by: Actor,
    idempotency_key: str | None = None,
) -> Zone:
    """More units of its kind. Raises UnitsExist and, about the range and the size, as add_zone."""
    zone = lock_zone(zone_id)
    if has_units(zone.id, units):
        raise UnitsExist
    _add_units(zone, units, size, by)
    return zone


@operation(_("改墓区是否集中安葬"))
def change_communal(
    *,
    zone_id: uuid.UUID,
    communal: bool,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnitChange:
    """Whether each unit takes ashes of any family; only while all of them are empty and nobody's.

    Raises ReasonMissing, CommunalAlready, NotCommunal, NoUnitsThere, ZoneInUse, UnitOnHold and,
    since other sizes hold for a family's own unit, as check_size.
    """
    if not reason.strip():
        raise ReasonMissing
    zone = lock_zone(zone_id)
    if zone.communal == communal:
        raise CommunalAlready
    kind = UnitKind(zone.kind)
    if communal:
        check_communal(kind)
    found = list(lock_units_of(zone.id).values())
    if not found:
        raise NoUnitsThere
    for unit in found:
        _ensure_empty(zone, unit)
    for size in {UnitSize(unit.capacity, unit.area, unit.stele_height) for unit in found}:
        check_size(zone.site, kind, size, communal=communal)
    # The database passes it on to its units.
    zone.communal = communal
    act = UnitAct.COMMUNAL if communal else UnitAct.OF_ONE_FAMILY
    done = note(zone, act, _range_of(found), by, count=len(found), reason=reason.strip())
    db.session.add(done)
    return done


def _ensure_empty(zone: Zone, unit: UnitFacts) -> None:
    name = f"{zone}{unit.row}排{unit.number}号"
    if unit.is_somebodys:
        raise ZoneInUse(unit=name)
    if unit.held_until:
        raise UnitOnHold(unit=name, until=clock.say_clock(unit.held_until))


def _range_of(units: list[UnitFacts]) -> UnitRange:
    rows, numbers = [unit.row for unit in units], [unit.number for unit in units]
    return UnitRange(min(rows), max(rows), min(numbers), max(numbers))


def _add_units(zone: Zone, units: UnitRange, size: UnitSize, by: Actor) -> None:
    check_range(units)
    check_size(zone.site, UnitKind(zone.kind), size, communal=zone.communal)
    of_size = {"capacity": size.capacity, "area": size.area, "stele_height": size.stele_height}
    insert_units(
        zone,
        (
            {"row": row, "number": number} | of_size
            for row in range(units.first_row, units.last_row + 1)
            for number in range(units.first_number, units.last_number + 1)
        ),
    )
    db.session.add(note(zone, UnitAct.ADDED, units, by, count=units.count, **of_size))
