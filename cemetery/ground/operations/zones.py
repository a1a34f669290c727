"""Zones and their units, made by range."""

import uuid

from cemetery.ground.errors import UnitsExist
from cemetery.ground.kinds import UnitAct, UnitRange, UnitSize
from cemetery.ground.laying import insert_units, new_zone, note
from cemetery.ground.queries.ranges import has_units
from cemetery.ground.queries.sites import lock_site, lock_zone
from cemetery.ground.rules import check_range, check_size
from cemetery.models import UnitKind, Zone
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
    """A zone with all units of the range. `communal`: for good, each takes ashes of any family.

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
