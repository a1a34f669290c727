"""Where the remains are: every move as it happened, the cabinet, the ceremony, the ashes."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funeral.models.schedule import Resource
from kernel import secrets
from kernel.db import Base, new_id
from kernel.scope import OfInstitution


class CustodyEvent(OfInstitution, Base):
    """One move of one body, numbered 1, 2, 3 in its case. The database refuses any change.

    `happened_at` is the server's; `device_at` what the scanning device believed, where it said so.
    """

    __tablename__ = "custody_events"
    __table_args__ = (
        UniqueConstraint("case_id", "seq", name="one_move_after_the_other"),
        CheckConstraint("seq > 0", name="counts_from_one"),
        CheckConstraint("place <> ''", name="has_a_place"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    step: Mapped[str]
    # Where remains are fetched is often a home: the journal keeps only its hash.
    place: Mapped[str] = mapped_column(info={"private": True})
    place_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("resources.id"), index=True)
    # None: recorded before there were wristbands.
    wristband_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("wristbands.id"))
    happened_at: Mapped[datetime] = mapped_column(index=True)
    device_at: Mapped[datetime | None]
    by: Mapped[str]
    note: Mapped[str] = mapped_column(default="", info={"private": True})


class RefusedScan(OfInstitution, Base):
    """A scan that was not accepted, and why; of the token only its keyed hash."""

    __tablename__ = "refused_scans"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    token_hash: Mapped[str]
    # What was tried; empty where nothing but a token was scanned.
    step: Mapped[str]
    place: Mapped[str] = mapped_column(info={"private": True})
    refused_at: Mapped[datetime] = mapped_column(index=True)
    device_at: Mapped[datetime | None]
    # Empty: nobody was signed in.
    by: Mapped[str]
    reason: Mapped[str]


class CabinetStay(OfInstitution, Base):
    """From when to when a body lay in a cabinet; still there while `taken_out_at` is empty."""

    __tablename__ = "cabinet_stays"
    __table_args__ = (
        ExcludeConstraint(
            ("cabinet_id", "="), (text("stays"), "&&"), name="one_body_a_cabinet", using="gist"
        ),
        ExcludeConstraint(
            ("case_id", "="), (text("stays"), "&&"), name="one_cabinet_at_a_time", using="gist"
        ),
        CheckConstraint("taken_out_at >= put_in_at", name="put_in_first"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"), index=True)
    put_in_at: Mapped[datetime]
    taken_out_at: Mapped[datetime | None]
    # An open stay reaches to infinity, so nobody can be put into a cabinet that is not empty.
    stays: Mapped[Range[datetime]] = mapped_column(
        TSTZRANGE, Computed("tstzrange(put_in_at, taken_out_at)", persisted=True)
    )

    cabinet: Mapped[Resource] = relationship()


class Admission(OfInstitution, Base):
    """Remains received at the home: when, from where, how far the hearse went."""

    __tablename__ = "admissions"
    __table_args__ = (CheckConstraint("transfer_km > 0", name="hearse_drove"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    received_at: Mapped[datetime]
    # Often a home: the journal keeps only its hash.
    received_from: Mapped[str] = mapped_column(info={"private": True})
    # None: the family brought the remains itself, no transfer is charged.
    transfer_km: Mapped[Decimal | None] = mapped_column(Numeric(7, 1))
    received_by: Mapped[str]


class Farewell(OfInstitution, Base):
    """The ceremony as it was held; never inferred from the plan."""

    __tablename__ = "farewells"
    __table_args__ = (CheckConstraint("ended_at > started_at", name="ends_after_it_starts"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    hall_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resources.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    recorded_by: Mapped[str]

    hall: Mapped[Resource] = relationship()


class AshHandover(OfInstitution, Base):
    """交接: who took the ashes away, with identity checked and the paper signed (条例 art. 28).

    Of early ones neither number nor relation was written down, nor which paper was shown.
    """

    __tablename__ = "ash_handovers"
    __table_args__ = (
        CheckConstraint("identity_checked AND signature_noted", name="checked_and_signed"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    collector_name: Mapped[str] = mapped_column(info={"private": True})
    identity_kind: Mapped[str | None]
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("ash_handovers.identity_number")
    )
    relation: Mapped[str | None]
    # Of a delegate: number or date of the written authorisation that was seen.
    authorisation: Mapped[str] = mapped_column(default="", info={"private": True})
    identity_checked: Mapped[bool]
    signature_noted: Mapped[bool]
    handed_over_at: Mapped[datetime]
    handed_over_by: Mapped[str]
