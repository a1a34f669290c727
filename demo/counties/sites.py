"""The part of a county's file about where ashes rest: sites, their zones, the units in them."""

from dataclasses import dataclass

from cemetery.ground.kinds import SiteKind, UnitKind, UnitRange, UnitSize
from kernel.checked_yaml import Value


@dataclass(frozen=True)
class ZoneEntry:
    """What cemetery.ground.operations.add_zone asks for."""

    name: str
    kind: UnitKind
    units: UnitRange
    size: UnitSize
    communal: bool


@dataclass(frozen=True)
class SiteEntry:
    """What cemetery.ground.operations.add_site asks for, and its zones."""

    kind: SiteKind
    name: str
    address: str
    visiting_hours: str
    approval: str
    zones: tuple[ZoneEntry, ...]


def read_sites(value: Value) -> tuple[SiteEntry, ...]:
    return tuple(_read_site(each) for each in value.items())


def _read_site(value: Value) -> SiteEntry:
    found = value.fields(
        *("kind", "name", "visiting_hours", "zones"), optional=("address", "approval")
    )
    return SiteEntry(
        kind=found["kind"].choice(SiteKind),
        name=found["name"].text(),
        address=found["address"].text() if "address" in found else "",
        visiting_hours=found["visiting_hours"].text(),
        approval=found["approval"].text() if "approval" in found else "",
        zones=tuple(_read_zone(zone) for zone in found["zones"].items()),
    )


def _read_zone(value: Value) -> ZoneEntry:
    found = value.fields(
        *("name", "kind", "rows", "numbers"),
        optional=("capacity", "area", "stele_height", "communal"),
    )
    return ZoneEntry(
        name=found["name"].text(),
        kind=found["kind"].choice(UnitKind),
        units=UnitRange(1, found["rows"].whole(), 1, found["numbers"].whole()),
        size=UnitSize(
            capacity=found["capacity"].whole() if "capacity" in found else 1,
            area=int(found["area"].number() * 100) if "area" in found else None,
            stele_height=found["stele_height"].whole() if "stele_height" in found else None,
        ),
        communal="communal" in found and found["communal"].flag(),
    )
