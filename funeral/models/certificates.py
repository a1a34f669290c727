"""火化证明: the numbered paper a cremation leaves, and the stock of blank paper behind it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.kinds import BlankState
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class CertificateBatch(OfInstitution, Base):
    """A delivery of blank paper, numbered from `first_no` to `last_no` without a gap.

    民政部 notice of 2024-04-18: issue, collection, registration and cancellation are controlled.
    """

    __tablename__ = "certificate_batches"
    __table_args__ = (CheckConstraint("first_no <= last_no", name="counts_up"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    prefix: Mapped[str]
    first_no: Mapped[int]
    last_no: Mapped[int]
    # How many digits are printed, leading zeros included.
    digits: Mapped[int]
    received_on: Mapped[date]
    received_from: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class CertificateBlank(OfInstitution, Base):
    """One numbered sheet. What became of it is read from its moments, never typed."""

    __tablename__ = "certificate_blanks"
    __table_args__ = (
        UniqueConstraint("institution_id", "number"),
        Index(
            "ix_certificate_blanks_in_stock",
            "institution_id",
            "batch_id",
            "serial",
            postgresql_where=text("issued_at IS NULL AND voided_at IS NULL"),
        ),
        CheckConstraint("issued_at IS NULL OR voided_at IS NULL", name="issued_or_spoilt"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="voided_with_a_reason"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("certificate_batches.id"), index=True)
    number: Mapped[str]
    serial: Mapped[int]
    issued_at: Mapped[datetime | None]
    # Spoilt before it became anybody's certificate.
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]
    void_reason: Mapped[str | None]

    batch: Mapped[CertificateBatch] = relationship()
    certificate: Mapped["CremationCertificate | None"] = relationship(viewonly=True)

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> BlankState:
        if self.voided_at or (self.certificate and self.certificate.voided_at):
            return BlankState.VOIDED
        if self.certificate is None:
            return BlankState.IN_STOCK
        return BlankState.COLLECTED if self.certificate.collected_at else BlankState.ISSUED


class CremationCertificate(OfInstitution, Base):
    """火化证明: issued once the run has ended; voided and replaced, never changed or deleted.

    `blank`: the paper it stands on; None only where it is older than the numbered stock.
    """

    __tablename__ = "cremation_certificates"
    __table_args__ = (
        Index(
            "one_live_certificate_per_case",
            "case_id",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
        CheckConstraint(
            "(collected_at IS NULL) = (collected_by IS NULL)", name="collected_by_somebody"
        ),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="voided_with_a_reason"),
        CheckConstraint(
            "(replaces_id IS NULL) = (reissue_number = 0)", name="reissues_are_counted"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cremation_runs.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    blank_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("certificate_blanks.id"), unique=True
    )
    # Whoever has it opens the public page, so the journal shows only that it was made.
    verify_token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    issued_at: Mapped[datetime] = mapped_column(index=True)
    issued_by: Mapped[str]
    collected_at: Mapped[datetime | None]
    collected_by: Mapped[str | None]
    # The card was seen and its number fits; the number itself is kept only as a keyed hash.
    collector_identity_checked: Mapped[bool] = mapped_column(default=False)
    collector_identity_index: Mapped[str | None] = mapped_column(info={"private": True})
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]
    void_reason: Mapped[str | None]
    # 补发: the first is 0, and why somebody else than the first collector was given it.
    reissue_number: Mapped[int] = mapped_column(default=0)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("cremation_certificates.id"), unique=True
    )
    exception_reason: Mapped[str | None] = mapped_column(info={"private": True})

    blank: Mapped[CertificateBlank | None] = relationship()

    def __str__(self) -> str:
        return self.number


class StockCount(OfInstitution, Base):
    """核销盘点: what two persons held in their hands against what the register expects."""

    __tablename__ = "certificate_stock_counts"
    __table_args__ = (CheckConstraint("counted_by <> second_person", name="two_persons"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    counted_at: Mapped[datetime] = mapped_column(index=True)
    counted_by: Mapped[str]
    second_person: Mapped[str]
    expected: Mapped[int]
    counted: Mapped[int]
    # Ranges of numbers, as people write them: in the register but not in hand, and the reverse.
    missing: Mapped[str]
    surplus: Mapped[str]
    explanation: Mapped[str]
