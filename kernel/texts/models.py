"""The tables of texts; private to kernel.texts."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel import secrets
from kernel.db import Base, new_id
from kernel.people.phones import masked_phone
from kernel.scope import OfInstitution
from kernel.texts.kinds import NOT_THERE, Because, TextState
from kernel.texts.wording import find_wording


class TextMessage(OfInstitution, Base):
    """One text to one phone. Written in bulk by kernel.texts.writing, without the ORM.

    `about_kind`, `about_id`: the record it is found by. `cause`: what made it, with the phone and
    the wording the brake: the same is never written twice. `attempt`: how often a person has had it
    sent anew; with the id it is the number the gateway knows it by (`key`). `next_at`: when it is
    to be sent, or asked after. `useful_until`: later it would tell nothing. What is of persons is
    taken out on `forget_on`.
    """

    __tablename__ = "texts"
    __table_args__ = (
        UniqueConstraint("cause", "wording", "phone_index", name="one_text_a_cause_and_phone"),
        CheckConstraint(
            "(state IN ('waiting', 'sent')) = (next_at IS NOT NULL)", name="waits_for_a_moment"
        ),
        CheckConstraint("(told_at IS NULL) = (told_by IS NULL)", name="told_by_whom"),
        Index("ix_texts_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_texts_about", "about_kind", "about_id"),
        Index("ix_texts_state", "institution_id", "state", "written_at"),
        Index("ix_texts_forget_on", "forget_on", postgresql_where=text("phone IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    about_kind: Mapped[str]
    about_id: Mapped[uuid.UUID]
    cause: Mapped[str]
    wording: Mapped[str]
    facts: Mapped[dict[str, Any] | None] = mapped_column(secrets.EncryptedJSON("texts.facts"))
    phone: Mapped[str | None] = mapped_column(secrets.EncryptedText("texts.phone"))
    phone_index: Mapped[str] = mapped_column(info={"private": True})
    is_awaited: Mapped[bool]
    state: Mapped[str]
    # Of Because, or the gateway's own words.
    reason: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    receipt: Mapped[str | None]
    written_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    useful_until: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    # When somebody told the family by telephone instead.
    told_at: Mapped[datetime | None]
    told_by: Mapped[str | None]
    forget_on: Mapped[date]

    @property
    def key(self) -> str:
        return key_of(self.id, self.attempt)

    @property
    def sentence(self) -> str:
        """As the family got it; empty once what is of persons was taken out."""
        wording = find_wording(self.wording)
        return wording.fill(self.facts) if wording and self.facts is not None else ""

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone) if self.phone else ""

    @property
    def stands(self) -> TextState:
        return TextState(self.state)

    @property
    def why(self) -> str:
        known = {each.value for each in Because}
        return str(Because(self.reason).label) if self.reason in known else self.reason

    @property
    def is_open(self) -> bool:
        """Whether the family may not know it yet, and nobody has called."""
        return self.told_at is None and self.state in {*NOT_THERE, TextState.UNSENT}


class TextTerms(OfInstitution, Base):
    """Whether an institution sends texts, and the approved signature (签名) before each."""

    __tablename__ = "text_terms"
    __table_args__ = (UniqueConstraint("institution_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    sends: Mapped[bool]
    signed_as: Mapped[str]
    laid_down_at: Mapped[datetime]
    laid_down_by: Mapped[str]


class TextDecline(OfInstitution, Base):
    """A phone whose family asks for no texts, until `ended_at`."""

    __tablename__ = "text_declines"
    __table_args__ = (
        Index(
            "one_decline_a_phone",
            "institution_id",
            "phone_index",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("text_declines.phone"))
    phone_index: Mapped[str] = mapped_column(info={"private": True})
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    ended_at: Mapped[datetime | None]

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)


def key_of(text_id: uuid.UUID, attempt: int) -> str:
    """ "0192…-1": what the gateway knows one sending of a text by."""
    return f"{text_id.hex}-{attempt}"


def text_of(key: str) -> tuple[uuid.UUID, int] | None:
    """Of `key_of`; None for what is no key of ours."""
    number, _, attempt = key.partition("-")
    try:
        return uuid.UUID(hex=number), int(attempt)
    except ValueError:
        return None


def phone_index(number: str) -> str:
    return secrets.blind_index(number, context="texts.phone")
