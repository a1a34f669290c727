"""The tables of memorial pages, private to this package. The journal knows none of the words."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cemetery.memorials.kinds import PieceState
from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.phones import last4, masked_phone
from kernel.scope import OfInstitution


class Memorial(OfInstitution, Base):
    """纪念页: what the family of one case agreed to show, and who of it asked (PIPL art. 49).

    `agreed`: of cemetery.memorials.kinds.Part; empty once taken down. A page taken down may be
    opened again at the desk, with everything to be agreed to anew.
    """

    __tablename__ = "memorials"
    __table_args__ = (
        UniqueConstraint("case_id", name="one_memorial_per_case"),
        CheckConstraint(
            "taken_down_at IS NULL OR agreed = '[]'::jsonb", name="nothing_shown_once_taken_down"
        ),
        CheckConstraint(
            "(taken_down_at IS NULL) = (taken_down_for IS NULL)", name="taken_down_for_somebody"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    agreed: Mapped[list[Any]]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[str]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    # Who of the family asked, as seen on an identity card.
    asker_name: Mapped[str] = mapped_column(secrets.EncryptedText("memorials.asker_name"))
    asker_relation: Mapped[str]
    asker_identity: Mapped[str] = mapped_column(secrets.EncryptedText("memorials.asker_identity"))
    asker_phone: Mapped[str] = mapped_column(secrets.EncryptedText("memorials.asker_phone"))
    taken_down_at: Mapped[datetime | None]
    taken_down_by: Mapped[str | None]
    # Of cemetery.memorials.kinds.AskedBy; whose word it was, and why.
    taken_down_for: Mapped[str | None]
    taken_down_name: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("memorials.taken_down_name")
    )
    taken_down_relation: Mapped[str | None]
    taken_down_reason: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("memorials.taken_down_reason")
    )

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.asker_phone)

    @property
    def phone_last4(self) -> str:
        return last4(self.asker_phone)


class MemorialKey(OfInstitution, Base):
    """家属链接: an opaque token on a slip; with four digits it opens the family's side."""

    __tablename__ = "memorial_keys"
    __table_args__ = (
        Index(
            "one_live_key_per_memorial",
            "memorial_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    memorial_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memorials.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True, info={"private": True})
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    revoked_at: Mapped[datetime | None]


class MemorialPiece(OfInstitution, Base):
    """A text, a picture or a visitor's message; its content is erased some days after it ended.

    `reasons`: why staff should look at it, from rules.yaml.
    """

    __tablename__ = "memorial_pieces"
    __table_args__ = (
        Index(
            "one_text_and_one_portrait",
            "memorial_id",
            "kind",
            unique=True,
            postgresql_where=text(
                "kind IN ('life_text', 'portrait')"
                " AND state IN ('awaits_staff', 'awaits_family', 'shown')"
            ),
        ),
        Index("ix_memorial_pieces_memorial_id", "memorial_id", "state"),
        Index("ix_memorial_pieces_queue", "institution_id", "state"),
        CheckConstraint(
            "(ended_at IS NULL) = (state IN ('awaits_staff', 'awaits_family', 'shown'))",
            name="ended_when_turned_down_or_removed",
        ),
        CheckConstraint(
            "erased_at IS NULL OR (words IS NULL AND picture IS NULL AND visitor_name IS NULL)",
            name="nothing_left_once_erased",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    memorial_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memorials.id"))
    kind: Mapped[str]
    state: Mapped[str]
    words: Mapped[str | None] = mapped_column(secrets.EncryptedText("memorial_pieces.words"))
    visitor_name: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("memorial_pieces.visitor_name")
    )
    # Deferred: no list loads a single picture.
    picture: Mapped[bytes | None] = mapped_column(
        secrets.EncryptedBytes("memorial_pieces.picture"), deferred=True
    )
    reasons: Mapped[list[Any]]
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    looked_at: Mapped[datetime | None]
    looked_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    erased_at: Mapped[datetime | None]

    @property
    def is_live(self) -> bool:
        return self.ended_at is None

    @property
    def shown_state(self) -> PieceState:
        return PieceState(self.state)
