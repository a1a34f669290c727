"""Policies on their way: a county's drafts, and what one would have cost had it been in force."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billing.models.tariff import WaiverPolicy
from kernel.db import Base, new_id


class PolicyDraft(Base):
    """A version being written. Whoever has written in it never publishes it.

    `code`, `version`, `title` and `region_code` follow the text whenever it can be read. Not
    OfInstitution: it belongs to a region and its office, not to a home.
    """

    __tablename__ = "policy_drafts"
    __table_args__ = (
        CheckConstraint(
            "published_id IS NULL OR (submitted_at IS NOT NULL AND reviewed_by IS NOT NULL)",
            name="published_after_review",
        ),
        CheckConstraint(
            "published_id IS NULL OR NOT jsonb_exists(writers, reviewed_by)", name="second_person"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_code: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    source: Mapped[str]
    # What changed and why, in the writer's words.
    note: Mapped[str]
    # Grows with every save, so that the second of two editors is told.
    revision: Mapped[int]
    started_at: Mapped[datetime]
    # Everybody who saved it, as the journal writes them; `written_by` is the last.
    writers: Mapped[list[Any]]
    written_by: Mapped[str]
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None]
    # Why it begins on a day for which bills have been issued.
    early_reason: Mapped[str | None]
    based_on_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("waiver_policies.id"))
    published_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("waiver_policies.id"), unique=True
    )

    based_on: Mapped[WaiverPolicy | None] = relationship(foreign_keys=[based_on_id])
    published: Mapped[WaiverPolicy | None] = relationship(foreign_keys=[published_id])


class WhatIf(Base):
    """All bills of a period once more under another policy text. Sums only, whatever the number.

    `last_bill_id` is where the next chunk goes on. Bills and credit notes made after `asked_at`
    are not seen, so the figures stay what they are.
    """

    __tablename__ = "what_ifs"
    __table_args__ = (
        CheckConstraint("period_from <= period_to", name="period_forwards"),
        CheckConstraint(
            "(finished_at IS NULL) = (state IN ('waiting', 'running'))", name="ended_once"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_code: Mapped[str] = mapped_column(index=True)
    policy_draft_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("policy_drafts.id"), index=True
    )
    code: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    source: Mapped[str]
    source_hash: Mapped[str]
    period_from: Mapped[date]
    period_to: Mapped[date]
    state: Mapped[str]
    last_bill_id: Mapped[uuid.UUID | None]
    done: Mapped[int]
    total: Mapped[int]
    # As billing.what_if.Totals writes them; private, or every chunk would fill the journal.
    totals: Mapped[dict[str, Any]] = mapped_column(info={"private": True})
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    trouble: Mapped[str | None]
