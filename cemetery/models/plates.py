"""Plates with their codes, the batches they are ordered in, and what was drawn of them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.models.deposits import AshDeposit
from cemetery.models.sites import Site, Unit
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class PlateBatch(OfInstitution, Base):
    """铭牌批次: plates of one site ordered together, in one size and wording.

    `zone` empty: all zones; `rows` empty: all rows. `address` is what the codes lead to, as it was
    when the plates were ordered. `done` of `total` plates are drawn.
    """

    __tablename__ = "plate_batches"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"))
    zone: Mapped[str]
    rows: Mapped[list[Any]]
    size_mm: Mapped[int]
    first_line: Mapped[str]
    address: Mapped[str]
    state: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    # How many plates that worked were stopped, because new ones were wanted in their place.
    replaced: Mapped[int]
    ordered_at: Mapped[datetime] = mapped_column(index=True)
    ordered_by: Mapped[str]
    drawn_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    trouble: Mapped[str | None]

    site: Mapped[Site] = relationship()


class Plate(OfInstitution, Base):
    """铭牌二维码: an opaque token on a card or plate; it stops working when revoked.

    Either of a niche, whoever rests there, or of one deposit.
    """

    __tablename__ = "plates"
    __table_args__ = (
        CheckConstraint("num_nonnulls(deposit_id, unit_id) = 1", name="of_unit_or_deposit"),
        Index(
            "one_live_plate_per_unit",
            "unit_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "one_live_plate_per_deposit",
            "deposit_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        UniqueConstraint("batch_id", "position"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    deposit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ash_deposits.id"), index=True)
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    # Where it was ordered, and its place there, counted from 1.
    batch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plate_batches.id"))
    position: Mapped[int | None]
    # Whoever has it opens the public page, so the journal shows only that it changed.
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    issued_at: Mapped[datetime]
    # Handed to a family or fixed on the wall.
    given_out_at: Mapped[datetime | None]
    given_out_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None]

    deposit: Mapped[AshDeposit | None] = relationship(back_populates="plates")
    own_unit: Mapped[Unit | None] = relationship()
    batch: Mapped[PlateBatch | None] = relationship()

    @property
    def unit(self) -> Unit:
        """The niche it leads to."""
        unit = self.deposit.unit if self.deposit else self.own_unit
        if unit is None:
            raise RuntimeError("The constraint of_unit_or_deposit forbids this.")
        return unit


class PlateArtwork(OfInstitution, Base):
    """The finished drawing of one plate of a batch, read back before it was kept."""

    __tablename__ = "plate_artworks"

    plate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plates.id"), primary_key=True)
    # Deferred: no list of plates loads a single drawing. Private: the code is in it.
    svg: Mapped[bytes] = mapped_column(deferred=True, info={"private": True})
    sha256: Mapped[str]
    drawn_at: Mapped[datetime]

    plate: Mapped[Plate] = relationship()


class PlateFile(OfInstitution, Base):
    """One of the files a finished batch is taken away as (PlateFileKind)."""

    __tablename__ = "plate_files"
    __table_args__ = (UniqueConstraint("batch_id", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plate_batches.id"))
    kind: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True, info={"private": True})
    size: Mapped[int]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
