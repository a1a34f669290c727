"""Sites, their niches, and the ashes in them."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, new_id
from kernel.i18n import _
from kernel.scope import OfInstitution

if TYPE_CHECKING:
    from cemetery.models.plates import Plate


class SiteKind(StrEnum):
    COLUMBARIUM = "columbarium"

    @property
    def label(self) -> str:
        return SITE_LABELS[self]


SITE_LABELS = {SiteKind.COLUMBARIUM: _("公益性骨灰堂")}


class Site(OfInstitution, Base):
    """A place where ashes rest."""

    __tablename__ = "sites"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    name: Mapped[str]
    visiting_hours: Mapped[str]
    added_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name


class Niche(OfInstitution, Base):
    """格位: holds the ashes of one case at a time."""

    __tablename__ = "niches"
    __table_args__ = (UniqueConstraint("site_id", "zone", "row", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"))
    zone: Mapped[str]
    row: Mapped[int]
    number: Mapped[int]
    in_use: Mapped[bool] = mapped_column(default=True)

    site: Mapped[Site] = relationship()

    def __str__(self) -> str:
        return f"{self.zone}{self.row}排{self.number}号"


class AshDeposit(OfInstitution, Base):
    """骨灰寄存: one portion of ashes kept in a niche for a term, until collected."""

    __tablename__ = "ash_deposits"
    __table_args__ = (
        Index(
            "one_open_deposit_per_niche",
            "niche_id",
            unique=True,
            postgresql_where=text("collected_at IS NULL"),
        ),
        Index(
            "one_open_deposit_per_portion",
            "case_id",
            "portion",
            unique=True,
            postgresql_where=text("collected_at IS NULL"),
        ),
        CheckConstraint("until > since", name="has_a_term"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    niche_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("niches.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    certificate_number: Mapped[str]
    portion: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    deposited_at: Mapped[datetime] = mapped_column(index=True)
    deposited_by: Mapped[str]
    collected_at: Mapped[datetime | None]

    niche: Mapped[Niche] = relationship()
    plates: Mapped[list["Plate"]] = relationship(back_populates="deposit")
