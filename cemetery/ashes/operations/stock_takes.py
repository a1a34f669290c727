"""盘点: begun for a zone, scanned one by one, finished with a list of what does not agree."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from cemetery.ashes.errors import (
    DiscrepancyResolved,
    ReasonMissing,
    StockTakeFinished,
    StockTakeOpen,
    ZoneUnknown,
)
from cemetery.ashes.kinds import DiscrepancyKind
from cemetery.ashes.models import AshDiscrepancy, AshStockScan, AshStockTake
from cemetery.ashes.queries import stock_takes as queries
from cemetery.ashes.queries.portions import get_portion, list_portions_in, number_of
from cemetery.queries import get_unit
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("开始骨灰盘点"))
def start_stock_take(
    *,
    institution_id: uuid.UUID,
    zone_id: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshStockTake:
    """Raises ZoneUnknown, StockTakeOpen."""
    zone = queries.find_zone(institution_id, zone_id)
    if zone is None:
        raise ZoneUnknown
    if queries.find_open_stock_take(zone.id):
        raise StockTakeOpen
    stock_take = AshStockTake(
        institution_id=institution_id, zone=zone, started_at=clock.now(), started_by=str(by)
    )
    db.session.add(stock_take)
    return stock_take


@operation(_("盘点扫描"))
def scan_ashes(
    *,
    stock_take_id: uuid.UUID,
    portion_id: uuid.UUID | None,
    said: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> AshStockScan:
    """What is there; `said`: its code, where nobody knows the portion.

    The same again is the same scan. Raises StockTakeFinished.
    """
    return _scan(_lock_open(stock_take_id), portion_id, said, by)


@operation(_("盘点扫描位置"))
def scan_unit(
    *,
    stock_take_id: uuid.UUID,
    unit_id: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> list[AshStockScan]:
    """The plate of a unit stands for all that rests in it: nobody opens a door or the ground.

    Where the record knows of nothing there, its name is what was scanned. Raises StockTakeFinished.
    """
    stock_take = _lock_open(stock_take_id)
    unit = get_unit(unit_id)
    resting = list_portions_in(unit.id)
    if not resting:
        return [_scan(stock_take, None, f"{unit.site} {unit}", by)]
    return [_scan(stock_take, portion.id, "", by) for portion in resting]


@operation(_("结束骨灰盘点"))
def finish_stock_take(
    *, stock_take_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> AshStockTake:
    """The list of what does not agree is made now: each scan against the record of its moment.

    What came after the beginning need not have been scanned, what was scanned may have left since.
    Raises StockTakeFinished.
    """
    stock_take = _lock_open(stock_take_id)
    scans = queries.list_scans(stock_take.id)
    moved = queries.list_moved(stock_take)
    came = {each.portion_id for each in moved if each.came}
    left_at = {each.portion_id: each.event.happened_at for each in moved if not each.came}
    expected = {each.id: number_of(each) for each in queries.list_expected(stock_take.zone_id)}
    scanned = {scan.portion_id for scan in scans}
    for portion_id, said in expected.items():
        if portion_id not in scanned | came:
            _note(stock_take, DiscrepancyKind.MISSING, portion_id, said)
    for scan in scans:
        if scan.portion_id is None:
            _note(stock_take, DiscrepancyKind.UNKNOWN, None, scan.said)
        elif scan.portion_id not in expected and not _has_left(scan, left_at):
            _note(stock_take, DiscrepancyKind.UNEXPECTED, scan.portion_id, scan.said)
    stock_take.finished_at, stock_take.finished_by = clock.now(), str(by)
    return stock_take


@operation(_("说明盘点差异"))
def resolve_discrepancy(
    *, discrepancy_id: uuid.UUID, note: str, by: Actor, idempotency_key: str | None = None
) -> AshDiscrepancy:
    """Why it did not agree, and what was done. Raises ReasonMissing, DiscrepancyResolved."""
    if not note.strip():
        raise ReasonMissing
    discrepancy = queries.lock_discrepancy(discrepancy_id)
    if discrepancy.resolved_at:
        raise DiscrepancyResolved
    discrepancy.resolved_at, discrepancy.resolved_by = clock.now(), str(by)
    discrepancy.note = note.strip()
    return discrepancy


def _lock_open(stock_take_id: uuid.UUID) -> AshStockTake:
    stock_take = queries.lock_stock_take(stock_take_id)
    if stock_take.finished_at:
        raise StockTakeFinished
    return stock_take


def _scan(
    stock_take: AshStockTake, portion_id: uuid.UUID | None, said: str, by: Actor
) -> AshStockScan:
    known = queries.find_scan(stock_take.id, portion_id, said)
    if known:
        return known
    if portion_id:
        said = number_of(get_portion(portion_id))
    scan = AshStockScan(
        institution_id=stock_take.institution_id,
        stock_take_id=stock_take.id,
        portion_id=portion_id,
        said=said,
        scanned_at=clock.now(),
        scanned_by=str(by),
    )
    db.session.add(scan)
    return scan


def _has_left(scan: AshStockScan, left_at: Mapping[uuid.UUID, datetime]) -> bool:
    """After it was scanned."""
    left = left_at.get(scan.portion_id) if scan.portion_id else None
    return left is not None and left >= scan.scanned_at


def _note(
    stock_take: AshStockTake, kind: DiscrepancyKind, portion_id: uuid.UUID | None, said: str
) -> None:
    db.session.add(
        AshDiscrepancy(
            institution_id=stock_take.institution_id,
            stock_take_id=stock_take.id,
            kind=kind,
            portion_id=portion_id,
            said=said,
        )
    )
