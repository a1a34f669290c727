"""Who went in and out: counts for the gate, and what gates must know to judge by themselves."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select
from sqlalchemy.orm import joinedload

from cemetery.visits.kinds import Direction
from cemetery.visits.models import VisitBooking, VisitEntry, VisitSlot, VoidPass
from kernel.db import db


@dataclass(frozen=True)
class SlotCount:
    """Persons of one slot: who booked, who went in, who went out again, who is still inside."""

    slot: VisitSlot
    booked: int
    entered: int
    left: int
    inside: int


def count_slots(site_id: uuid.UUID, day: date) -> list[SlotCount]:
    """Conflicting entries count: whoever was let in is inside. No family's way out hides another
    family that is still there."""
    slots = select(VisitSlot.id).filter_by(site_id=site_id, day=day)
    families = (
        select(
            VisitEntry.slot_id,
            _persons(Direction.IN).label("entered"),
            _persons(Direction.OUT).label("gone"),
        )
        .where(VisitEntry.site_id == site_id, VisitEntry.slot_id.in_(slots))
        .group_by(VisitEntry.slot_id, VisitEntry.booking_id)
        .subquery()
    )
    entered, gone = families.c.entered, families.c.gone
    query = (
        select(
            VisitSlot,
            _total(entered),
            _total(gone),
            _total(func.greatest(entered - gone, 0)),
        )
        .outerjoin(families, families.c.slot_id == VisitSlot.id)
        .where(VisitSlot.site_id == site_id, VisitSlot.day == day)
        .group_by(VisitSlot.site_id, VisitSlot.id)
        .order_by(VisitSlot.starts_at)
    )
    return [
        SlotCount(slot, slot.taken, entered, left, inside)
        for slot, entered, left, inside in db.session.execute(query)
    ]


def count_inside(booking: VisitBooking) -> int:
    """Persons of this booking who went in, agreed or not, and have not come out."""
    query = select(_persons(Direction.IN) - _persons(Direction.OUT)).filter_by(
        site_id=booking.site_id, booking_id=booking.id
    )
    return max(0, db.session.scalar(query) or 0)


def void_passes(site_id: uuid.UUID, day: date) -> list[tuple[str, int]]:
    """Code and serial of each pass of this day that no longer holds."""
    query = select(VoidPass.code, VoidPass.serial).filter_by(site_id=site_id, day=day)
    return [(code, serial) for code, serial in db.session.execute(query)]


def closed_passes(site_id: uuid.UUID, day: date) -> list[str]:
    """Codes of who booked a slot of this day that is closed, a ceremony or not: a pass says its
    time only, which an open ceremony may share with a closed slot."""
    query = (
        select(VisitBooking.code)
        .join(VisitBooking.slot)
        .where(
            VisitBooking.site_id == site_id,
            VisitBooking.cancelled_at.is_(None),
            VisitSlot.day == day,
            VisitSlot.closed_at.is_not(None),
        )
        .order_by(VisitBooking.code)
    )
    return list(db.session.scalars(query))


def inside_by_code(site_id: uuid.UUID, day: date) -> dict[str, int]:
    """Code of each pass used this day → how many of its persons are still inside, perhaps none."""
    query = (
        select(
            VisitBooking.code,
            func.greatest(_persons(Direction.IN) - _persons(Direction.OUT), 0).label("inside"),
        )
        .join(VisitEntry.booking)
        .where(VisitEntry.site_id == site_id, VisitEntry.day == day)
        .group_by(VisitBooking.code)
    )
    return {row.code: row.inside for row in db.session.execute(query)}


def find_way_in(booking: VisitBooking, day: date) -> VisitEntry | None:
    """The first of this day, agreed or not: who was let in is inside."""
    return db.session.scalar(
        _ways(booking, Direction.IN).filter_by(day=day).order_by(VisitEntry.happened_at).limit(1)
    )


def find_way_out(booking: VisitBooking) -> VisitEntry | None:
    """The latest."""
    query = _ways(booking, Direction.OUT).order_by(VisitEntry.happened_at.desc())
    return db.session.scalar(query.limit(1))


def has_entered(booking: VisitBooking) -> bool:
    query = select(VisitEntry.id).filter_by(site_id=booking.site_id, booking_id=booking.id)
    return db.session.scalar(query.limit(1)) is not None


def get_entry_again(site_id: uuid.UUID, entry_id: uuid.UUID) -> VisitEntry | None:
    """What a gate already told us under this id."""
    return db.session.scalar(select(VisitEntry).filter_by(site_id=site_id, id=entry_id))


def list_conflicts(site_id: uuid.UUID) -> list[VisitEntry]:
    """Not looked at yet, the latest first."""
    query = (
        select(VisitEntry)
        .where(
            VisitEntry.site_id == site_id,
            VisitEntry.conflict != "",
            VisitEntry.settled_at.is_(None),
        )
        .order_by(VisitEntry.happened_at.desc())
        .options(joinedload(VisitEntry.booking))
        .limit(200)
    )
    return list(db.session.scalars(query))


def _persons(direction: Direction) -> ColumnElement[int]:
    return func.coalesce(
        func.sum(case((VisitEntry.direction == direction, VisitEntry.persons), else_=0)), 0
    )


def _total(persons: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(persons), 0), Integer)


def _ways(booking: VisitBooking, direction: Direction) -> Select[VisitEntry]:
    return select(VisitEntry).filter_by(
        site_id=booking.site_id, booking_id=booking.id, direction=direction
    )
