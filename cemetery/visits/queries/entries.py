"""Who went in and out: counts for the gate, and what gates must know to judge by themselves."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.orm import joinedload

from cemetery.visits.kinds import Direction
from cemetery.visits.models import VisitBooking, VisitEntry, VisitSlot, VoidPass
from kernel.db import db


@dataclass(frozen=True)
class SlotCount:
    """Persons of one slot: who booked, who went in, who went out again."""

    slot: VisitSlot
    booked: int
    entered: int
    left: int

    @property
    def inside(self) -> int:
        return max(0, self.entered - self.left)


def count_slots(site_id: uuid.UUID, day: date) -> list[SlotCount]:
    """Conflicting entries count: whoever was let in is inside."""

    def persons(direction: Direction) -> object:
        return func.coalesce(
            func.sum(case((VisitEntry.direction == direction, VisitEntry.persons), else_=0)), 0
        )

    query = (
        select(
            VisitSlot,
            cast(persons(Direction.IN), Integer),
            cast(persons(Direction.OUT), Integer),
        )
        .outerjoin(
            VisitEntry,
            (VisitEntry.site_id == VisitSlot.site_id) & (VisitEntry.slot_id == VisitSlot.id),
        )
        .where(VisitSlot.site_id == site_id, VisitSlot.day == day)
        .group_by(VisitSlot.site_id, VisitSlot.id)
        .order_by(VisitSlot.starts_at)
    )
    return [
        SlotCount(slot, slot.taken, entered, left)
        for slot, entered, left in db.session.execute(query)
    ]


def void_passes(site_id: uuid.UUID, day: date) -> list[tuple[str, int]]:
    """Code and serial of each pass of this day that no longer holds."""
    query = select(VoidPass.code, VoidPass.serial).filter_by(site_id=site_id, day=day)
    return [(code, serial) for code, serial in db.session.execute(query)]


def used_passes(site_id: uuid.UUID, day: date) -> dict[str, str]:
    """Code → where its people are by the records: "in" or "out"."""
    query = (
        select(VisitBooking.code, func.max(VisitEntry.direction).label("where"))
        .join(VisitEntry.booking)
        .where(VisitEntry.site_id == site_id, VisitEntry.day == day)
        .group_by(VisitBooking.code)
    )
    # "out" sorts after "in": whoever has both is out.
    return {row.code: row.where for row in db.session.execute(query)}


def find_entry(booking: VisitBooking, direction: Direction) -> VisitEntry | None:
    """The one that counts."""
    query = select(VisitEntry).filter_by(
        site_id=booking.site_id, booking_id=booking.id, direction=direction, conflict=""
    )
    return db.session.scalar(query)


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
