"""The ashes kept in a unit for a term."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.models.sites import Unit
from kernel.db import Base, new_id
from kernel.scope import OfInstitution

if TYPE_CHECKING:
    from cemetery.models.plates import Plate


class AshDeposit(OfInstitution, Base):
    """骨灰寄存: one portion of ashes kept in a unit for a term, until collected."""

    __tablename__ = "ash_deposits"
    __table_args__ = (
        Index(
            "one_open_deposit_per_portion",
            "portion_id",
            unique=True,
            postgresql_where=text("collected_at IS NULL"),
        ),
        CheckConstraint("until > since", name="has_a_term"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"), index=True)
    portion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_portions.id"))
    # Of the portion, as is its letter: none where the ashes were cremated in another county, and
    # another institution's where they were sent here.
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    certificate_number: Mapped[str]
    portion: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    deposited_at: Mapped[datetime] = mapped_column(index=True)
    deposited_by: Mapped[str]
    collected_at: Mapped[datetime | None]
    # The till's, where there is no case of this institution to charge.
    receipt: Mapped[str | None]

    unit: Mapped[Unit] = relationship()
    plates: Mapped[list["Plate"]] = relationship(back_populates="deposit")
