"""Units out of use and back in use, and how many portions of ashes they hold."""

import uuid
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, update

from cemetery.ground.errors import (
    CapacityBelowTaken,
    NoUnitsThere,
    ReasonMissing,
    UnitInUse,
    UnitOnHold,
)
from cemetery.ground.kinds import UnitAct, UnitRange, UnitSize
from cemetery.ground.laying import note
from cemetery.ground.models import UnitChange
from cemetery.ground.queries.ranges import UnitFacts, inside, lock_range
from cemetery.ground.queries.sites import lock_zone
from cemetery.ground.rules import check_range, check_size
from cemetery.models import Unit, UnitKind, Zone
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("停用格位或墓位"))
def take_out_of_use(
    *,
    zone_id: uuid.UUID,
    units: UnitRange,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnitChange:
    """Nobody is offered them any more. Raises RangeWrong, TooManyUnits, ReasonMissing,
    NoUnitsThere, UnitInUse where ashes or a right are in one of them, and UnitOnHold."""
    lot = _lock(zone_id, units, reason, by)
    meant = [unit for unit in lot.found if unit.in_use]
    held = next((unit for unit in meant if unit.is_somebodys), None)
    if held:
        raise UnitInUse(unit=lot.name(held))
    lot.ensure_not_held(meant)
    return _write(lot, UnitAct.OUT_OF_USE, meant, in_use=False, out_of_use_reason=lot.reason)


@operation(_("恢复使用格位或墓位"))
def put_back_in_use(
    *,
    zone_id: uuid.UUID,
    units: UnitRange,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnitChange:
    """Raises RangeWrong, TooManyUnits, ReasonMissing, NoUnitsThere."""
    lot = _lock(zone_id, units, reason, by)
    meant = [unit for unit in lot.found if not unit.in_use]
    return _write(lot, UnitAct.BACK_IN_USE, meant, in_use=True, out_of_use_reason=None)


@operation(_("改格位或墓位的容量"))
def change_capacity(
    *,
    zone_id: uuid.UUID,
    units: UnitRange,
    capacity: int,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnitChange:
    """How many portions of ashes each may hold, by the limits of its size.

    Raises RangeWrong, TooManyUnits, ReasonMissing, NoUnitsThere, CapacityWrong, CapacityBelowTaken,
    AreaOverLimit, SteleOverLimit, UnitOnHold.
    """
    lot = _lock(zone_id, units, reason, by)
    for area, stele_height in {(unit.area, unit.stele_height) for unit in lot.found}:
        size = UnitSize(capacity, area, stele_height)
        kind = UnitKind(lot.zone.kind)
        check_size(lot.zone.site, kind, size, communal=lot.zone.communal)
    fuller = next((unit for unit in lot.found if unit.taken > capacity), None)
    if fuller:
        raise CapacityBelowTaken(unit=lot.name(fuller), taken=fuller.taken)
    meant = [unit for unit in lot.found if unit.capacity != capacity]
    lot.ensure_not_held(meant)
    return _write(lot, UnitAct.CAPACITY, meant, capacity=capacity)


@dataclass(frozen=True)
class _Lot:
    """A range that is locked with its zone, and who changes it why."""

    zone: Zone
    units: UnitRange
    found: list[UnitFacts]
    reason: str
    by: Actor

    def name(self, unit: UnitFacts) -> str:
        return f"{self.zone}{unit.row}排{unit.number}号"

    def ensure_not_held(self, units: list[UnitFacts]) -> None:
        """What a family was shown stays as it is until it has decided. Raises UnitOnHold."""
        for unit in units:
            if unit.held_until:
                raise UnitOnHold(unit=self.name(unit), until=clock.say_clock(unit.held_until))


def _lock(zone_id: uuid.UUID, units: UnitRange, reason: str, by: Actor) -> _Lot:
    check_range(units)
    if not reason.strip():
        raise ReasonMissing
    # With the zone, or somebody could add units to the range meanwhile.
    zone = lock_zone(zone_id)
    return _Lot(zone, units, lock_range(zone.id, units), reason.strip(), by)


def _write(lot: _Lot, act: UnitAct, meant: list[UnitFacts], **values: Any) -> UnitChange:
    if not meant:
        raise NoUnitsThere
    # Core, not ORM: they are locked with their zone, and the change is one record.
    changing = update(Unit).where(inside(lot.zone.id, lot.units), _differs(values))
    db.session.connection().execute(changing.values(**values))
    what = {"capacity": values.get("capacity"), "count": len(meant), "reason": lot.reason}
    done = note(lot.zone, act, lot.units, lot.by, **what)
    db.session.add(done)
    return done


def _differs(values: dict[str, Any]) -> ColumnElement[bool]:
    name, value = next(iter(values.items()))
    return cast(ColumnElement[bool], getattr(Unit, name) != value)
