"""What the desk noted of one case that only a waiver asks about, and what proved it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class WaiverClaim(OfInstitution, Base):
    """Facts beside those of the case itself; None is not known. Regions are GB/T 2260 codes."""

    __tablename__ = "waiver_claims"
    __table_args__ = (UniqueConstraint("case_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    # 已领取一次性丧葬费
    funeral_grant: Mapped[bool]
    parent_registration: Mapped[str | None]
    place_of_death: Mapped[str | None]
    has_contract: Mapped[bool]
    pension_months: Mapped[int | None]
    # 接运区域，文件里的原词
    zone: Mapped[str | None]
    storeys: Mapped[int | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]


class ClaimEvidence(OfInstitution, Base):
    """One paper a policy asks for: seen, or replaced by a data match (零次跑)."""

    __tablename__ = "claim_evidence"
    __table_args__ = (UniqueConstraint("case_id", "paper", name="an_evidence_is_noted_once"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    # As the policy names it.
    paper: Mapped[str]
    matched: Mapped[bool]
    # The paper's number, or which register the match was found in.
    reference: Mapped[str] = mapped_column(info={"private": True})
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
