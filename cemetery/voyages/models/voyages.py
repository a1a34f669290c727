"""One voyage or scattering day, with its two counters."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from cemetery.voyages.kinds import VoyageKind, VoyageState
from kernel import secrets
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Voyage(OfInstitution, Base):
    """航次: when and where a ship goes, or a garden is opened, to scatter ashes.

    `portions` and `relatives` are counted apart: what the ship may carry, and who may sail.
    `taken_…` change only in cemetery.voyages.places. `changed_at`: when it was postponed or
    cancelled; who was told before does not know.
    """

    __tablename__ = "voyages"
    __table_args__ = (
        CheckConstraint("taken_portions BETWEEN 0 AND portions", name="within_portions"),
        CheckConstraint("taken_relatives BETWEEN 0 AND relatives", name="within_relatives"),
        CheckConstraint("gathers_at <= departs_at", name="gathers_before_it_departs"),
        CheckConstraint(
            "(state = 'cancelled') <= (reason IS NOT NULL)", name="cancelled_with_a_reason"
        ),
        CheckConstraint(
            "(state = 'carried_out') = (scattered_at IS NOT NULL)", name="carried_out_at_a_time"
        ),
        CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)"
            " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name="somewhere_on_earth",
        ),
        Index("ix_voyages_departs_at", "departs_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=VoyageState.PLANNED)
    departs_at: Mapped[datetime]
    gathers_at: Mapped[datetime]
    gathers_place: Mapped[str]
    # 撒散水域, as it is planned; `scattered_place` is where it was.
    waters: Mapped[str]
    ship_name: Mapped[str]
    ship_licence: Mapped[str]
    portions: Mapped[int]
    relatives: Mapped[int]
    taken_portions: Mapped[int] = mapped_column(default=0)
    taken_relatives: Mapped[int] = mapped_column(default=0)
    per_family: Mapped[int]
    register_until: Mapped[date]
    # Of the published list; None where families pay nothing.
    item_code: Mapped[str | None]
    bring: Mapped[str]
    planned_at: Mapped[datetime]
    planned_by: Mapped[str]
    changed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    departed_at: Mapped[datetime | None]
    scattered_at: Mapped[datetime | None] = mapped_column(index=True)
    scattered_place: Mapped[str | None]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 5))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 5))
    # Of cemetery.voyages.people.Witness: [name, unit].
    witnesses: Mapped[list[Any] | None] = mapped_column(secrets.EncryptedJSON("voyages.witnesses"))

    def __str__(self) -> str:
        return f"{self.number} {VoyageKind(self.kind).label}"

    @property
    def free_portions(self) -> int:
        return self.portions - (self.taken_portions or 0)

    @property
    def free_relatives(self) -> int:
        return self.relatives - (self.taken_relatives or 0)

    @property
    def may_be_cancelled(self) -> bool:
        return self.is_to_come or self.state == VoyageState.DEPARTED

    @property
    def is_to_come(self) -> bool:
        return VoyageState(self.state).is_to_come
