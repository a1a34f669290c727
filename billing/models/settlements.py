"""财政结算: what a payer owes for waived fees, as batches that are never changed."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint, literal_column
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Settlement(OfInstitution, Base):
    """One batch: all a payer owes up to the last day of a period and no earlier batch held.

    `digest` is the SHA-256 of its lines (billing.statement), so that paper and file can be compared
    with what is stored. `total_fen` may be less than zero where corrections weigh more.
    """

    __tablename__ = "settlements"
    __table_args__ = (
        CheckConstraint("period_from <= period_to", name="period_in_order"),
        CheckConstraint("cases > 0", name="never_empty"),
        ExcludeConstraint(
            ("institution_id", "="),
            ("payer", "="),
            (literal_column("daterange(period_from, period_to, '[]')"), "&&"),
            name="one_settlement_a_period",
            using="gist",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    payer: Mapped[str]
    period_from: Mapped[date]
    # The last day itself.
    period_to: Mapped[date]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    cases: Mapped[int]
    digest: Mapped[str]
    frozen_at: Mapped[datetime] = mapped_column(index=True)
    frozen_by: Mapped[str]

    paid: Mapped["SettlementPayment | None"] = relationship()

    def __str__(self) -> str:
        return self.number


class SettlementEntry(OfInstitution, Base):
    """One funding entry in its batch; it is settled once."""

    __tablename__ = "settlement_entries"
    __table_args__ = (UniqueConstraint("funding_entry_id", name="an_entry_is_settled_once"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    settlement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("settlements.id"), index=True)
    funding_entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("funding_entries.id"))


class SettlementPayment(OfInstitution, Base):
    """拨付: the batch's money has come, on this day under this number."""

    __tablename__ = "settlement_payments"
    __table_args__ = (UniqueConstraint("settlement_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    settlement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("settlements.id"))
    paid_on: Mapped[date]
    reference: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
