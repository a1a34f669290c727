"""What can be booked in time, and who has it when."""

import uuid
from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Resource(OfInstitution, Base):
    """A hall or a cremator. `variety` is its HallClass or CrematorType; minutes make its block."""

    __tablename__ = "resources"
    __table_args__ = (
        CheckConstraint("opens < closes", name="opens_before_it_closes"),
        CheckConstraint(
            "setup_minutes >= 0 AND use_minutes > 0 AND cleanup_minutes >= 0", name="minutes"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    variety: Mapped[str]
    name: Mapped[str]
    capacity: Mapped[int | None]
    setup_minutes: Mapped[int]
    use_minutes: Mapped[int]
    cleanup_minutes: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]
    in_use: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name


class Plan(OfInstitution, Base):
    """One atomic plan: a farewell (or none) and the cremation that follows it.

    `version` counts moves, so that a move made on a stale board is refused. `told_at` is when the
    family was told the times.
    """

    __tablename__ = "plans"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    hall_class: Mapped[str]
    cremator_type: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    told_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    occupancies: Mapped[list["Occupancy"]] = relationship(
        back_populates="plan", order_by="Occupancy.starts_at"
    )


class Occupancy(OfInstitution, Base):
    """A time on a resource. `occupies` includes set-up and clean-up; no two may overlap."""

    __tablename__ = "occupancies"
    __table_args__ = (
        ExcludeConstraint(
            ("resource_id", "="),
            ("occupies", "&&"),
            name="one_family_at_a_time",
            where=text("released_at IS NULL"),
            using="gist",
        ),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("occupies @> tstzrange(starts_at, ends_at)", name="occupies_its_own_time"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    resource_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    occupies: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    released_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship(back_populates="occupancies")
    resource: Mapped[Resource] = relationship()
