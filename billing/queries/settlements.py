"""What payers still owe for waived fees, and the batches they were asked to pay."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload

from billing.models import (
    Bill,
    BillLine,
    CreditNote,
    FundingEntry,
    Settlement,
    SettlementEntry,
)
from billing.statement import SettledLine
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SETTLEMENT_SORTS = {
    "frozen": Settlement.frozen_at,
    "number": Settlement.number,
    "period": Settlement.period_to,
    "total": Settlement.total_fen,
}
ENTRY_SORTS = {
    "entered": FundingEntry.entered_at,
    "case": Bill.case_number,
    "item": BillLine.item_code,
    "fen": FundingEntry.fen,
}


@dataclass(frozen=True)
class Waiting:
    """What one payer owes one home and no batch holds yet. `other_fen`: for other counties."""

    institution_id: uuid.UUID
    payer: str
    entries: int
    fen: int
    other_fen: int
    since: datetime


def list_waiting(institution_id: uuid.UUID, county_code: str) -> list[Waiting]:
    registration = Bill.assessment["facts"]["household_registration"].astext
    elsewhere = case((registration.startswith(county_code), 0), else_=FundingEntry.fen)
    query = (
        select(
            FundingEntry.payer,
            func.count(FundingEntry.id),
            func.sum(FundingEntry.fen),
            func.sum(case((registration.is_(None), 0), else_=elsewhere)),
            func.min(FundingEntry.entered_at),
        )
        .join(BillLine, FundingEntry.bill_line_id == BillLine.id)
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(FundingEntry.institution_id == institution_id, _unsettled())
        .group_by(FundingEntry.payer)
        .order_by(FundingEntry.payer)
    )
    return [
        Waiting(institution_id, payer, entries, int(fen), int(other), since)
        for payer, entries, fen, other, since in db.session.execute(query)
    ]


def list_unsettled(institution_id: uuid.UUID, payer: str, before: datetime) -> list[SettledLine]:
    """In the order of `digest_of`."""
    return _lines(
        _line_columns().where(
            FundingEntry.institution_id == institution_id,
            FundingEntry.payer == payer,
            FundingEntry.entered_at < before,
            _unsettled(),
        )
    )


def find_last_settled_day(institution_id: uuid.UUID, payer: str) -> date | None:
    query = select(func.max(Settlement.period_to)).where(
        Settlement.institution_id == institution_id, Settlement.payer == payer
    )
    return db.session.scalar(query)


def get_settlement(number: str) -> Settlement:
    query = select(Settlement).filter_by(number=number.strip().upper())
    return _found(db.session.scalar(query))


def lock_settlement(number: str) -> Settlement:
    query = (
        select(Settlement)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _found(db.session.scalar(query))


def list_settlements(
    *,
    institution_id: uuid.UUID | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    query = select(Settlement)
    if institution_id:
        query = query.where(Settlement.institution_id == institution_id)
    return page_of(query, SETTLEMENT_SORTS, number=page, sort=sort, direction=direction)


def list_settled(settlement_id: uuid.UUID) -> list[SettledLine]:
    """All lines of a batch, in the order of `digest_of`."""
    query = _line_columns().join(
        SettlementEntry, SettlementEntry.funding_entry_id == FundingEntry.id
    )
    return _lines(query.where(SettlementEntry.settlement_id == settlement_id))


def list_entries_of(
    settlement_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    query = (
        select(FundingEntry)
        .join(SettlementEntry)
        .join(BillLine, FundingEntry.bill_line_id == BillLine.id)
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(SettlementEntry.settlement_id == settlement_id)
        .options(joinedload(FundingEntry.line).joinedload(BillLine.bill))
        .options(joinedload(FundingEntry.credit_note))
    )
    return page_of(query, ENTRY_SORTS, number=page, sort=sort, direction=direction)


def settled_lines(entries: Sequence[FundingEntry]) -> list[SettledLine]:
    return [_settled_line(entry, entry.line, entry.credit_note) for entry in entries]


def _settled_line(entry: FundingEntry, line: BillLine, note: CreditNote | None) -> SettledLine:
    bill = line.bill
    return SettledLine(
        entry_id=entry.id,
        case_id=bill.case_id,
        case_number=bill.case_number,
        bill_number=bill.number,
        position=line.position,
        item_code=line.item_code,
        item_name=line.name,
        item_class=line.item_class,
        clause=line.clause,
        fen=entry.fen,
        entered_at=entry.entered_at,
        credit_note=note.number if note else None,
        registration=(bill.assessment or {}).get("facts", {}).get("household_registration"),
    )


def _line_columns() -> Select[*tuple[Any, ...]]:
    """The fields of SettledLine in their order. A quarter has thousands, so no records are made."""
    return (
        select(
            FundingEntry.id,
            *(Bill.case_id, Bill.case_number, Bill.number),
            *(BillLine.position, BillLine.item_code, BillLine.name, BillLine.item_class),
            *(BillLine.clause, FundingEntry.fen, FundingEntry.entered_at, CreditNote.number),
            Bill.assessment["facts"]["household_registration"].astext,
        )
        .join(BillLine, FundingEntry.bill_line_id == BillLine.id)
        .join(Bill, BillLine.bill_id == Bill.id)
        .outerjoin(CreditNote, FundingEntry.credit_note_id == CreditNote.id)
        .order_by(FundingEntry.entered_at, FundingEntry.id)
    )


def _lines(query: Select[*tuple[Any, ...]]) -> list[SettledLine]:
    return [SettledLine(*row) for row in db.session.execute(query)]


def _unsettled() -> ColumnElement[bool]:
    settled = select(SettlementEntry.id).where(SettlementEntry.funding_entry_id == FundingEntry.id)
    return ~settled.exists()


def _found(settlement: Settlement | None) -> Settlement:
    if settlement is None:
        raise NotFound
    return settlement
