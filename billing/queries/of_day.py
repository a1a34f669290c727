"""The documents of one home's day: what the daily report counts, and the lists behind it."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from billing.kinds import PaymentMethod, PaymentState, RefundState
from billing.models import Bill, BillLine, CreditNote, Payment, Receipt, ReceiptVoid, Refund
from kernel import clock
from kernel.pages import Page, page_of

Between = tuple[datetime, datetime]
BILL_SORTS = {"made": Bill.made_at, "number": Bill.number, "gross": Bill.gross_fen}
NOTE_SORTS = {"made": CreditNote.made_at, "number": CreditNote.number, "due": CreditNote.due_fen}
PAYMENT_SORTS = {"taken": Payment.taken_at, "amount": Payment.amount_fen}
REFUND_SORTS = {"done": Refund.done_at, "amount": Refund.amount_fen}
LINE_SORTS = {"made": Bill.made_at, "gross": BillLine.gross_fen, "waived": BillLine.waived_fen}


def list_bills_of_day(institution_id: uuid.UUID, day: date, **page: Any) -> Page:
    return _page(bills_of(institution_id, clock.day_range(day)), BILL_SORTS, page)


def list_credit_notes_of_day(institution_id: uuid.UUID, day: date, **page: Any) -> Page:
    query = notes_of(institution_id, clock.day_range(day)).options(joinedload(CreditNote.bill))
    return _page(query, NOTE_SORTS, page)


def list_payments_of_day(
    institution_id: uuid.UUID,
    day: date,
    *,
    method: PaymentMethod | None,
    unreceipted: bool = False,
    late: bool = False,
    **page: Any,
) -> Page:
    """`unreceipted`: only those no counting receipt names."""
    state = PaymentState.PAID_LATE if late else PaymentState.PAID
    query = payments_of(institution_id, clock.day_range(day), state)
    if method is not None:
        query = query.where(Payment.method == method)
    if unreceipted:
        query = query.where(Payment.id.not_in(receipted()))
    return _page(query.options(joinedload(Payment.bill)), PAYMENT_SORTS, page)


def list_refunds_of_day(
    institution_id: uuid.UUID, day: date, *, method: PaymentMethod | None, **page: Any
) -> Page:
    query = refunds_of(institution_id, clock.day_range(day)).options(joinedload(Refund.payment))
    if method is not None:
        query = query.where(Payment.method == method)
    return _page(query, REFUND_SORTS, page)


def list_lines_of_day(
    institution_id: uuid.UUID, day: date, *, item_code: str = "", **page: Any
) -> Page:
    start, end = clock.day_range(day)
    query = (
        select(BillLine)
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(
            Bill.institution_id == institution_id,
            Bill.made_at >= start,
            Bill.made_at < end,
        )
        .options(joinedload(BillLine.bill))
    )
    if item_code:
        query = query.where(BillLine.item_code == item_code)
    return _page(query, LINE_SORTS, page)


def list_deposits_of_day(institution_id: uuid.UUID, day: date, **page: Any) -> Page:
    """Held when the day ended: taken before a bill, for cases that had none yet."""
    query = deposits_of(institution_id, clock.day_range(day)[1])
    return _page(query, PAYMENT_SORTS, page)


def bills_of(institution_id: uuid.UUID, between: Between) -> Select[Bill]:
    start, end = between
    return select(Bill).where(
        Bill.institution_id == institution_id, Bill.made_at >= start, Bill.made_at < end
    )


def notes_of(institution_id: uuid.UUID, between: Between) -> Select[CreditNote]:
    start, end = between
    return select(CreditNote).where(
        CreditNote.institution_id == institution_id,
        CreditNote.made_at >= start,
        CreditNote.made_at < end,
    )


def payments_of(
    institution_id: uuid.UUID, between: Between, state: PaymentState
) -> Select[Payment]:
    start, end = between
    return select(Payment).where(
        Payment.institution_id == institution_id,
        Payment.state == state,
        Payment.taken_at >= start,
        Payment.taken_at < end,
    )


def refunds_of(institution_id: uuid.UUID, between: Between) -> Select[Refund]:
    start, end = between
    return (
        select(Refund)
        .join(Payment, Refund.payment_id == Payment.id)
        .where(
            Refund.institution_id == institution_id,
            Refund.state == RefundState.DONE,
            Refund.done_at >= start,
            Refund.done_at < end,
        )
    )


def receipted() -> Select[uuid.UUID]:
    """Payments that a counting receipt names."""
    return (
        select(Receipt.payment_id)
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .where(ReceiptVoid.id.is_(None))
    )


def deposits_of(institution_id: uuid.UUID, before: datetime) -> Select[Payment]:
    billed = select(Bill.id).where(Bill.case_id == Payment.case_id, Bill.made_at < before)
    return select(Payment).where(
        Payment.institution_id == institution_id,
        Payment.bill_id.is_(None),
        Payment.state == PaymentState.PAID,
        Payment.taken_at < before,
        Payment.amount_fen > given_back(before),
        ~billed.exists(),
    )


def given_back(before: datetime) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(Refund.amount_fen), 0))
        .where(
            Refund.payment_id == Payment.id,
            Refund.state == RefundState.DONE,
            Refund.done_at < before,
        )
        .correlate(Payment)
        .scalar_subquery()
    )


def _page(query: Select[Any], sorts: Mapping[str, Any], asked: dict[str, Any]) -> Page:
    return page_of(query, sorts, number=asked.pop("page", 1), **asked)
