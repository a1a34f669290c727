"""Money taken, and the slip that says so."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.models.bills import Bill
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Payment(OfInstitution, Base):
    """One bill paid once. `tendered_fen` is what the family handed over."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("tendered_fen - change_fen = amount_fen", name="change_is_right"),
        CheckConstraint("amount_fen >= 0 AND change_fen >= 0", name="nothing_negative"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"), unique=True)
    method: Mapped[str]
    amount_fen: Mapped[int]
    tendered_fen: Mapped[int]
    change_fen: Mapped[int]
    taken_at: Mapped[datetime] = mapped_column(index=True)
    taken_by: Mapped[str]

    bill: Mapped[Bill] = relationship()


class Receipt(OfInstitution, Base):
    """收费明细（非发票）: its number is gap-free; the paper itself is a print job."""

    __tablename__ = "receipts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    payment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payments.id"), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]

    payment: Mapped[Payment] = relationship()
