"""代客祭扫: what staff does at a grave for a family far away, with pictures that prove it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cemetery.visits.models.visits import OfSite
from kernel import secrets
from kernel.db import Base
from kernel.people.phones import last4, masked_phone


class Sweep(OfSite, Base):
    """A request, done or declined; its code and the phone's last four digits open it."""

    __tablename__ = "sweeps"
    __table_args__ = (
        UniqueConstraint("site_id", "code"),
        Index("ix_sweeps_code", "code"),
        CheckConstraint("done_at IS NULL OR declined_at IS NULL", name="done_or_declined"),
        CheckConstraint(
            "(declined_at IS NULL) = (decline_reason IS NULL)", name="declined_with_a_reason"
        ),
        CheckConstraint("fee_fen > 0", name="a_fee_is_something"),
        CheckConstraint(
            "(done_at IS NOT NULL AND fee_fen IS NOT NULL)"
            " = (case_id IS NOT NULL OR receipt IS NOT NULL)",
            name="done_is_paid_somewhere",
        ),
        CheckConstraint("case_id IS NULL OR receipt IS NULL", name="paid_once"),
    )

    code: Mapped[str]
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    # Of cemetery.visits.kinds.Wish.
    wishes: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(secrets.EncryptedText("sweeps.words"))
    wanted_on: Mapped[date]
    name: Mapped[str] = mapped_column(secrets.EncryptedText("sweeps.name"))
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("sweeps.phone"))
    asked_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
    # How many pictures there were, once they are erased: they may show names on the stone.
    photos_erased: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(info={"private": True})
    # The listed price the family agreed to, None where the list has none (条例 art. 50). Once it is
    # done: the case it was charged to, or the till's receipt.
    fee_fen: Mapped[int | None]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    receipt: Mapped[str | None]

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def phone_last4(self) -> str:
        return last4(self.phone)

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.declined_at is None


class SweepPhoto(OfSite, Base):
    """A picture from the place, written anew without what the camera added."""

    __tablename__ = "sweep_photos"
    __table_args__ = (
        ForeignKeyConstraint(
            ["site_id", "sweep_id"], ["sweeps.site_id", "sweeps.id"], name="fk_sweep_photos_sweep"
        ),
        Index("ix_sweep_photos_sweep", "site_id", "sweep_id"),
    )

    sweep_id: Mapped[uuid.UUID]
    picture: Mapped[bytes] = mapped_column(secrets.EncryptedBytes("sweep_photos.picture"))
    taken_at: Mapped[datetime]
    taken_by: Mapped[str]
