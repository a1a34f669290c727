"""Batches of plates: what can be ordered, how far one has come, what was made."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, undefer

from cemetery.kinds import PlateFileKind
from cemetery.models import Plate, PlateArtwork, PlateBatch, PlateFile, Site, Unit, Zone
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

# Plates drawn in one transaction: a fraction of a second, which whoever withdraws waits.
CHUNK = 20
SORTS = {
    "ordered": PlateBatch.ordered_at,
    "number": PlateBatch.number,
    "total": PlateBatch.total,
}


@dataclass(frozen=True)
class PlateZone:
    """A zone as an order sees it: `bare` of its `total` niches in use have no plate."""

    site: Site
    zone: str
    bare: int
    total: int


@dataclass(frozen=True)
class DrawnPlate:
    """A plate that works, and its finished drawing."""

    position: int
    unit: str
    token: str
    svg: bytes
    sha256: str


def list_plate_zones(institution_id: uuid.UUID) -> list[PlateZone]:
    query = (
        select(Site, Zone.name, func.count().filter(~_has_plate()), func.count())
        .join(Zone, Zone.site_id == Site.id)
        .join(Unit, Unit.zone_id == Zone.id)
        .where(Unit.institution_id == institution_id, Unit.in_use)
        .group_by(Site.id, Zone.name)
        .order_by(Site.name, Zone.name)
    )
    return [PlateZone(*found) for found in db.session.execute(query)]


def get_site(site_id: uuid.UUID) -> Site:
    site = db.session.scalar(select(Site).filter_by(id=site_id))
    if site is None:
        raise NotFound
    return site


def lock_units(site_id: uuid.UUID, zone: str, rows: list[int]) -> list[Unit]:
    """Those in use of the zone and rows, where empty of all, held so that no other order and no
    replacement gives one of them a plate meanwhile. Deposits wait, pages do not.
    """
    query = select(Unit).where(Unit.site_id == site_id, Unit.in_use)
    if zone:
        query = query.join(Zone, Zone.id == Unit.zone_id).where(Zone.name == zone)
    if rows:
        query = query.where(Unit.row.in_(rows))
    held = (
        query.order_by(Unit.id).with_for_update(of=Unit).execution_options(populate_existing=True)
    )
    units = list(db.session.scalars(held))
    return sorted(units, key=lambda unit: (unit.zone.name, unit.row, unit.number))


def live_plates_of(units: Iterable[Unit]) -> dict[uuid.UUID, Plate]:
    """By the niche; asked after the niches were locked."""
    query = (
        select(Plate)
        .where(Plate.unit_id.in_([unit.id for unit in units]), Plate.revoked_at.is_(None))
        .order_by(Plate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {plate.unit_id: plate for plate in db.session.scalars(query) if plate.unit_id}


def list_plate_batches(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    query = select(PlateBatch).options(joinedload(PlateBatch.site))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def get_plate_batch(batch_id: uuid.UUID) -> PlateBatch:
    query = select(PlateBatch).filter_by(id=batch_id).options(joinedload(PlateBatch.site))
    return _found(db.session.scalar(query))


def find_plate_batch(number: str) -> PlateBatch | None:
    return db.session.scalar(select(PlateBatch).filter_by(number=number.strip().upper()))


def lock_plate_batch(batch_id: uuid.UUID) -> PlateBatch:
    """Held until this step is written, so that two workers take turns."""
    query = (
        select(PlateBatch)
        .filter_by(id=batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _found(db.session.scalar(query))


def _found(batch: PlateBatch | None) -> PlateBatch:
    if batch is None:
        raise NotFound
    return batch


def lock_working_plates(batch_id: uuid.UUID) -> list[Plate]:
    """Those of the batch that were not stopped, held."""
    query = (
        _working(batch_id)
        .order_by(Plate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def list_undrawn(batch_id: uuid.UUID) -> list[Plate]:
    """The next CHUNK of plates without a drawing; a stopped one needs none."""
    drawn = exists().where(PlateArtwork.plate_id == Plate.id)
    query = (
        _working(batch_id)
        .where(~drawn)
        .options(joinedload(Plate.own_unit))
        .order_by(Plate.position)
        .limit(CHUNK)
    )
    return list(db.session.scalars(query))


def list_drawn(batch_id: uuid.UUID) -> list[DrawnPlate]:
    """Every plate of the batch that works, with its drawing, in order."""
    query = (
        select(Plate, PlateArtwork)
        .join(PlateArtwork, PlateArtwork.plate_id == Plate.id)
        .where(Plate.batch_id == batch_id, Plate.revoked_at.is_(None))
        .options(joinedload(Plate.own_unit), undefer(PlateArtwork.svg))
        .order_by(Plate.position)
    )
    return [
        DrawnPlate(plate.position or 0, str(plate.unit), plate.token, drawn.svg, drawn.sha256)
        for plate, drawn in db.session.execute(query)
    ]


def count_working(batch_id: uuid.UUID) -> int:
    query = select(func.count()).select_from(_working(batch_id).subquery())
    return db.session.scalar(query) or 0


def count_given_out(batch_id: uuid.UUID) -> int:
    query = select(func.count(Plate.id)).where(
        Plate.batch_id == batch_id, Plate.given_out_at.is_not(None)
    )
    return db.session.scalar(query) or 0


def list_files(batch_id: uuid.UUID) -> list[PlateFile]:
    """Without what is in them, in the order of PlateFileKind."""
    found = db.session.scalars(select(PlateFile).filter_by(batch_id=batch_id))
    return sorted(found, key=lambda file: list(PlateFileKind).index(PlateFileKind(file.kind)))


def get_file(batch_id: uuid.UUID, kind: str) -> PlateFile:
    query = select(PlateFile).filter_by(batch_id=batch_id, kind=kind)
    file = db.session.scalar(query.options(undefer(PlateFile.content)))
    if file is None:
        raise NotFound
    return file


def _working(batch_id: uuid.UUID) -> Select[Plate]:
    return select(Plate).where(Plate.batch_id == batch_id, Plate.revoked_at.is_(None))


def _has_plate() -> ColumnElement[bool]:
    return exists().where(Plate.unit_id == Unit.id, Plate.revoked_at.is_(None))
