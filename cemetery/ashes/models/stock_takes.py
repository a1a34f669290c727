"""盘点: what stands on the shelves or lies in the ground, scanned one by one, against what the
record says."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cemetery.ashes.models.portions import AshPortion
from cemetery.models.sites import UnitKind, Zone
from kernel.db import Base, new_id
from kernel.scope import OfInstitution

# Behind a door there; anywhere else in the ground, under a plate.
ON_SHELVES = (UnitKind.NICHE, UnitKind.WALL)


def _once_unknown(name: str) -> Index:
    """A portion counts once by itself, what nobody knows by its code."""
    unknown = text("portion_id IS NULL")
    return Index(name, "stock_take_id", "said", unique=True, postgresql_where=unknown)


class AshStockTake(OfInstitution, Base):
    """Of one zone; open until it is finished, and only one at a time there."""

    __tablename__ = "ash_stock_takes"
    __table_args__ = (
        Index(
            "one_open_stock_take_a_zone",
            "zone_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
        CheckConstraint("(finished_at IS NULL) = (finished_by IS NULL)", name="by_somebody"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    zone_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("zones.id"))
    started_at: Mapped[datetime] = mapped_column(index=True)
    started_by: Mapped[str]
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[str | None]

    zone: Mapped[Zone] = relationship(lazy="joined", innerjoin=True)

    @property
    def in_ground(self) -> bool:
        return UnitKind(self.zone.kind) not in ON_SHELVES


class AshStockScan(OfInstitution, Base):
    """One thing that is there; `portion_id` empty: the record knows of no ashes for what was
    `said`."""

    __tablename__ = "ash_stock_scans"
    __table_args__ = (
        UniqueConstraint("stock_take_id", "portion_id", name="one_scan_a_portion"),
        _once_unknown("one_scan_a_code"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    stock_take_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_stock_takes.id"))
    portion_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ash_portions.id"))
    said: Mapped[str]
    scanned_at: Mapped[datetime]
    scanned_by: Mapped[str]

    portion: Mapped[AshPortion | None] = relationship(lazy="joined")


class AshDiscrepancy(OfInstitution, Base):
    """盘点差异: what did not agree (DiscrepancyKind), until somebody says why."""

    __tablename__ = "ash_discrepancies"
    __table_args__ = (
        UniqueConstraint("stock_take_id", "portion_id", name="one_discrepancy_a_portion"),
        _once_unknown("one_discrepancy_a_code"),
        CheckConstraint("(resolved_at IS NULL) = (note IS NULL)", name="resolved_with_a_note"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    stock_take_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_stock_takes.id"))
    kind: Mapped[str]
    portion_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ash_portions.id"))
    said: Mapped[str]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    note: Mapped[str | None]

    portion: Mapped[AshPortion | None] = relationship(lazy="joined")
