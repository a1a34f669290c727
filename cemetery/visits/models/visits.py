"""The tables of visits; private to this package. Every key begins with the site (decision 10)."""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.identity import masked
from kernel.people.phones import last4, masked_phone
from kernel.scope import OfInstitution


class OfSite(OfInstitution):
    """Its rows lie with their site, so that sites can be spread over machines."""

    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)


class VisitTerms(OfSite, Base):
    """One version of a site's terms; the fields are those of cemetery.visits.terms.Terms."""

    __tablename__ = "visit_terms"
    __table_args__ = (
        UniqueConstraint("site_id", "valid_from", name="one_version_of_visit_terms_a_day"),
    )

    valid_from: Mapped[date]
    # "08:00-10:00", in order.
    slots: Mapped[list[Any]]
    persons: Mapped[int]
    cars: Mapped[int]
    kept_phone: Mapped[int]
    kept_walk_in: Mapped[int]
    elder_age: Mapped[int]
    party: Mapped[int]
    party_cars: Mapped[int]
    names_needed: Mapped[bool]
    unit_needed: Mapped[bool]
    per_unit: Mapped[int]
    days_ahead: Mapped[int]
    opens_at: Mapped[time]
    peak_only: Mapped[bool]
    peak_days: Mapped[list[Any]]
    early: Mapped[int]
    late: Mapped[int]
    kept_days: Mapped[int]
    advice: Mapped[str]
    legal_basis: Mapped[str]
    laid_down_at: Mapped[datetime]
    laid_down_by: Mapped[str]


class VisitSlot(OfSite, Base):
    """A time at a site with its places; a ceremony is one with a `title`.

    Only the database function `grant_visits` counts up. Places kept for one share are never taken
    by another: the four sums below say so.
    """

    __tablename__ = "visit_slots"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint(
            "taken_open >= 0 AND taken_phone >= 0 AND taken_walk_in >= 0 AND taken_cars >= 0"
            " AND kept_phone >= 0 AND kept_walk_in >= 0",
            name="nothing_below_zero",
        ),
        CheckConstraint(
            "taken_open + taken_phone + taken_walk_in <= persons"
            " AND taken_open <= persons - kept_phone - kept_walk_in"
            " AND taken_open + taken_phone <= persons - kept_walk_in"
            " AND taken_open + taken_walk_in <= persons - kept_phone",
            name="no_more_than_its_places",
        ),
        CheckConstraint("taken_cars <= cars", name="no_more_than_its_cars"),
        CheckConstraint(
            "(closed_at IS NULL) = (close_reason IS NULL)", name="closed_with_a_reason"
        ),
        ExcludeConstraint(
            ("site_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="slots_of_a_site_lie_apart",
            where=text("title = ''"),
            using="gist",
        ),
        Index("ix_visit_slots_day", "site_id", "day"),
    )

    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    persons: Mapped[int]
    cars: Mapped[int]
    kept_phone: Mapped[int]
    kept_walk_in: Mapped[int]
    taken_open: Mapped[int] = mapped_column(default=0)
    taken_phone: Mapped[int] = mapped_column(default=0)
    taken_walk_in: Mapped[int] = mapped_column(default=0)
    taken_cars: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None]

    @property
    def taken(self) -> int:
        return (self.taken_open or 0) + (self.taken_phone or 0) + (self.taken_walk_in or 0)

    @property
    def free_online(self) -> int:
        """Persons who can still book out of everybody's places."""
        left = self.persons - self.kept_phone - self.kept_walk_in - (self.taken_open or 0)
        return max(0, min(left, self.persons - self.taken, *self._left_beside_kept()))

    @property
    def free_cars(self) -> int:
        return self.cars - (self.taken_cars or 0)

    def _left_beside_kept(self) -> tuple[int, int]:
        opened = self.taken_open or 0
        return (
            self.persons - self.kept_walk_in - opened - (self.taken_phone or 0),
            self.persons - self.kept_phone - opened - (self.taken_walk_in or 0),
        )


class VisitUnitDay(OfInstitution, Base):
    """How many bookings one grave or niche has on a day."""

    __tablename__ = "visit_unit_days"
    __table_args__ = (CheckConstraint("taken BETWEEN 0 AND most", name="no_more_than_most"),)

    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"), primary_key=True)
    taken: Mapped[int]
    most: Mapped[int]


