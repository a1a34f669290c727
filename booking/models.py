"""Booking's tables; private to this package."""

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.kinds import Channel, TicketState, say_window
from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.claimants import Claimant
from kernel.people.deceased import Deceased
from kernel.scope import OfInstitution


class Draft(OfInstitution, Base):
    """What a family has answered so far; encrypted, found only by the token in its browser.

    `plan_id`: the times held for it while it reads and decides.
    """

    __tablename__ = "drafts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(unique=True, info={"private": True})
    channel: Mapped[str] = mapped_column(default=Channel.WEB)
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plans.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(secrets.EncryptedJSON("drafts.answers"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]


class Booking(OfInstitution, Base):
    """A family's confirmed booking; its code and the phone's last four digits open it."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)", name="cancelled_with_a_reason"
        ),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled_by_one"),
        CheckConstraint("cancelled_at IS NULL OR case_id IS NULL", name="received_or_cancelled"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    deceased_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deceased.id"), unique=True)
    claimant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claimants.id"), index=True)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"), unique=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), unique=True)
    # Where the hearse is to come; empty when the family comes by itself.
    pick_up_from: Mapped[str] = mapped_column(info={"private": True})
    # The estimate as the family saw and agreed to it, for comparison with the bill.
    estimate: Mapped[dict[str, Any]]
    confirmed_at: Mapped[datetime] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    # In the clerk's own words, which may name people: the journal keeps only its hash. Empty where
    # the family cancelled, which need not say why.
    cancel_reason: Mapped[str | None] = mapped_column(info={"private": True})
    # How often the family changed its time by itself.
    changes: Mapped[int] = mapped_column(default=0)

    deceased: Mapped[Deceased] = relationship()
    claimant: Mapped[Claimant] = relationship()


class WaitingEntry(OfInstitution, Base):
    """候补: a family that wants a time of a full day, and is offered what becomes free.

    `queued_at` makes the order; it is `joined_at` until an offer ran out unseen. The offered times
    are held for it by `offered_plan_id` until `offered_until`.
    """

    __tablename__ = "waiting_entries"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_with_an_outcome"),
        CheckConstraint(
            "(offered_plan_id IS NULL) = (offered_until IS NULL)", name="offered_until_a_time"
        ),
        CheckConstraint("from_time <= to_time", name="from_before_to"),
        # A telephone number waits in one place only, or the queue could be filled up by one.
        Index(
            "one_open_entry_per_claimant",
            "institution_id",
            "claimant_index",
            unique=True,
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # Whoever has it sees the place in the queue and may take the offer.
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    # Empty once the draft has been forgotten.
    draft_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("drafts.id", ondelete="SET NULL"), index=True
    )
    claimant_index: Mapped[str] = mapped_column(info={"private": True})
    hall_class: Mapped[str]
    cremator_type: Mapped[str]
    day: Mapped[date]
    from_time: Mapped[time | None]
    to_time: Mapped[time | None]
    joined_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    missed: Mapped[int] = mapped_column(default=0)
    offered_plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plans.id"))
    offered_until: Mapped[datetime | None]
    # When the desk had told the family of the offer.
    told_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    draft: Mapped[Draft | None] = relationship()


class TicketKind(OfInstitution, Base):
    """What a family can take a number for; its row is held while the day's next one is given."""

    __tablename__ = "ticket_kinds"
    __table_args__ = (
        UniqueConstraint("institution_id", "letter"),
        CheckConstraint("letter ~ '^[A-Z]$' AND label <> ''", name="letter_and_label"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    letter: Mapped[str]
    label: Mapped[str]
    offered: Mapped[bool] = mapped_column(default=True)


class QueueTicket(OfInstitution, Base):
    """取号: one family's place at the windows of one day. It names nobody."""

    __tablename__ = "queue_tickets"
    __table_args__ = (
        UniqueConstraint("kind_id", "day", "serial", name="one_number_once"),
        Index(
            "one_ticket_at_a_window",
            "institution_id",
            "day",
            "at_window",
            unique=True,
            postgresql_where=text("state = 'called'"),
        ),
        Index("ix_queue_tickets_day", "institution_id", "day", "state"),
        CheckConstraint("serial > 0", name="counts_from_one"),
        CheckConstraint(
            "(state = 'waiting') = (called_at IS NULL)"
            " AND (called_at IS NULL) = (at_window IS NULL)"
            " AND (called_at IS NULL) = (times_called = 0)",
            name="called_to_a_window",
        ),
        CheckConstraint(
            "(state IN ('served', 'left')) = (settled_at IS NOT NULL)", name="settled_at_a_time"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ticket_kinds.id"))
    day: Mapped[date]
    serial: Mapped[int]
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    # Where the family said whose matter it is.
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    booking_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bookings.id"))
    # Why it goes before others; empty where it waits its turn.
    priority: Mapped[str] = mapped_column(default="", info={"private": True})
    taken_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=TicketState.WAITING)
    at_window: Mapped[str | None]
    called_at: Mapped[datetime | None]
    times_called: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]

    kind: Mapped[TicketKind] = relationship(lazy="joined")

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """ "A012"."""
        return f"{self.kind.letter}{self.serial:03d}"

    @property
    def said_window(self) -> str:
        return say_window(self.at_window or "")
