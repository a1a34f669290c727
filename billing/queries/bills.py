"""Charges, bills, payments and receipts."""

import uuid
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, joinedload

from billing.models import (
    Bill,
    BillLine,
    BillSignature,
    Charge,
    CreditNote,
    CreditNoteLine,
    FundingEntry,
    Payment,
    Quotation,
    Receipt,
    WaiverGrant,
)
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

FUNDING_SORTS = {
    "made": FundingEntry.entered_at,
    "waived": FundingEntry.fen,
    "item": BillLine.item_code,
}


def list_charges(case_id: uuid.UUID) -> list[Charge]:
    """Those that count; a withdrawn one does not."""
    query = (
        select(Charge)
        .filter_by(case_id=case_id, withdrawn_at=None)
        .options(joinedload(Charge.item))
        .order_by(Charge.recorded_at, Charge.id)
    )
    return list(db.session.scalars(query))


def list_open_charges(case_id: uuid.UUID) -> list[Charge]:
    """What the next bill takes."""
    return [charge for charge in list_charges(case_id) if charge.bill_id is None]


def list_withdrawn_charges(case_id: uuid.UUID) -> list[Charge]:
    query = (
        select(Charge)
        .where(Charge.case_id == case_id, Charge.withdrawn_at.is_not(None))
        .options(joinedload(Charge.item))
        .order_by(Charge.withdrawn_at)
    )
    return list(db.session.scalars(query))


def get_charge(charge_id: uuid.UUID) -> Charge:
    charge = db.session.scalar(select(Charge).filter_by(id=charge_id))
    if charge is None:
        raise NotFound
    return charge


def lock_charge(charge_id: uuid.UUID) -> Charge:
    query = (
        select(Charge)
        .filter_by(id=charge_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    charge = db.session.scalar(query)
    if charge is None:
        raise NotFound
    return charge


def get_bill(number: str) -> Bill:
    bill = db.session.scalar(select(Bill).filter_by(number=number.strip().upper()))
    if bill is None:
        raise NotFound
    return bill


def lock_bill(number: str) -> Bill:
    """The bill, held until this operation ends, so that it is paid once."""
    query = (
        select(Bill)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    bill = db.session.scalar(query)
    if bill is None:
        raise NotFound
    return bill


def find_last_bill(case_id: uuid.UUID) -> Bill | None:
    """The one no other follows yet, whether it stands or was taken back."""
    following = aliased(Bill)
    query = (
        select(Bill)
        .outerjoin(following, following.follows_id == Bill.id)
        .where(Bill.case_id == case_id, following.id.is_(None))
    )
    return db.session.scalar(query)


def list_standing_bills(case_id: uuid.UUID) -> list[Bill]:
    """Those not taken back whole, in the order they were made."""
    return [bill for bill in list_bills_of_case(case_id) if not is_reversed(bill)]


def find_standing_bill(case_id: uuid.UUID) -> Bill | None:
    """The last bill of a case that stands: on its page money is taken for all of the case."""
    return next(reversed(list_standing_bills(case_id)), None)


def list_bills_of_case(case_id: uuid.UUID) -> list[Bill]:
    """All of a case, reversed ones too, in the order they were made."""
    return list(
        db.session.scalars(select(Bill).filter_by(case_id=case_id).order_by(Bill.made_at, Bill.id))
    )


def list_credit_notes(bill_id: uuid.UUID) -> list[CreditNote]:
    query = select(CreditNote).filter_by(bill_id=bill_id).order_by(CreditNote.made_at)
    return list(db.session.scalars(query))


def get_credit_note(number: str) -> CreditNote:
    note = db.session.scalar(select(CreditNote).filter_by(number=number.strip().upper()))
    if note is None:
        raise NotFound
    return note


def credited_lines(bill_id: uuid.UUID) -> set[uuid.UUID]:
    """The lines of a bill that were taken back."""
    query = (
        select(CreditNoteLine.bill_line_id)
        .join(BillLine, CreditNoteLine.bill_line_id == BillLine.id)
        .where(BillLine.bill_id == bill_id)
    )
    return set(db.session.scalars(query))


def list_left_lines(bill: Bill) -> list[BillLine]:
    """Those that were not taken back."""
    credited = credited_lines(bill.id)
    return [line for line in bill.lines if line.id not in credited]


def lines_taken_back(case_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """By charge: its last line, where that was taken back."""
    query = (
        select(BillLine)
        .join(CreditNoteLine, CreditNoteLine.bill_line_id == BillLine.id)
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(Bill.case_id == case_id)
        .order_by(Bill.made_at, Bill.id)
    )
    return {line.charge_id: line.id for line in db.session.scalars(query)}


def charges_taken_back(case_id: uuid.UUID) -> set[uuid.UUID]:
    """Those on a bill that stands, whose line on it was taken back."""
    query = (
        select(Charge.id)
        .join(BillLine, and_(BillLine.charge_id == Charge.id, BillLine.bill_id == Charge.bill_id))
        .join(CreditNoteLine, CreditNoteLine.bill_line_id == BillLine.id)
        .where(Charge.case_id == case_id)
    )
    return set(db.session.scalars(query))


def is_reversed(bill: Bill) -> bool:
    """Every line taken back, so that the next bill takes its charges anew."""
    return len(credited_lines(bill.id)) == len(bill.lines)


def is_billed(case_id: uuid.UUID) -> bool:
    """Whether a bill stands, so that what it rests on may not change."""
    return find_standing_bill(case_id) is not None


def find_signature(bill_id: uuid.UUID) -> BillSignature | None:
    return db.session.scalar(select(BillSignature).filter_by(bill_id=bill_id))


def find_quotation(case_id: uuid.UUID) -> Quotation | None:
    """What the family was told last."""
    query = (
        select(Quotation)
        .filter_by(case_id=case_id)
        .order_by(Quotation.quoted_at.desc(), Quotation.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def find_grant(identity_index: str) -> WaiverGrant | None:
    """Who has waived fees for this person already, in any county of this database."""
    query = select(WaiverGrant).filter_by(identity_index=identity_index, released_at=None)
    return db.session.scalar(query)


def find_grant_of_case(case_id: uuid.UUID) -> WaiverGrant | None:
    query = select(WaiverGrant).filter_by(case_id=case_id, released_at=None).with_for_update()
    return db.session.scalar(query)


def get_bill_of_receipt(number: str) -> Bill:
    """By the number printed on the slip a family holds."""
    query = (
        select(Bill)
        .join(Payment, Payment.bill_id == Bill.id)
        .join(Receipt, Receipt.payment_id == Payment.id)
        .where(Receipt.number == number.strip().upper())
    )
    bill = db.session.scalar(query)
    if bill is None:
        raise NotFound
    return bill


def sum_waived(start: datetime, end: datetime) -> int:
    """Fen waived within [start, end) less what credit notes took back, in the reader's scope."""
    query = select(func.coalesce(func.sum(FundingEntry.fen), 0)).where(
        FundingEntry.entered_at >= start, FundingEntry.entered_at < end
    )
    return int(db.session.scalar(query) or 0)


def list_funding(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The entries behind `sum_waived`: who pays for which line, and what was taken back."""
    query = (
        select(FundingEntry)
        .join(BillLine, FundingEntry.bill_line_id == BillLine.id)
        .where(FundingEntry.entered_at >= start, FundingEntry.entered_at < end)
        .options(joinedload(FundingEntry.line).joinedload(BillLine.bill))
    )
    return page_of(query, FUNDING_SORTS, number=page, sort=sort, direction=direction)
