"""Charges, bills, payments and receipts."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from billing.models import Bill, BillLine, Charge, Payment, Receipt
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

LINE_SORTS = {"made": Bill.made_at, "waived": BillLine.waived_fen, "item": BillLine.item_code}


def list_charges(case_id: uuid.UUID) -> list[Charge]:
    """Those that count; a withdrawn one does not."""
    query = (
        select(Charge)
        .filter_by(case_id=case_id, withdrawn_at=None)
        .options(joinedload(Charge.item))
        .order_by(Charge.recorded_at)
    )
    return list(db.session.scalars(query))


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
    return db.session.scalar(select(Bill).filter_by(case_id=case_id))


def find_payment(bill_id: uuid.UUID) -> Payment | None:
    return db.session.scalar(select(Payment).filter_by(bill_id=bill_id))


def find_receipt(payment_id: uuid.UUID) -> Receipt | None:
    return db.session.scalar(select(Receipt).filter_by(payment_id=payment_id))


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
    """Fen waived on bills made within [start, end), in the reader's scope."""
    query = select(func.coalesce(func.sum(Bill.waived_fen), 0)).where(
        Bill.made_at >= start, Bill.made_at < end
    )
    return int(db.session.scalar(query) or 0)


def bills_by_id(bill_ids: set[uuid.UUID]) -> dict[uuid.UUID, Bill]:
    return {bill.id: bill for bill in db.session.scalars(select(Bill).where(Bill.id.in_(bill_ids)))}


def list_bill_lines(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The waived lines behind `sum_waived`."""
    query = (
        select(BillLine)
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(Bill.made_at >= start, Bill.made_at < end, BillLine.waived_fen > 0)
    )
    return page_of(query, LINE_SORTS, number=page, sort=sort, direction=direction)