class VisitBooking(OfSite, Base):
    """A family's visit; its code and the phone's last four digits open it.

    `serial`: which pass of it holds; each change of time makes the passes before void.
    """

    __tablename__ = "visit_bookings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["site_id", "slot_id"],
            ["visit_slots.site_id", "visit_slots.id"],
            name="fk_visit_bookings_slot",
        ),
        UniqueConstraint("site_id", "code"),
        CheckConstraint("persons > 0 AND cars >= 0", name="somebody_comes"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)", name="cancelled_with_a_reason"
        ),
        Index(
            "one_visit_a_slot_per_person",
            "site_id",
            "slot_id",
            "identity_index",
            unique=True,
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_visit_bookings_slot", "site_id", "slot_id"),
        Index("ix_visit_bookings_person", "site_id", "identity_index"),
        Index("ix_visit_bookings_phone", "site_id", "phone_index"),
        # A family that looks for its booking knows no site.
        Index("ix_visit_bookings_code", "code"),
    )

    code: Mapped[str]
    slot_id: Mapped[uuid.UUID]
    channel: Mapped[str]
    share: Mapped[str]
    name: Mapped[str] = mapped_column(secrets.EncryptedText("visit_bookings.name"))
    identity_number: Mapped[str] = mapped_column(
        secrets.EncryptedText("visit_bookings.identity_number")
    )
    identity_index: Mapped[str] = mapped_column(info={"private": True})
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("visit_bookings.phone"))
    phone_index: Mapped[str] = mapped_column(info={"private": True})
    persons: Mapped[int]
    companions: Mapped[list[Any]] = mapped_column(
        secrets.EncryptedJSON("visit_bookings.companions")
    )
    cars: Mapped[int]
    number_plates: Mapped[list[Any]] = mapped_column(
        secrets.EncryptedJSON("visit_bookings.number_plates")
    )
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"))
    serial: Mapped[int] = mapped_column(default=1)
    booked_at: Mapped[datetime]
    # When names and numbers were taken out, long after the visit.
    forgotten_at: Mapped[datetime | None]
    # When the desk told the family that its slot was closed.
    told_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    # Perhaps in a clerk's words, which may name people. Empty where the family cancelled.
    cancel_reason: Mapped[str | None] = mapped_column(info={"private": True})

    slot: Mapped[VisitSlot] = relationship(overlaps="site_id")

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def phone_last4(self) -> str:
        return last4(self.phone)

    @property
    def shown_identity(self) -> str:
        return masked(self.identity_number)


class VoidPass(OfInstitution, Base):
    """A pass that was cancelled or replaced, by the day it was for: what gates fetch."""

    __tablename__ = "void_passes"

    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)


class VisitEntry(OfSite, Base):
    """Somebody with a pass went in or out. `conflict`: what did not agree when a gate without a
    network told of it afterwards; the sentence's key, empty where all was well."""

    __tablename__ = "visit_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["site_id", "booking_id"],
            ["visit_bookings.site_id", "visit_bookings.id"],
            name="fk_visit_entries_booking",
        ),
        CheckConstraint("persons > 0", name="somebody_came"),
        CheckConstraint("direction IN ('in', 'out')", name="in_or_out"),
        Index(
            # A family comes in once; it may leave one by one.
            "one_entry_per_pass",
            "site_id",
            "booking_id",
            unique=True,
            postgresql_where=text("conflict = '' AND direction = 'in'"),
        ),
        Index("ix_visit_entries_booking", "site_id", "booking_id"),
        Index("ix_visit_entries_slot", "site_id", "slot_id"),
        Index("ix_visit_entries_day", "site_id", "day"),
    )

    booking_id: Mapped[uuid.UUID]
    slot_id: Mapped[uuid.UUID]
    day: Mapped[date]
    direction: Mapped[str]
    persons: Mapped[int]
    # By the gate's clock; `noted_at` is when we heard of it.
    happened_at: Mapped[datetime]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    gate: Mapped[str]
    offline: Mapped[bool]
    conflict: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]

    booking: Mapped[VisitBooking] = relationship(overlaps="site_id")
