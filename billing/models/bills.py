"""Charges come from recorded facts; a bill takes them, and is never changed."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.lines import Line
from billing.models.tariff import TariffItem
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Charge(OfInstitution, Base):
    """What one recorded fact costs by the price published on its day. `quantity` is the fact's."""

    __tablename__ = "charges"
    __table_args__ = (
        CheckConstraint("(fact_kind IS NULL) = (fact_id IS NULL)", name="fact_named_whole"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdraw_reason IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name="withdrawn_with_a_reason",
        ),
        CheckConstraint("withdrawn_at IS NULL OR bill_id IS NULL", name="billed_or_withdrawn"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    tariff_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tariff_items.id"))
    quantity: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    chosen_price_fen: Mapped[int | None]
    # The fact in words: from where, how many kilometres, from when to when.
    fact: Mapped[str] = mapped_column(info={"private": True})
    # The record the charge rests on (billing.kinds.FactKind); None for what was written by hand.
    fact_kind: Mapped[str | None]
    fact_id: Mapped[uuid.UUID | None]
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdraw_reason: Mapped[str | None]
    bill_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bills.id"), index=True)

    item: Mapped[TariffItem] = relationship()

    def line(self) -> Line:
        item = self.item
        return Line.of(item.code, item.name, item.terms, self.quantity, self.chosen_price_fen)


class Bill(OfInstitution, Base):
    """Gross − waived = due, on every line and in total; the database refuses to change it."""

    __tablename__ = "bills"
    __table_args__ = (
        CheckConstraint("gross_fen - waived_fen = due_fen", name="sums"),
        CheckConstraint("waived_fen >= 0 AND due_fen >= 0", name="nothing_negative"),
        UniqueConstraint("case_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    case_number: Mapped[str]
    payer_name: Mapped[str]
    gross_fen: Mapped[int]
    waived_fen: Mapped[int]
    due_fen: Mapped[int]
    # The whole assessment with its inputs, enough to replay it; None where no policy was in force.
    assessment: Mapped[dict[str, Any] | None]
    policy_title: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str]

    lines: Mapped[list["BillLine"]] = relationship(order_by="BillLine.position")

    def __str__(self) -> str:
        return self.number


class BillLine(OfInstitution, Base):
    """One listed item on a bill, with the clause its waiver rests on."""

    __tablename__ = "bill_lines"
    __table_args__ = (
        CheckConstraint("gross_fen - waived_fen = due_fen", name="sums"),
        CheckConstraint("waived_fen >= 0 AND due_fen >= 0", name="nothing_negative"),
        UniqueConstraint("bill_id", "position"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"), index=True)
    charge_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("charges.id"), unique=True)
    position: Mapped[int]
    item_code: Mapped[str]
    name: Mapped[str]
    item_class: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    gross_fen: Mapped[int]
    waived_fen: Mapped[int]
    due_fen: Mapped[int]
    clause: Mapped[str]
    payer: Mapped[str | None]
    fact: Mapped[str] = mapped_column(info={"private": True})
    legal_basis: Mapped[str]
