"""The units of an institution as people step through them: zone, row, then the unit itself.

One way for all: whoever keeps ashes, sells a right, buries or only looks opens the same wall.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from cemetery import queries
from cemetery.models import Unit, UnitKind, Zone
from cemetery.plan import Plan, draw_plan
from cemetery.queries import UnitRow, WallPlace

# Ashes are kept for a term behind a door, not in the ground.
KEEPING = (UnitKind.NICHE,)


@dataclass(frozen=True)
class ZoneChoice:
    """One zone of a site with its rows."""

    rows: tuple[UnitRow, ...]

    @property
    def zone(self) -> Zone:
        return self.rows[0].zone

    @property
    def id(self) -> uuid.UUID:
        return self.zone.id

    @property
    def site_name(self) -> str:
        return self.zone.site.name

    @property
    def name(self) -> str:
        return self.zone.name

    @property
    def kind_label(self) -> str:
        return self.zone.kind_label

    @property
    def free(self) -> int:
        return sum(row.free for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True)
class Wall:
    """All zones, the one being looked at with its plan, and the row chosen in it.

    `places`: the units of that row; `chosen`: the one that was pointed at.
    """

    zones: tuple[ZoneChoice, ...]
    zone: ZoneChoice
    row: int
    places: tuple[WallPlace, ...]
    plan: Plan
    chosen: WallPlace | None


def list_zones(
    institution_id: uuid.UUID,
    kinds: Collection[UnitKind] = tuple(UnitKind),
    *,
    communal: bool | None = None,
) -> tuple[ZoneChoice, ...]:
    return _choices(queries.list_rows(institution_id, kinds, communal=communal))


def open_wall(
    institution_id: uuid.UUID,
    *,
    kinds: Collection[UnitKind] = tuple(UnitKind),
    communal: bool | None = None,
    zone: str = "",
    row: int = 0,
    number: int = 0,
    unit: str = "",
) -> Wall | None:
    """What was asked for, a unit before a zone; else the first place with a free unit.

    `number`: the unit of that row which was pointed at. `communal`: only zones that are, or are
    not. None where there are no such units.
    """
    zones = list_zones(institution_id, kinds, communal=communal)
    if not zones:
        return None
    wanted = _find_unit(unit)
    if wanted:
        zone, row, number = str(wanted.zone_id), wanted.row, wanted.number
    asked = (choice for choice in zones if str(choice.id) == zone)
    with_room = (choice for choice in zones if choice.free)
    chosen = next(asked, None) or next(with_room, zones[0])
    return _look_at(zones, chosen, row, number)


def open_zone(zone: Zone, *, row: int = 0, number: int = 0) -> Wall | None:
    """One zone alone, of whichever institution; None before it has units."""
    zones = _choices(queries.list_rows(zone.institution_id, zone_id=zone.id))
    return _look_at(zones, zones[0], row, number) if zones else None


def _look_at(zones: tuple[ZoneChoice, ...], chosen: ZoneChoice, row: int, number: int) -> Wall:
    if row not in {found.row for found in chosen.rows}:
        row = next((found.row for found in chosen.rows if found.free), chosen.rows[0].row)
        number = 0
    places = tuple(queries.list_row(chosen.id, row))
    plan = draw_plan(queries.list_plan(chosen.id))
    if plan is None:
        raise RuntimeError("A zone of a wall has rows.")
    pointed = next((place for place in places if place.unit.number == number), None)
    return Wall(zones, chosen, row, places, plan, pointed)


def _choices(rows: list[UnitRow]) -> tuple[ZoneChoice, ...]:
    return tuple(
        ZoneChoice(tuple(of_zone)) for _zone, of_zone in groupby(rows, key=lambda row: row.zone.id)
    )


def _find_unit(text: str) -> Unit | None:
    try:
        return queries.find_unit(uuid.UUID(text))
    except ValueError:
        return None
