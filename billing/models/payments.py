"""Money taken, money given back, and the slips that say so."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.models.bills import Bill, CreditNote
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Shift(OfInstitution, Base):
    """当班: one cashier's drawer from the first cash of the day to its counted close."""

    __tablename__ = "shifts"
    __table_args__ = (
        Index(
            "one_open_shift",
            "cashier_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint(
            "(closed_at IS NULL) = (counted_fen IS NULL) "
            "AND (closed_at IS NULL) = (expected_fen IS NULL) "
            "AND (closed_at IS NULL) = (signed_name IS NULL)",
            name="closed_whole",
        ),
        CheckConstraint("closed_at IS NULL OR counts IS NOT NULL", name="counted_by_denomination"),
        CheckConstraint(
            "counted_fen = expected_fen OR explanation <> ''", name="differences_are_explained"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    cashier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    opened_at: Mapped[datetime]
    # The change the drawer began with.
    float_fen: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    expected_fen: Mapped[int | None]
    counted_fen: Mapped[int | None]
    # How many pieces of each denomination, by its value in fen (billing.cash).
    counts: Mapped[dict[str, Any] | None]
    explanation: Mapped[str] = mapped_column(default="")
    signed_name: Mapped[str | None]

    def __str__(self) -> str:
        return self.number


class Payment(OfInstitution, Base):
    """One sum by one payer by one method. Its state only moves forward (a trigger says so).

    Without a bill it is a deposit. `tendered_fen` is what the family handed over in cash.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("tendered_fen - change_fen = amount_fen", name="change_is_right"),
        CheckConstraint("amount_fen >= 0 AND change_fen >= 0", name="nothing_negative"),
        CheckConstraint(
            "refunded_fen >= 0 AND refunded_fen <= amount_fen", name="never_more_back_than_came"
        ),
        CheckConstraint("(state IN ('paid', 'paid_late')) = (taken_at IS NOT NULL)", name="dated"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    bill_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bills.id"), index=True)
    # What the provider knows it by; ours, so that a lost answer can be asked for again.
    order_number: Mapped[str] = mapped_column(unique=True)
    method: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    amount_fen: Mapped[int]
    payer_name: Mapped[str]
    tendered_fen: Mapped[int | None]
    change_fen: Mapped[int | None]
    # A terminal's or a transfer's number.
    reference: Mapped[str | None]
    provider_ref: Mapped[str | None]
    # What the family follows or scans while the payment waits.
    action_kind: Mapped[str | None]
    action_text: Mapped[str | None] = mapped_column(info={"private": True})
    # Why staff must look at it: another amount, another currency, money after the end.
    trouble: Mapped[str | None]
    refunded_fen: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None] = mapped_column(index=True)
    taken_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    shift_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shifts.id"), index=True)

    bill: Mapped[Bill | None] = relationship()

    def __str__(self) -> str:
        return self.order_number


class PaymentEvent(Base):
    """The inbox: each notification once, written with what it changed."""

    __tablename__ = "payment_events"
    __table_args__ = (UniqueConstraint("rail", "event_id", name="an_event_is_taken_once"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    rail: Mapped[str]
    event_id: Mapped[str]
    order_number: Mapped[str | None] = mapped_column(index=True)
    received_at: Mapped[datetime]


class Refund(OfInstitution, Base):
    """Money on its way back: asked, then done or failed; called failed, it may be done yet."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_is_dated"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"), index=True)
    credit_note_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("credit_notes.id"), index=True
    )
    # The provider's idempotency key.
    number: Mapped[str] = mapped_column(unique=True)
    amount_fen: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    # Given back by a person, although the money came over a provider.
    by_hand: Mapped[bool]
    # What the provider said when it refused.
    trouble: Mapped[str | None]
    reference: Mapped[str | None]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    asked_by: Mapped[str]
    done_at: Mapped[datetime | None]
    shift_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shifts.id"), index=True)

    payment: Mapped[Payment] = relationship()
    credit_note: Mapped[CreditNote | None] = relationship()

    def __str__(self) -> str:
        return self.number


class PaperRefund(OfInstitution, Base):
    """凭票据退款: given back at the till for a paper receipt, where no case has an account.

    `receipt`: the paper it was paid by; `reference`: of what the payee signed or the bank's number.
    Once for one record.
    """

    __tablename__ = "paper_refunds"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("(method = 'cash') = (shift_id IS NOT NULL)", name="cash_is_of_a_shift"),
        UniqueConstraint("fact_id", name="paper_money_goes_back_once"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    fact_kind: Mapped[str]
    fact_id: Mapped[uuid.UUID]
    receipt: Mapped[str]
    method: Mapped[str]
    amount_fen: Mapped[int]
    payee_name: Mapped[str]
    reason: Mapped[str]
    reference: Mapped[str]
    done_at: Mapped[datetime] = mapped_column(index=True)
    done_by: Mapped[str]
    shift_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shifts.id"), index=True)


class Receipt(OfInstitution, Base):
    """收费明细（非发票）: its number is gap-free; the paper itself is a print job.

    A voided receipt keeps its row; the one issued in its place names it.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint(
            "payment_id",
            "replaces_id",
            name="one_receipt_at_a_time",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"))
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipts.id"))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    issued_by: Mapped[str]

    payment: Mapped[Payment] = relationship()
    void: Mapped["ReceiptVoid | None"] = relationship()
    fiscal: Mapped["FiscalReceipt | None"] = relationship()

    def __str__(self) -> str:
        return self.number


class ReceiptVoid(OfInstitution, Base):
    """Why a receipt no longer counts. Its number is never given again."""

    __tablename__ = "receipt_voids"
    __table_args__ = (UniqueConstraint("receipt_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    receipt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("receipts.id"))
    reason: Mapped[str]
    voided_at: Mapped[datetime]
    voided_by: Mapped[str]


class FiscalReceipt(OfInstitution, Base):
    """财政电子票据: 8-digit code, 10-digit number, 6-digit check code; one for a receipt."""

    __tablename__ = "fiscal_receipts"
    __table_args__ = (
        UniqueConstraint("receipt_id"),
        UniqueConstraint("code", "number", name="a_fiscal_number_is_used_once"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    receipt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("receipts.id"))
    code: Mapped[str]
    number: Mapped[str]
    check_code: Mapped[str]
    issued_on: Mapped[date]
    # Typed by a person, or given by the province's platform.
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
