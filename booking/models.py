"""Booking's tables; private to this package."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel import secrets
from kernel.db import Base, new_id
from kernel.i18n import _
from kernel.people.claimants import Claimant
from kernel.people.deceased import Deceased
from kernel.scope import OfInstitution


class Channel(StrEnum):
    """All channels use the same operations."""

    WEB = "web"
    HOTLINE = "hotline"
    DESK = "desk"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {Channel.WEB: _("网上"), Channel.HOTLINE: _("电话"), Channel.DESK: _("窗口")}


class Draft(OfInstitution, Base):
    """What a family has answered so far; encrypted, found only by the token in its browser."""

    __tablename__ = "drafts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(unique=True, info={"private": True})
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
        CheckConstraint("cancelled_at IS NULL OR case_id IS NULL", name="received_or_cancelled"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    deceased_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deceased.id"), unique=True)
    claimant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claimants.id"))
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"), unique=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), unique=True)
    # Where the hearse is to come; empty when the family comes by itself.
    pick_up_from: Mapped[str] = mapped_column(info={"private": True})
    # The estimate as the family saw and agreed to it, for comparison with the bill.
    estimate: Mapped[dict[str, Any]]
    confirmed_at: Mapped[datetime] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    # In the clerk's own words, which may name people: the journal keeps only its hash.
    cancel_reason: Mapped[str | None] = mapped_column(info={"private": True})

    deceased: Mapped[Deceased] = relationship()
    claimant: Mapped[Claimant] = relationship()
