"""Remains kept longer, remains nobody claims, and what was with them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel import secrets
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class StorageExtension(OfInstitution, Base):
    """延期存放手续 (殡葬管理条例 art. 27): covers up to and including `until_on`."""

    __tablename__ = "storage_extensions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(info={"private": True})
    asked_by: Mapped[str] = mapped_column(info={"private": True})
    party: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class UnclaimedRung(OfInstitution, Base):
    """One rung of a home's ladder for remains nobody claims: local rules, so rows and not code.

    Possible `after_days` after admission; `offices` must sign; over `period_days` after it began.
    """

    __tablename__ = "unclaimed_rungs"
    __table_args__ = (
        ExcludeConstraint(
            ("institution_id", "="),
            ("position", "="),
            ("valid", "&&"),
            name="one_rung_at_a_place",
            using="gist",
        ),
        CheckConstraint("position > 0 AND after_days >= 0 AND period_days >= 0", name="counts"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    position: Mapped[int]
    after_days: Mapped[int]
    title: Mapped[str]
    needs_notice: Mapped[bool]
    needs_police: Mapped[bool]
    offices: Mapped[list[Any]]
    period_days: Mapped[int]
    legal_basis: Mapped[str]
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    added_at: Mapped[datetime]


class UnclaimedRemains(OfInstitution, Base):
    """Nobody is known who would arrange; open until somebody claims them or the case is done."""

    __tablename__ = "unclaimed_remains"
    __table_args__ = (
        Index(
            "uq_unclaimed_remains_open",
            "case_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_with_a_reason"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    unclaimed_kind: Mapped[str]
    sent_by: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    end_reason: Mapped[str | None] = mapped_column(info={"private": True})

    steps: Mapped[list["UnclaimedStep"]] = relationship(order_by="UnclaimedStep.done_on")


class UnclaimedStep(OfInstitution, Base):
    """A rung that was begun. DNA and fingerprints only by the police's reference, never here."""

    __tablename__ = "unclaimed_steps"
    __table_args__ = (UniqueConstraint("unclaimed_id", "rung_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    unclaimed_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unclaimed_remains.id"), index=True)
    rung_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unclaimed_rungs.id"))
    done_on: Mapped[date]
    media: Mapped[str | None]
    reference: Mapped[str | None]
    police_case_number: Mapped[str | None]
    dna_reference: Mapped[str | None] = mapped_column(info={"private": True})
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    rung: Mapped[UnclaimedRung] = relationship()
    sign_offs: Mapped[list["UnclaimedSignOff"]] = relationship(
        order_by="UnclaimedSignOff.recorded_at"
    )


class UnclaimedSignOff(OfInstitution, Base):
    """One office's written word that it needs the remains no longer."""

    __tablename__ = "unclaimed_sign_offs"
    __table_args__ = (UniqueConstraint("step_id", "office"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unclaimed_steps.id"), index=True)
    office: Mapped[str]
    signed_by: Mapped[str] = mapped_column(info={"private": True})
    signed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class Belonging(OfInstitution, Base):
    """A thing that came with the remains; given back exactly once, against a signature."""

    __tablename__ = "belongings"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint(
            "(returned_at IS NULL) = (returned_to IS NULL)"
            " AND (returned_at IS NULL) = (returned_by IS NULL)"
            " AND (returned_at IS NULL) = (signature IS NULL)",
            name="returned_whole",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    description: Mapped[str] = mapped_column(info={"private": True})
    quantity: Mapped[int]
    place: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    returned_to: Mapped[str | None] = mapped_column(info={"private": True})
    # Where the signed paper is, for instance "领取单 12 号".
    signature: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[str | None]


class IdentityPhoto(OfInstitution, Base):
    """The face at admission, for staff to tell remains apart; never on a page of the family."""

    __tablename__ = "identity_photos"
    __table_args__ = (
        Index(
            "uq_identity_photos_one_in_use",
            "case_id",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    # Deferred: no list of photos loads a single one.
    image: Mapped[bytes] = mapped_column(
        secrets.EncryptedBytes("identity_photos.image"), deferred=True
    )
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    replaced_at: Mapped[datetime | None]


class PhotoLook(OfInstitution, Base):
    """Who opened an identity photo, when and why."""

    __tablename__ = "photo_looks"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    photo_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_photos.id"), index=True)
    reason: Mapped[str] = mapped_column(info={"private": True})
    looked_at: Mapped[datetime]
    looked_by: Mapped[str]

    photo: Mapped[IdentityPhoto] = relationship()
