"""Stock-takes: what should stand in a zone, what was scanned, what does not agree."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from cemetery.ashes.kinds import IN_A_UNIT
from cemetery.ashes.models import (
    AshDiscrepancy,
    AshEvent,
    AshPortion,
    AshStockScan,
    AshStockTake,
)
from cemetery.models import Site, Unit, Zone
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.scope import seeing

SORTS = {"started": AshStockTake.started_at}
SCAN_SORTS = {"scanned": AshStockScan.scanned_at}
DISCREPANCY_SORTS = {"kind": AshDiscrepancy.kind, "said": AshDiscrepancy.said}


@dataclass(frozen=True)
class RowCount:
    """Of one row of a zone: portions on record, and how many of them were scanned."""

    row: int
    expected: int
    scanned: int


def list_zones(institution_id: uuid.UUID) -> list[Zone]:
    query = (
        select(Zone)
        .join(Zone.site)
        .where(Zone.institution_id == institution_id)
        .order_by(Site.name, Zone.name)
    )
    return list(db.session.scalars(query))


def find_zone(institution_id: uuid.UUID, zone_id: uuid.UUID) -> Zone | None:
    zones = list_zones(institution_id)
    return next((zone for zone in zones if zone.id == zone_id), None)


def find_open_stock_take(zone_id: uuid.UUID) -> AshStockTake | None:
    return db.session.scalar(select(AshStockTake).filter_by(zone_id=zone_id, finished_at=None))


def get_stock_take(stock_take_id: uuid.UUID) -> AshStockTake:
    found = db.session.scalar(select(AshStockTake).filter_by(id=stock_take_id))
    if found is None:
        raise NotFound
    return found


def lock_stock_take(stock_take_id: uuid.UUID) -> AshStockTake:
    """Held, so that no scan comes in between when it is finished."""
    query = (
        select(AshStockTake)
        .filter_by(id=stock_take_id)
        .with_for_update(of=AshStockTake)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_stock_takes(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    return page_of(select(AshStockTake), SORTS, number=page, sort=sort, direction=direction)


def list_expected(zone_id: uuid.UUID) -> list[AshPortion]:
    """Whose ashes the record says are in this zone now."""
    query = (
        select(AshPortion)
        .where(
            AshPortion.state.in_(IN_A_UNIT),
            AshPortion.unit_id.in_(select(Unit.id).where(Unit.zone_id == zone_id)),
        )
        .order_by(AshPortion.since)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Moved:
    """By the record a portion came into the zone, or left it."""

    event: AshEvent
    came: bool

    @property
    def portion_id(self) -> uuid.UUID:
        return self.event.portion_id


def list_moved(stock_take: AshStockTake) -> list[Moved]:
    """Over the bounds of its zone while it was going on, the earliest first."""
    zone = select(Unit.id).where(Unit.zone_id == stock_take.zone_id)
    before = aliased(AshEvent)
    came = AshEvent.unit_id.in_(zone) & AshEvent.unit_id.is_not(None)
    was = before.unit_id.in_(zone) & before.unit_id.is_not(None)
    query = (
        select(AshEvent, came)
        .join(
            before,
            and_(before.portion_id == AshEvent.portion_id, before.seq == AshEvent.seq - 1),
        )
        .where(AshEvent.happened_at >= stock_take.started_at, came != was)
        .order_by(AshEvent.happened_at, AshEvent.seq)
    )
    if stock_take.finished_at:
        query = query.where(AshEvent.happened_at <= stock_take.finished_at)
    with seeing(None):
        return [Moved(*found) for found in db.session.execute(query)]


def count_rows(stock_take: AshStockTake) -> list[RowCount]:
    """Row after row, as somebody walks along them; without those where nothing rests."""
    scan = and_(
        AshStockScan.portion_id == AshPortion.id, AshStockScan.stock_take_id == stock_take.id
    )
    query = (
        select(Unit.row, func.count(AshPortion.id), func.count(AshStockScan.id))
        .join(AshPortion, AshPortion.unit_id == Unit.id)
        .outerjoin(AshStockScan, scan)
        .where(Unit.zone_id == stock_take.zone_id, AshPortion.state.in_(IN_A_UNIT))
        .group_by(Unit.row)
        .order_by(Unit.row)
    )
    return [RowCount(*found) for found in db.session.execute(query)]


def count_scans(stock_take_id: uuid.UUID) -> int:
    query = select(func.count(AshStockScan.id)).filter_by(stock_take_id=stock_take_id)
    return db.session.scalar(query) or 0


def list_scans_page(stock_take_id: uuid.UUID, *, page: int = 1) -> Page:
    """The newest first."""
    return page_of(
        select(AshStockScan).filter_by(stock_take_id=stock_take_id), SCAN_SORTS, number=page
    )


def list_scans(stock_take_id: uuid.UUID) -> list[AshStockScan]:
    query = select(AshStockScan).filter_by(stock_take_id=stock_take_id)
    return list(db.session.scalars(query))


def find_scan(
    stock_take_id: uuid.UUID, portion_id: uuid.UUID | None, said: str
) -> AshStockScan | None:
    """Of this portion; of what was `said` where nobody knows one."""
    query = select(AshStockScan).filter_by(stock_take_id=stock_take_id, portion_id=portion_id)
    return db.session.scalar(query if portion_id else query.filter_by(said=said))


def list_discrepancies(
    stock_take_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    query = select(AshDiscrepancy).filter_by(stock_take_id=stock_take_id)
    return page_of(query, DISCREPANCY_SORTS, number=page, sort=sort, direction=direction)


def count_unresolved(stock_take_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Discrepancies nobody has explained yet; those without any are left out."""
    query = (
        select(AshDiscrepancy.stock_take_id, func.count(AshDiscrepancy.id))
        .where(
            AshDiscrepancy.stock_take_id.in_(list(stock_take_ids)),
            AshDiscrepancy.resolved_at.is_(None),
        )
        .group_by(AshDiscrepancy.stock_take_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def lock_discrepancy(discrepancy_id: uuid.UUID) -> AshDiscrepancy:
    query = (
        select(AshDiscrepancy)
        .filter_by(id=discrepancy_id)
        .with_for_update(of=AshDiscrepancy)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
