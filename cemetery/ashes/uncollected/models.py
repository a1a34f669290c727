"""What was tried to reach a family, and what two persons decided; private to this package."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class UncollectedContact(OfInstitution, Base):
    """One attempt to reach the family. `waits_since`: of the waiting it belongs to; ashes that were
    collected and came back wait anew, and what was tried before no longer counts."""

    __tablename__ = "uncollected_contacts"
    __table_args__ = (CheckConstraint("whom <> ''", name="says_whom"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    portion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_portions.id"), index=True)
    waits_since: Mapped[date]
    way: Mapped[str]
    whom: Mapped[str] = mapped_column(info={"private": True})
    happened_at: Mapped[datetime]
    result: Mapped[str]
    note: Mapped[str] = mapped_column(info={"private": True})
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    @property
    def how(self) -> ContactWay:
        return ContactWay(self.way)

    @property
    def outcome(self) -> ContactResult:
        return ContactResult(self.result)


class UncollectedAnnouncement(OfInstitution, Base):
    """公告, from and to these days; where there are several of one waiting, the last counts."""

    __tablename__ = "uncollected_announcements"
    __table_args__ = (
        CheckConstraint("until > since", name="has_a_term"),
        CheckConstraint("place <> ''", name="has_a_place"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    portion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_portions.id"), index=True)
    waits_since: Mapped[date]
    place: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class UncollectedLaying(OfInstitution, Base):
    """Asked for by one person with a reason, approved by another, carried out or declined."""

    __tablename__ = "uncollected_layings"
    __table_args__ = (
        Index(
            "one_laying_a_waiting",
            "portion_id",
            "waits_since",
            unique=True,
            postgresql_where=text("stopped_at IS NULL"),
        ),
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("approved_by <> asked_by", name="two_persons"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_by_whom"),
        CheckConstraint(
            "num_nonnulls(stopped_at, stopped_by, stopped_because) IN (0, 3)",
            name="stopped_with_a_reason",
        ),
        CheckConstraint(
            "ash_event_id IS NULL OR (approved_at IS NOT NULL AND stopped_at IS NULL)",
            name="done_as_approved",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    portion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ash_portions.id"))
    waits_since: Mapped[date]
    announcement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("uncollected_announcements.id"))
    reason: Mapped[str] = mapped_column(info={"private": True})
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str | None]
    stopped_because: Mapped[str | None] = mapped_column(info={"private": True})
    # The same for all portions that were asked for at once, to lie in one communal unit.
    together_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    # What was done in the end, in the chain of the portion.
    ash_event_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ash_events.id"))

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None and self.ash_event_id is None
