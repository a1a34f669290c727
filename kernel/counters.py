"""Business numbers, gap-free per institution, kind and year: a row locked in the transaction."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, db
from kernel.places import Institution


class NumberKind(StrEnum):
    """The letter in the number tells what it numbers."""

    CASE = "A"
    BILL = "Z"
    RECEIPT = "S"
    CERTIFICATE = "H"
    ASH_DEPOSIT = "G"
    CREDIT_NOTE = "R"
    SHIFT = "B"
    SETTLEMENT = "J"
    PAYOUT = "F"
    APPLICATION = "Q"
    PRICE_LIST = "L"
    PLATE_BATCH = "P"
    VOYAGE = "V"
    VOYAGE_REGISTRATION = "W"
    RIGHT = "U"


class Counter(Base):
    """The last number given; a rollback gives it back, so no number is ever missing."""

    __tablename__ = "counters"

    institution_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("institutions.id"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(kind: NumberKind, institution: Institution) -> str:
    """E.g. "JYS26-00042". Others wait here until we commit: take the number as late as possible."""
    counter = hold_counter(kind, institution)
    counter.last += 1
    return f"{institution.code}{kind}{counter.year % 100:02d}-{counter.last:05d}"


def hold_counter(kind: NumberKind, institution: Institution) -> Counter:
    """Nobody gets the next number before we commit, whether or not we take it."""
    year = clock.today().year
    key = {"institution_id": institution.id, "kind": kind.value, "year": year}
    db.session.connection().execute(insert(Counter).values(**key, last=0).on_conflict_do_nothing())
    return db.session.scalars(
        select(Counter).filter_by(**key).with_for_update().execution_options(populate_existing=True)
    ).one()
