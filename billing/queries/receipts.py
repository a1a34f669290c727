"""Receipts by number, by payment and by day, and the proof that no number is missing."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Integer, and_, cast, func, or_, select
from sqlalchemy.orm import joinedload

from billing.models import Bill, FiscalReceipt, Payment, Receipt, ReceiptVoid
from kernel.counters import NumberKind
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.pages import Page, page_of
from kernel.places import Institution

RECEIPT_SORTS = {
    "issued": Receipt.issued_at,
    "number": Receipt.number,
    "amount": Payment.amount_fen,
}
MISSING_SHOWN = 20


class ReceiptState(StrEnum):
    """What a list of receipts may be narrowed to."""

    COUNTS = "counts"
    VOIDED = "voided"
    NO_FISCAL = "no_fiscal"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    ReceiptState.COUNTS: _("有效"),
    ReceiptState.VOIDED: _("已作废"),
    ReceiptState.NO_FISCAL: _("没有财政电子票据"),
}


@dataclass(frozen=True)
class Recount:
    """One home's receipts of one year, counted in the table. `missing`: the first few."""

    institution_id: uuid.UUID
    year: int
    count: int
    last: int
    voided: int
    missing: tuple[int, ...]


def find_receipt(payment_id: uuid.UUID) -> Receipt | None:
    """The one that counts; a voided one does not."""
    query = (
        select(Receipt)
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .where(Receipt.payment_id == payment_id, ReceiptVoid.id.is_(None))
    )
    return db.session.scalar(query)


def list_receipts_of(payment_id: uuid.UUID) -> list[Receipt]:
    """All of a payment, voided ones too, in the order they were issued."""
    query = select(Receipt).filter_by(payment_id=payment_id).order_by(Receipt.issued_at)
    return list(db.session.scalars(query))


def get_receipt(number: str) -> Receipt:
    receipt = db.session.scalar(select(Receipt).filter_by(number=number.strip().upper()))
    if receipt is None:
        raise NotFound
    return receipt


def lock_receipt(number: str) -> Receipt:
    """The receipt, held until this operation ends, so that it is printed or voided once."""
    query = (
        select(Receipt)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    receipt = db.session.scalar(query)
    if receipt is None:
        raise NotFound
    return receipt


def find_replacement(receipt_id: uuid.UUID) -> Receipt | None:
    """The one issued in place of a voided one."""
    return db.session.scalar(select(Receipt).filter_by(replaces_id=receipt_id))


def find_replaced(receipt: Receipt) -> Receipt | None:
    """The voided one this one stands in for."""
    return db.session.get(Receipt, receipt.replaces_id) if receipt.replaces_id else None


def list_receipts(
    *,
    institution_id: uuid.UUID | None = None,
    issued_in: tuple[datetime, datetime] | None = None,
    search: str = "",
    state: ReceiptState | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """`search`: a part of a receipt's, bill's, case's or e-receipt's number."""
    query = (
        select(Receipt)
        .join(Payment, Receipt.payment_id == Payment.id)
        .outerjoin(Bill, Payment.bill_id == Bill.id)
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .outerjoin(FiscalReceipt, FiscalReceipt.receipt_id == Receipt.id)
        .options(joinedload(Receipt.payment).joinedload(Payment.bill))
        .options(joinedload(Receipt.void), joinedload(Receipt.fiscal))
    )
    if institution_id:
        query = query.where(Receipt.institution_id == institution_id)
    if issued_in:
        query = query.where(Receipt.issued_at >= issued_in[0], Receipt.issued_at < issued_in[1])
    if search.strip():
        wanted = search.strip().upper()
        columns = (Receipt.number, Bill.number, Bill.case_number, FiscalReceipt.number)
        query = query.where(or_(*(one.contains(wanted, autoescape=True) for one in columns)))
    if state is not None:
        query = query.where(STATES[state])
    return page_of(query, RECEIPT_SORTS, number=page, sort=sort, direction=direction)


STATES = {
    ReceiptState.COUNTS: ReceiptVoid.id.is_(None),
    ReceiptState.VOIDED: ReceiptVoid.id.is_not(None),
    # Nothing paid needs no e-receipt.
    ReceiptState.NO_FISCAL: and_(
        ReceiptVoid.id.is_(None), FiscalReceipt.id.is_(None), Payment.amount_fen > 0
    ),
}


def count_without_fiscal(institution_id: uuid.UUID) -> int:
    query = (
        select(func.count(Receipt.id))
        .join(Payment, Receipt.payment_id == Payment.id)
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .outerjoin(FiscalReceipt, FiscalReceipt.receipt_id == Receipt.id)
        .where(Receipt.institution_id == institution_id, STATES[ReceiptState.NO_FISCAL])
    )
    return db.session.scalar(query) or 0


def recount(institution: Institution, year: int) -> Recount:
    """From the numbers in the table, not from the counter that gave them."""
    prefix = f"{institution.code}{NumberKind.RECEIPT}{year % 100:02d}-"
    serial = cast(func.substr(Receipt.number, len(prefix) + 1), Integer).label("serial")
    of_year = (
        select(serial, ReceiptVoid.id.label("void_id"))
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .where(
            Receipt.institution_id == institution.id,
            Receipt.number.startswith(prefix, autoescape=True),
        )
        .subquery()
    )
    count, last, voided = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.max(of_year.c.serial), 0),
            func.count(of_year.c.void_id),
        ).select_from(of_year)
    ).one()
    missing: tuple[int, ...] = ()
    if count != last:
        numbers = func.generate_series(1, last).column_valued("n")
        absent = (
            select(numbers)
            .where(~select(of_year.c.serial).where(of_year.c.serial == numbers).exists())
            .order_by(numbers)
            .limit(MISSING_SHOWN)
        )
        missing = tuple(db.session.scalars(absent))
    return Recount(institution.id, year, count, int(last or 0), voided, missing)
