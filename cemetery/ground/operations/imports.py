"""A list of units from a file: kept first, looked at, then taken over whole or not at all."""

import hashlib
import uuid
from typing import Any, cast

from sqlalchemy import Table, bindparam, update

from cemetery.ground.csv_units import read_units
from cemetery.ground.errors import ImportApplied, ImportHasErrors, NothingToApply
from cemetery.ground.examining import Report, Verdict, Wish, examine
from cemetery.ground.laying import insert_units, new_zone
from cemetery.ground.models import UnitImport
from cemetery.ground.queries.imports import find_waiting_import, lock_unit_import
from cemetery.ground.queries.ranges import lock_units_of
from cemetery.ground.queries.sites import get_site, list_zones, lock_site, lock_zone
from cemetery.models import Site, Unit
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

LONGEST_FILE_NAME = 100
# What a list says of a unit beside its place.
VALUES = ("capacity", "area", "stele_height", "in_use", "out_of_use_reason")


@operation(_("读入位置清单"))
def stage_unit_import(
    *,
    site_id: uuid.UUID,
    file_name: str,
    content: bytes,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnitImport:
    """Keeps the rows; the same file while it waits is the same list.

    Raises FileUnread, ColumnMissing, FileTooLarge, NoRows.
    """
    site = lock_site(get_site(site_id).id)
    digest = hashlib.sha256(content).hexdigest()
    waiting = find_waiting_import(site.id, digest)
    if waiting:
        return waiting
    rows = read_units(content)
    staged = UnitImport(
        institution_id=site.institution_id,
        site_id=site.id,
        file_name=file_name[-LONGEST_FILE_NAME:],
        sha256=digest,
        rows=rows,
        total=len(rows),
        staged_at=clock.now(),
        staged_by=str(by),
    )
    db.session.add(staged)
    return staged


@operation(_("写入位置清单"))
def apply_unit_import(
    *, import_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> UnitImport:
    """All of it in one transaction, against the units as they are now.

    Raises ImportApplied, ImportHasErrors, NothingToApply.
    """
    staged = lock_unit_import(import_id)
    if staged.applied_at:
        raise ImportApplied
    # First the site, then its zones: nobody adds to them until this is done.
    site = lock_site(staged.site_id)
    zones = [lock_zone(zone.id) for zone in list_zones(site.id)]
    report = examine(site, zones, lambda zone: lock_units_of(zone.id), staged.rows)
    if report.mistakes:
        raise ImportHasErrors(count=len(report.mistakes))
    if not report.wishes:
        raise NothingToApply
    _apply(site, report)
    staged.applied_at, staged.applied_by = clock.now(), str(by)
    staged.added, staged.changed = report.of(Verdict.NEW), report.of(Verdict.CHANGED)
    return staged


def _apply(site: Site, report: Report) -> None:
    zones = {zone.name: zone for zone in list_zones(site.id)}
    fresh: dict[str, list[dict[str, Any]]] = {}
    changed = []
    for wish, before in report.wishes:
        if before:
            values = {f"new_{name}": value for name, value in _values(wish).items()}
            changed.append({"unit": before.id} | values)
        else:
            place = {"row": wish.row, "number": wish.number}
            fresh.setdefault(wish.zone, []).append(place | _values(wish))
            if wish.zone not in zones:
                communal = bool(report.new_zones[wish.zone].communal)
                zones[wish.zone] = new_zone(site, wish.zone, wish.kind, communal=communal)
    for name, rows in fresh.items():
        insert_units(zones[name], rows)
    if changed:
        # Core, not ORM: the list itself is what the journal leads to.
        units = cast(Table, Unit.__table__)
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in VALUES}
        changing = update(units).where(units.c.id == bindparam("unit")).values(**new)
        db.session.connection().execute(changing, changed)


def _values(wish: Wish) -> dict[str, Any]:
    return {
        "capacity": wish.size.capacity,
        "area": wish.size.area,
        "stele_height": wish.size.stele_height,
        "in_use": not wish.reason,
        "out_of_use_reason": wish.reason or None,
    }
