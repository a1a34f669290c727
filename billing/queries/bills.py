"""Charges, bills, payments and receipts."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from billing.assessment import Assessment
from billing.lines import Facts
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
from billing.policy import Policy
from billing.queries.tariff import assess_waiver
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
        .order_by(Charge.recorded_at)
    )
    return list(db.session.scalars(query))


def assess_charges(
    institution_id: uuid.UUID,
    facts: Facts,
    charges: list[Charge],
    identity_index: str | None,
    case_id: uuid.UUID,
) -> tuple[Policy | None, Assessment]:
    """What the county waives on these charges; nothing where another case had its waiver."""
    grant = find_grant(identity_index) if identity_index else None
    if grant and grant.case_id != case_id:
        facts = replace(facts, waived_elsewhere=True)
    return assess_waiver(institution_id, facts, [charge.line() for charge in charges])


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


def find_bill_of_case(case_id: uuid.UUID) -> Bill | None:
    """The bill that counts: the one no other stands in for."""
    replaced = aliased(Bill)
    query = (
        select(Bill)
        .outerjoin(replaced, replaced.replaces_id == Bill.id)
        .where(Bill.case_id == case_id, replaced.id.is_(None))
    )
    return db.session.scalar(query)


def find_standing_bill(case_id: uuid.UUID) -> Bill | None:
    """The bill of a case unless it was taken back whole; then the case may be billed anew."""
    bill = find_bill_of_case(case_id)
    return None if bill is None or is_reversed(bill) else bill


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


def is_reversed(bill: Bill) -> bool:
    """Every line taken back, so that another bill may stand in for it."""
    return len(credited_lines(bill.id)) == len(bill.lines)


def is_billed(case_id: uuid.UUID) -> bool:
    """Whether a bill stands, so that nothing may be charged beside it."""
    bill = find_bill_of_case(case_id)
    return bill is not None and not is_reversed(bill)


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
