"""Where the remains are: the admission and its facts, the ceremony as it was held."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.models.schedule import Resource
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Admission(OfInstitution, Base):
    """Remains received at the home: when, from where, how far the hearse went."""

    __tablename__ = "admissions"
    __table_args__ = (CheckConstraint("transfer_km > 0", name="hearse_drove"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    received_at: Mapped[datetime]
    # Often a home: the journal keeps only its hash.
    received_from: Mapped[str] = mapped_column(info={"private": True})
    # None: the family brought the remains itself, no transfer is charged.
    transfer_km: Mapped[Decimal | None] = mapped_column(Numeric(7, 1))
    cabinet: Mapped[str]
    received_by: Mapped[str]


class Farewell(OfInstitution, Base):
    """The ceremony as it was held; never inferred from the plan."""

    __tablename__ = "farewells"
    __table_args__ = (CheckConstraint("ended_at > started_at", name="ends_after_it_starts"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    hall_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    recorded_by: Mapped[str]

    hall: Mapped[Resource] = relationship()
