"""What can be booked in time, and who has it when."""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class Resource(OfInstitution, Base):
    """A hall, vigil room, cremator, hearse, cabinet or preparation room.

    `variety` is its HallClass or CrematorType, else empty. The minutes make its block; `uses` has
    other minutes for single purposes: {"long_farewell": [30, 60, 20]}. Open every day from `opens`
    to `closes` (of the next day where that is not later), except as `weekly` ({"6": null} for
    Sunday) and `special` ({"2026-12-31": {"hours": ["08:00", "12:00"], "reason": "…"}}) say.
    """

    __tablename__ = "resources"
    __table_args__ = (
        CheckConstraint(
            "setup_minutes >= 0 AND use_minutes > 0 AND cleanup_minutes >= 0", name="minutes"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    variety: Mapped[str]
    name: Mapped[str]
    # The vigil centre or other place it stands in; empty: the home itself.
    site: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    setup_minutes: Mapped[int]
    use_minutes: Mapped[int]
    cleanup_minutes: Mapped[int]
    uses: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opens: Mapped[time]
    closes: Mapped[time]
    weekly: Mapped[dict[str, Any]] = mapped_column(default=dict)
    special: Mapped[dict[str, Any]] = mapped_column(default=dict)
    in_use: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """ "R-3F09A2": on its door, for who moves by scanning. The end of the id is random."""
        return f"R-{self.id.hex[-6:].upper()}"


class Plan(OfInstitution, Base):
    """One atomic plan: a farewell (or none), the cremation that follows it, and what else is taken.

    `version` counts changes, so that a move made on a stale board is refused. `told_at` is when the
    family was told the times. Confirmed while `confirmed_at` says so; else held until `held_until`,
    or a request that waits for the home where that is empty. A cancelled plan is held by nobody
    until its times return.
    """

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint("confirmed_at IS NULL OR held_until IS NULL", name="held_or_confirmed"),
        UniqueConstraint("institution_id", "order_code"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    hall_class: Mapped[str]
    cremator_type: Mapped[str]
    # Under this the order of cremations is published, for no name and no booking code may be.
    order_code: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    told_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    # Looked through every minute for holds that ran out.
    held_until: Mapped[datetime | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    # Where the desk cancelled what a case had planned.
    cancel_reason: Mapped[str | None] = mapped_column(info={"private": True})
    # Keyed hash of the claimant's telephone: for the limits, and so that cancelled times are not
    # taken up by who cancelled them.
    claimant_index: Mapped[str | None] = mapped_column(index=True, info={"private": True})

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
    purpose: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    occupies: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    released_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship(back_populates="occupancies")
    resource: Mapped[Resource] = relationship()


class Closure(OfInstitution, Base):
    """停用: a resource out of use. A breakdown holds at once; a planned one when it is approved."""

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint(
            "approved_at IS NULL OR asked_by <> approved_by OR kind = 'breakdown'",
            name="approved_by_another",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    resource_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"), index=True)
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    # Ended early, or refused by the owner.
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]

    resource: Mapped[Resource] = relationship()


class OrderChange(OfInstitution, Base):
    """Why the order of the day's cremations is not as it was: 排队 places were sold in 2025."""

    __tablename__ = "order_changes"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_a_reason"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    kind: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    planned_before: Mapped[datetime]
    planned_after: Mapped[datetime]
    # The order codes of those who were before and are now behind, and the other way round.
    passed: Mapped[list[Any]]
    reason: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class BookingTerms(OfInstitution, Base):
    """One version of a home's terms (funeral.terms.Terms); minutes where Terms has time spans."""

    __tablename__ = "booking_terms"
    __table_args__ = (
        UniqueConstraint("institution_id", "valid_from"),
        CheckConstraint("return_from <= return_to", name="returns_within"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    valid_from: Mapped[date]
    lead: Mapped[int]
    days_ahead: Mapped[int]
    per_deceased: Mapped[int]
    per_claimant: Mapped[int]
    changes: Mapped[int]
    change_until: Mapped[int]
    cancel_until: Mapped[int]
    hold: Mapped[int]
    offer: Mapped[int]
    return_from: Mapped[int]
    return_to: Mapped[int]
    after_farewell: Mapped[int]
    longest_wait: Mapped[int]
    furnace_starts: Mapped[int]
    furnace_window: Mapped[int]
    desk_confirms: Mapped[bool]
    legal_basis: Mapped[str]
    laid_down_at: Mapped[datetime]
    laid_down_by: Mapped[str]
