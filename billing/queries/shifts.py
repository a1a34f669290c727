"""Drawers: what should lie in one, and those that were counted."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from billing.kinds import PaymentMethod, RefundState
from billing.models import PaperRefund, Payment, Refund, Shift
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SHIFT_SORTS = {
    "opened": Shift.opened_at,
    "closed": Shift.closed_at,
    "number": Shift.number,
    "expected": Shift.expected_fen,
    "difference": Shift.counted_fen - Shift.expected_fen,
}


@dataclass(frozen=True)
class DrawerCash:
    """All in fen; `payments` and `refunds` count them."""

    float_fen: int
    tendered_fen: int
    change_fen: int
    payments: int
    refunded_fen: int
    refunds: int

    @property
    def taken_fen(self) -> int:
        return self.tendered_fen - self.change_fen

    @property
    def expected_fen(self) -> int:
        return self.float_fen + self.taken_fen - self.refunded_fen


def cash_of(shift: Shift) -> DrawerCash:
    taken = select(
        func.coalesce(func.sum(Payment.tendered_fen), 0),
        func.coalesce(func.sum(Payment.change_fen), 0),
        func.count(Payment.id),
    ).where(Payment.shift_id == shift.id, Payment.method == PaymentMethod.CASH)
    given_back = (
        select(func.coalesce(func.sum(Refund.amount_fen), 0), func.count(Refund.id))
        .join(Payment, Refund.payment_id == Payment.id)
        .where(
            Refund.shift_id == shift.id,
            Refund.state == RefundState.DONE,
            Payment.method == PaymentMethod.CASH,
        )
    )
    on_paper = select(
        func.coalesce(func.sum(PaperRefund.amount_fen), 0), func.count(PaperRefund.id)
    ).where(PaperRefund.shift_id == shift.id)
    tendered, change, payments = db.session.execute(taken).one()
    refunded, refunds = db.session.execute(given_back).one()
    by_paper, papers = db.session.execute(on_paper).one()
    return DrawerCash(
        float_fen=shift.float_fen,
        tendered_fen=int(tendered or 0),
        change_fen=int(change or 0),
        payments=payments,
        refunded_fen=int(refunded) + int(by_paper),
        refunds=refunds + papers,
    )


def has_moved(shift_id: uuid.UUID) -> bool:
    """Whether cash came into the drawer or went out of it."""
    payments = select(Payment.id).where(Payment.shift_id == shift_id)
    refunds = select(Refund.id).where(Refund.shift_id == shift_id)
    papers = select(PaperRefund.id).where(PaperRefund.shift_id == shift_id)
    moved = payments.exists() | refunds.exists() | papers.exists()
    return bool(db.session.scalar(select(moved)))


def find_open_shift(cashier_id: uuid.UUID) -> Shift | None:
    return db.session.scalar(select(Shift).filter_by(cashier_id=cashier_id, closed_at=None))


def get_shift(number: str) -> Shift:
    shift = db.session.scalar(select(Shift).filter_by(number=number.strip().upper()))
    if shift is None:
        raise NotFound
    return shift


def list_payments_of(shift: Shift) -> list[Payment]:
    query = select(Payment).filter_by(shift_id=shift.id).order_by(Payment.taken_at, Payment.id)
    return list(db.session.scalars(query))


def list_cash_refunds_of(shift: Shift) -> list[Refund]:
    query = select(Refund).filter_by(shift_id=shift.id).order_by(Refund.done_at, Refund.id)
    return list(db.session.scalars(query))


def list_paper_refunds_of(shift: Shift) -> list[PaperRefund]:
    query = select(PaperRefund).filter_by(shift_id=shift.id).order_by(PaperRefund.done_at)
    return list(db.session.scalars(query))


def list_shifts(
    *,
    institution_id: uuid.UUID | None = None,
    cashier_id: uuid.UUID | None = None,
    closed_in: tuple[datetime, datetime] | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    query = select(Shift)
    if institution_id:
        query = query.where(Shift.institution_id == institution_id)
    if cashier_id:
        query = query.where(Shift.cashier_id == cashier_id)
    if closed_in:
        query = query.where(Shift.closed_at >= closed_in[0], Shift.closed_at < closed_in[1])
    return page_of(query, SHIFT_SORTS, number=page, sort=sort, direction=direction)


def list_cashiers() -> list[uuid.UUID]:
    """Who ever had a drawer, in the reader's scope."""
    return list(db.session.scalars(select(Shift.cashier_id).distinct()))
