"""Making zones, units and the record of a change, for the operations that lay out the ground."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert

from cemetery.ground.errors import ZoneExists, ZoneNameMissing
from cemetery.ground.kinds import UnitAct, UnitRange
from cemetery.ground.models import UnitChange
from cemetery.ground.queries.sites import list_zones
from cemetery.ground.rules import check_communal, check_kind
from cemetery.models import Site, Unit, UnitKind, Zone
from kernel import clock
from kernel.db import db, new_id
from kernel.people.actors import Actor

LONGEST_NAME = 20


def new_zone(site: Site, name: str, kind: UnitKind, *, communal: bool = False) -> Zone:
    """Without units yet. Raises ZoneNameMissing, ZoneExists, UnitKindElsewhere, NotCommunal."""
    name = name.strip()
    # 松2区3排1号 would be read as another unit than it is.
    if not name or len(name) > LONGEST_NAME or any(letter.isdigit() for letter in name):
        raise ZoneNameMissing
    check_kind(site, kind)
    if communal:
        check_communal(kind)
    if name in {zone.name for zone in list_zones(site.id)}:
        raise ZoneExists
    zone = Zone(
        institution_id=site.institution_id, site=site, name=name, kind=kind, communal=communal
    )
    db.session.add(zone)
    db.session.flush()
    return zone


def insert_units(zone: Zone, rows: Iterable[dict[str, Any]]) -> None:
    """`rows`: what differs from unit to unit. The caller writes down the change as one record."""
    known = {
        "institution_id": zone.institution_id,
        "site_id": zone.site_id,
        "zone_id": zone.id,
        "communal": zone.communal,
    }
    fresh = [
        {"id": new_id(), "taken": 0, "in_use": True, "out_of_use_reason": None} | known | row
        for row in rows
    ]
    if fresh:
        # Core, not ORM: ten thousand units are one line of the journal, not ten thousand.
        db.session.connection().execute(insert(Unit), fresh)


def note(zone: Zone, act: UnitAct, units: UnitRange, by: Actor, **what: Any) -> UnitChange:
    """The record of a change to a range; `what`: its count, reason and sizes."""
    return UnitChange(
        institution_id=zone.institution_id,
        zone_id=zone.id,
        act=act,
        done_at=clock.now(),
        done_by=str(by),
        **asdict(units),
        **({"reason": ""} | what),
    )
