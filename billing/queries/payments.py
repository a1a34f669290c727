"""Payments and refunds."""

import uuid
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from billing.kinds import ONLINE, PaymentState, RefundState
from billing.models import Payment, Refund
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

REFUND_SORTS = {"asked": Refund.asked_at, "amount": Refund.amount_fen}
PAYMENT_SORTS = {"started": Payment.started_at, "amount": Payment.amount_fen}


def list_payments(case_id: uuid.UUID) -> list[Payment]:
    query = select(Payment).filter_by(case_id=case_id).order_by(Payment.started_at, Payment.id)
    return list(db.session.scalars(query))


def find_payment(bill_id: uuid.UUID) -> Payment | None:
    """The first money that came for this bill."""
    query = (
        select(Payment)
        .filter_by(bill_id=bill_id, state=PaymentState.PAID)
        .order_by(Payment.taken_at)
        .limit(1)
    )
    return db.session.scalar(query)


def find_order(order_number: str) -> Payment | None:
    return db.session.scalar(select(Payment).filter_by(order_number=order_number))


def get_order(order_number: str) -> Payment:
    payment = find_order(order_number)
    if payment is None:
        raise NotFound
    return payment


def lock_order(order_number: str) -> Payment:
    query = (
        select(Payment)
        .filter_by(order_number=order_number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    payment = db.session.scalar(query)
    if payment is None:
        raise NotFound
    return payment


def list_refundable(case_id: uuid.UUID) -> list[Payment]:
    """Payments with something left to give back, the newest first; the account is locked.

    Read afresh: what the page showed before the lock may have been given back meanwhile.
    """
    query = (
        select(Payment)
        .where(
            Payment.case_id == case_id,
            Payment.state == PaymentState.PAID,
            Payment.amount_fen > Payment.refunded_fen,
        )
        .order_by(Payment.taken_at.desc(), Payment.id.desc())
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def split_back(case_id: uuid.UUID, fen: int) -> list[tuple[Payment, int]]:
    """From which payments so much goes back, the newest first."""
    parts = []
    for payment in list_refundable(case_id):
        part = min(fen, payment.amount_fen - payment.refunded_fen)
        if part:
            parts.append((payment, part))
            fen -= part
    return parts


def list_refunds_of(case_id: uuid.UUID) -> list[Refund]:
    query = select(Refund).join(Payment).where(Payment.case_id == case_id).order_by(Refund.asked_at)
    return list(db.session.scalars(query))


def get_refund(number: str) -> Refund:
    refund = db.session.scalar(select(Refund).filter_by(number=number))
    if refund is None:
        raise NotFound
    return refund


def lock_refund(number: str) -> Refund:
    query = (
        select(Refund)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    refund = db.session.scalar(query)
    if refund is None:
        raise NotFound
    return refund


def list_refunds(
    *, state: RefundState | None, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """In the reader's scope. ASKED are the tasks: also what a provider refused and nobody redid."""
    query = select(Refund).join(Refund.payment).options(contains_eager(Refund.payment))
    if state is RefundState.ASKED:
        query = query.where(_needs_somebody())
    elif state is RefundState.FAILED:
        query = query.where(or_(Refund.state == state, Refund.trouble.is_not(None)))
    elif state is not None:
        query = query.where(Refund.state == state)
    return page_of(query, REFUND_SORTS, number=page, sort=sort, direction=direction)


def _needs_somebody() -> ColumnElement[bool]:
    refused = and_(
        Refund.state == RefundState.FAILED,
        Payment.amount_fen - Payment.refunded_fen >= Refund.amount_fen,
    )
    return or_(Refund.state == RefundState.ASKED, refused)


def list_troubled(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    """Payments parked for staff: the provider's word does not agree with ours."""
    query = select(Payment).where(Payment.trouble.is_not(None))
    return page_of(query, PAYMENT_SORTS, number=page, sort=sort, direction=direction)


def find_refund(number: str) -> Refund | None:
    return db.session.scalar(select(Refund).filter_by(number=number))


def list_pending(older_than: timedelta) -> list[str]:
    """Order numbers of payments that still wait, of all institutions."""
    query = select(Payment.order_number).where(
        Payment.state == PaymentState.PENDING, Payment.started_at < clock.now() - older_than
    )
    return list(db.session.scalars(query))


def list_closed_since(span: timedelta) -> list[str]:
    """Order numbers of online payments closed within the span."""
    query = select(Payment.order_number).where(
        Payment.state == PaymentState.CLOSED, Payment.ended_at > clock.now() - span
    )
    return list(db.session.scalars(query))


def list_unsent_refunds(older_than: timedelta) -> list[str]:
    """Numbers of refunds that go over a provider and are not answered yet."""
    query = (
        select(Refund.number)
        .join(Payment)
        .where(
            Refund.state == RefundState.ASKED,
            Refund.by_hand.is_(False),
            Payment.method.in_(ONLINE),
            Refund.asked_at < clock.now() - older_than,
        )
    )
    return list(db.session.scalars(query))
