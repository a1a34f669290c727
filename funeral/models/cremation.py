"""The run is the physical event."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Numeric, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.models.schedule import Resource
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class CremationRun(OfInstitution, Base):
    """One body in one cremator, from start to end; still open while `ended_at` is empty."""

    __tablename__ = "cremation_runs"
    __table_args__ = (
        ExcludeConstraint(
            ("cremator_id", "="),
            (text("burns"), "&&"),
            name="one_body_at_a_time",
            using="gist",
        ),
        CheckConstraint("ended_at > started_at", name="ends_after_it_starts"),
        CheckConstraint("first_operator <> second_operator", name="two_persons"),
        CheckConstraint("(fuel_kind IS NULL) = (fuel_used IS NULL)", name="fuel_and_its_kind"),
        CheckConstraint("fuel_used > 0", name="fuel_was_used"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    cremator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    # An open run reaches to infinity, so nothing can start on the same cremator before its end.
    burns: Mapped[Range[datetime]] = mapped_column(
        TSTZRANGE, Computed("tstzrange(started_at, ended_at)", persisted=True)
    )
    first_operator: Mapped[str]
    second_operator: Mapped[str]
    # Read from the meter when it ends; empty stays empty, nobody reckons it from the minutes.
    fuel_kind: Mapped[str | None]
    fuel_used: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))

    cremator: Mapped[Resource] = relationship()
