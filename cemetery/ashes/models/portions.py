"""One row for each portion of somebody's ashes."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.ashes.kinds import PortionState
from cemetery.models.sites import Unit
from kernel.db import Base, new_id
from kernel.people.deceased import Deceased
from kernel.scope import OfInstitution


class ForeignCertificate(OfInstitution, Base):
    """外地火化证明: with it ashes come that no home of ours cremated. Never twice, anywhere."""

    __tablename__ = "foreign_certificates"
    __table_args__ = (
        UniqueConstraint("issuer", "number", name="one_use_of_a_foreign_certificate"),
        CheckConstraint("issuer <> '' AND number <> ''", name="says_whose_it_is"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # Who cremated, and their number, in one spelling.
    issuer: Mapped[str]
    number: Mapped[str]
    cremated_on: Mapped[date]
    deceased_name: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    def __str__(self) -> str:
        return f"{self.issuer} {self.number}"


class AshPortion(OfInstitution, Base):
    """A portion (A, B, C…) of the ashes of one deceased. `institution_id`: who answers for it now.

    All below `split_from_id` is what its last event says, and only the triggers of `ash_events`
    write it and `deceased_id`: a portion is never in two places, and none appears or vanishes.
    """

    __tablename__ = "ash_portions"
    __table_args__ = (
        UniqueConstraint("case_id", "letter", name="one_portion_per_letter"),
        UniqueConstraint("foreign_certificate_id", "letter", name="one_foreign_portion_per_letter"),
        CheckConstraint("num_nonnulls(case_id, foreign_certificate_id) = 1", name="of_one_person"),
        CheckConstraint("letter ~ '^[A-Z]$'", name="has_a_letter"),
        CheckConstraint("(letter = 'A') = (split_from_id IS NULL)", name="comes_from_the_whole"),
        CheckConstraint(
            "(unit_id IS NOT NULL) = (state IN ('deposited', 'interred'))", name="rests_in_a_unit"
        ),
        CheckConstraint("bound_for_id IS NULL OR state = 'in_transit'", name="bound_in_transit"),
        # The foreign one stands for its issuer: two houses may give the same number.
        Index(
            "one_interment_per_certificate",
            "foreign_certificate_id",
            "certificate_number",
            "letter",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("state = 'interred'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # Where it arose; whoever is there may always see where it went.
    origin_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    foreign_certificate_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("foreign_certificates.id")
    )
    # As the institution that answers for them now knows the person.
    deceased_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deceased.id"), index=True)
    letter: Mapped[str]
    split_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ash_portions.id"))
    state: Mapped[str] = mapped_column(default=PortionState.NOWHERE)
    seq: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    place: Mapped[str] = mapped_column(default="", info={"private": True})
    holder: Mapped[str] = mapped_column(default="", info={"private": True})
    # Of the last interment.
    certificate_number: Mapped[str | None]
    bound_for_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("institutions.id"), index=True
    )
    since: Mapped[datetime | None] = mapped_column(index=True)

    unit: Mapped[Unit | None] = relationship(lazy="joined")
    foreign_certificate: Mapped[ForeignCertificate | None] = relationship(lazy="joined")
    # Not joined: a join would ask for it in the reader's scope, which the portion itself crosses.
    deceased: Mapped[Deceased] = relationship()

    @property
    def ashes_id(self) -> uuid.UUID:
        """Of the person: the same for all portions."""
        owner = self.case_id or self.foreign_certificate_id
        if owner is None:
            raise RuntimeError("The constraint of_one_person forbids this.")
        return owner

    @property
    def stands(self) -> PortionState:
        return PortionState(self.state)
