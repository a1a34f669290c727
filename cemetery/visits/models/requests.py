"""祭扫排队: who asks for places in the opening rush and waits for an answer."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cemetery.visits.models.visits import OfSite
from kernel import secrets
from kernel.db import Base

WAITING = text("state = 'waiting'")


class VisitRequest(OfSite, Base):
    """One family's place in the queue of a day. Written without the ORM by
    cemetery.visits.arriving and by the database function `allocate_visits`, which makes a booking
    of the same id out of it and takes its people's names and numbers out.

    `turn`, `tie`: the order; 0 and chance for all who came before the opening, then each quarter
    second a turn, chance inside it. `key`: of the form, so that sent twice it is one place.
    """

    __tablename__ = "visit_requests"
    __table_args__ = (
        UniqueConstraint("site_id", "token"),
        UniqueConstraint("site_id", "key", name="one_place_in_the_queue_a_form"),
        CheckConstraint("persons > 0 AND cars >= 0", name="somebody_comes"),
        CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL)", name="waits_or_was_answered"
        ),
        # A family that opens its page knows no site.
        Index("ix_visit_requests_token", "token"),
        Index("ix_visit_requests_day", "site_id", "day", "answered_at"),
        Index(
            "one_place_in_the_queue_a_person",
            "site_id",
            "day",
            "identity_index",
            unique=True,
            postgresql_where=WAITING,
        ),
        Index(
            "ix_visit_requests_turn",
            *("site_id", "day", "turn", "tie", "id"),
            postgresql_where=WAITING,
        ),
    )

    token: Mapped[str] = mapped_column(info={"private": True})
    key: Mapped[str]
    day: Mapped[date]
    # No foreign key, nor for the unit: its lock on the row of a slot would make thousands of
    # arrivals and the one who grants wait for one another.
    slot_id: Mapped[uuid.UUID]
    any_slot: Mapped[bool]
    persons: Mapped[int]
    cars: Mapped[int]
    unit_id: Mapped[uuid.UUID | None]
    identity_index: Mapped[str] = mapped_column(info={"private": True})
    phone_index: Mapped[str] = mapped_column(info={"private": True})
    # Encrypted as the booking's, since the database copies them there unread.
    name: Mapped[str | None] = mapped_column(secrets.EncryptedText("visit_bookings.name"))
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("visit_bookings.identity_number")
    )
    phone: Mapped[str | None] = mapped_column(secrets.EncryptedText("visit_bookings.phone"))
    companions: Mapped[list[Any] | None] = mapped_column(
        secrets.EncryptedJSON("visit_bookings.companions")
    )
    number_plates: Mapped[list[Any] | None] = mapped_column(
        secrets.EncryptedJSON("visit_bookings.number_plates")
    )
    # By the database's clock, which all web machines share.
    arrived_at: Mapped[datetime]
    turn: Mapped[int]
    tie: Mapped[float]
    # Of cemetery.visits.kinds.Waiting and, where refused, Answer.
    state: Mapped[str]
    reason: Mapped[str]
    answered_at: Mapped[datetime | None]
