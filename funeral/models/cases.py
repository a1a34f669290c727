"""The case: everything about one deceased at one funeral home."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.models.schedule import Plan
from kernel.db import Base, new_id
from kernel.people.claimants import Claimant
from kernel.people.deceased import Deceased
from kernel.scope import OfInstitution


class FuneralCase(OfInstitution, Base):
    """One deceased at one home, from the desk to the ashes. Its state is read from its facts."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_deceased_id", "deceased_id", unique=True),
        Index("uq_cases_plan_id", "plan_id", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    deceased_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deceased.id"))
    claimant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claimants.id"), index=True)
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plans.id"))
    source: Mapped[str]
    # Says which papers and which cremator (funeral/law/cremation.yaml). None: nobody has said yet.
    death_kind: Mapped[str | None]
    opened_at: Mapped[datetime] = mapped_column(index=True)

    deceased: Mapped[Deceased] = relationship()
    claimant: Mapped[Claimant] = relationship()
    plan: Mapped[Plan | None] = relationship()
    papers: Mapped[list["CasePaper"]] = relationship(order_by="CasePaper.recorded_at")

    def __str__(self) -> str:
        return self.number


class CasePaper(OfInstitution, Base):
    """A paper the clerk has seen: its number and issuer, or what stands in their place."""

    __tablename__ = "case_papers"
    __table_args__ = (
        Index(
            "uq_case_papers_one_of_a_kind",
            "case_id",
            "kind",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    # The number of a death certificate is the deceased's identity number since 2026.
    number: Mapped[str | None] = mapped_column(info={"private": True})
    issuer: Mapped[str]
    issued_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    replaced_at: Mapped[datetime | None]


class Correction(OfInstitution, Base):
    """Why the registered particulars were changed; the journal says from what to what."""

    __tablename__ = "corrections"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[str]
    corrected_at: Mapped[datetime]
    corrected_by: Mapped[str]
