"""Charges come from recorded facts; a bill takes them, and is never changed."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
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
    # The bill that holds it now; empty again after the bill was reversed.
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdraw_reason: Mapped[str | None]
    bill_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bills.id"), index=True)

    item: Mapped[TariffItem] = relationship()

    def line(self) -> Line:
        item = self.item
        return Line.of(item.code, item.name, item.terms, self.quantity, self.chosen_price_fen)


class Bill(OfInstitution, Base):
    """Gross − waived = due, on every line and in total; the database refuses to change it.

    Each bill of a case names the one made before it (`follows_id`), whether that one stands or was
    taken back: a chain, so that two clerks cannot make the next bill at once.
    """

    __tablename__ = "bills"
    __table_args__ = (
        CheckConstraint("gross_fen - waived_fen = due_fen", name="sums"),
        CheckConstraint("waived_fen >= 0 AND due_fen >= 0", name="nothing_negative"),
        UniqueConstraint(
            "case_id",
            "follows_id",
            name="one_bill_after_another",
            postgresql_nulls_not_distinct=True,
        ),
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
    follows_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bills.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str]

    lines: Mapped[list["BillLine"]] = relationship(
        order_by="BillLine.position", back_populates="bill"
    )

    @property
    def is_further(self) -> bool:
        """补充账单: another bill of the case stood when this one was made."""
        return bool((self.assessment or {}).get("before"))

    def __str__(self) -> str:
        return self.number


class BillLine(OfInstitution, Base):
    """One listed item on a bill, with the clause its waiver rests on and what would change it.

    `anew_of_id` names the line of the same charge that was taken back: without one taken back, a
    charge stands on no second bill.
    """

    __tablename__ = "bill_lines"
    __table_args__ = (
        CheckConstraint("gross_fen - waived_fen = due_fen", name="sums"),
        CheckConstraint("waived_fen >= 0 AND due_fen >= 0", name="nothing_negative"),
        UniqueConstraint("bill_id", "position"),
        UniqueConstraint(
            "charge_id",
            "anew_of_id",
            name="a_charge_stands_billed_once",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"), index=True)
    charge_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("charges.id"), index=True)
    anew_of_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(
            "credit_note_lines.bill_line_id",
            name="fk_bill_lines_anew_of_id_credit_note_lines",
            use_alter=True,
        )
    )
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
    change: Mapped[str]
    fact: Mapped[str] = mapped_column(info={"private": True})
    legal_basis: Mapped[str]

    bill: Mapped[Bill] = relationship(back_populates="lines")
    funding: Mapped[list["FundingEntry"]] = relationship(
        order_by="FundingEntry.payer", back_populates="line"
    )


class FundingEntry(OfInstitution, Base):
    """Who pays instead of the family: so many fen of one line. A credit note takes them back."""

    __tablename__ = "funding_entries"
    __table_args__ = (
        CheckConstraint("(fen < 0) = (credit_note_id IS NOT NULL)", name="taken_back_by_a_note"),
        CheckConstraint("fen <> 0", name="something"),
        UniqueConstraint(
            "bill_line_id",
            "payer",
            "credit_note_id",
            name="uq_funding_entries_once",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill_lines.id"), index=True)
    credit_note_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("credit_notes.id"))
    payer: Mapped[str]
    fen: Mapped[int]
    entered_at: Mapped[datetime] = mapped_column(index=True)

    line: Mapped[BillLine] = relationship(back_populates="funding")
    credit_note: Mapped["CreditNote | None"] = relationship()


class CreditNote(OfInstitution, Base):
    """红冲单: takes lines of one bill back, each once and whole; the bill stays as it was."""

    __tablename__ = "credit_notes"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"), index=True)
    reason: Mapped[str]
    gross_fen: Mapped[int]
    waived_fen: Mapped[int]
    due_fen: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str]

    bill: Mapped[Bill] = relationship()
    lines: Mapped[list["CreditNoteLine"]] = relationship()

    def __str__(self) -> str:
        return self.number


class CreditNoteLine(OfInstitution, Base):
    """One bill line taken back. A line is taken back once."""

    __tablename__ = "credit_note_lines"
    __table_args__ = (UniqueConstraint("bill_line_id", name="a_line_is_credited_once"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    credit_note_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("credit_notes.id"), index=True)
    bill_line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill_lines.id"))

    line: Mapped[BillLine] = relationship(foreign_keys=[bill_line_id])


class FeeReturn(OfInstitution, Base):
    """退还使用费: a part of one bill line goes back, as the time it was paid for is not used.

    A credit note takes such a line back only with the whole bill, and then the rest of it: whoever
    does either holds the account and looks for the other. `at_till`: of a time when the till paid
    it out, past the account (migration 0048).
    """

    __tablename__ = "fee_returns"
    __table_args__ = (
        CheckConstraint("fen > 0", name="something"),
        UniqueConstraint("bill_line_id", name="a_line_is_returned_once"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill_lines.id"))
    fen: Mapped[int]
    reason: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str]
    at_till: Mapped[bool] = mapped_column(default=False)

    line: Mapped[BillLine] = relationship()


class BillSignature(OfInstitution, Base):
    """The family's word that it saw the bill: drawn on the screen, or noted from the paper."""

    __tablename__ = "bill_signatures"
    __table_args__ = (UniqueConstraint("bill_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bills.id"))
    kind: Mapped[str]
    signer_name: Mapped[str]
    # The strokes as drawn: lists of points in a box of 600 × 200.
    strokes: Mapped[list[Any] | None] = mapped_column(info={"private": True})
    signed_at: Mapped[datetime]
    noted_by: Mapped[str]


class Quotation(OfInstitution, Base):
    """What the family was told beforehand, line by line; the bill is compared with the last one."""

    __tablename__ = "quotations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    # As billing.quotes.QuotedRow writes them.
    rows: Mapped[list[Any]]
    quoted_at: Mapped[datetime]


class WaiverGrant(Base):
    """One waiver for one deceased, in all counties of this database (德州 2025, 浦城).

    Not scoped to an institution: another county's grant must be seen, though never shown.
    """

    __tablename__ = "waiver_grants"
    __table_args__ = (
        Index(
            "one_waiver_for_one_deceased",
            "identity_index",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # The keyed hash of the identity number (kernel.people.deceased.identity_index).
    identity_index: Mapped[str] = mapped_column(info={"private": True})
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    institution_name: Mapped[str]
    granted_at: Mapped[datetime]
    # When the bill was taken back, so that the next one can grant it anew.
    released_at: Mapped[datetime | None]
