"""Taking and giving back places: the only writers of a slot's counters.

`grant` hands a list of requests, in order, to the database function `grant_visits`, which locks the
slot once, counts once, and answers each: one request or a thousand from a waiting room alike.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert

from cemetery.visits.errors import CarsFull, SlotClosed, SlotFull, UnitBookedOut
from cemetery.visits.kinds import Granted, Share
from cemetery.visits.models import VisitBooking, VisitSlot, VisitUnitDay
from kernel.db import db
from kernel.errors import Refusal

GRANT = text("SELECT grant_visits(:site_id, :slot_id, :shares, :persons, :cars)")
REFUSALS: dict[Granted, type[Refusal]] = {
    Granted.CLOSED: SlotClosed,
    Granted.PERSONS_FULL: SlotFull,
    Granted.CARS_FULL: CarsFull,
}
TAKEN = {
    Share.OPEN: VisitSlot.taken_open,
    Share.PHONE: VisitSlot.taken_phone,
    Share.WALK_IN: VisitSlot.taken_walk_in,
}


@dataclass(frozen=True)
class Request:
    """Places asked for in one slot."""

    share: Share
    persons: int
    cars: int


def grant(site_id: uuid.UUID, slot_id: uuid.UUID, requests: Sequence[Request]) -> list[Granted]:
    """In the order given; whoever does not fit does not stop those behind. The slot stays locked
    until this transaction ends."""
    asked = {
        "site_id": site_id,
        "slot_id": slot_id,
        "shares": [each.share.value for each in requests],
        "persons": [each.persons for each in requests],
        "cars": [each.cars for each in requests],
    }
    answers = db.session.execute(GRANT, asked).scalar_one()
    return [Granted(answer) for answer in answers]


def take_places(site_id: uuid.UUID, slot_id: uuid.UUID, request: Request) -> None:
    """One family's. Raises SlotClosed, SlotFull, CarsFull."""
    answer = grant(site_id, slot_id, [request])[0]
    if answer is not Granted.YES:
        raise REFUSALS[answer]


def give_back(booking: VisitBooking) -> None:
    """At once, for whoever comes next."""
    taken = TAKEN[Share(booking.share)]
    # Core, not ORM: a counter that others change is never read and written back.
    db.session.connection().execute(
        update(VisitSlot)
        .where(VisitSlot.site_id == booking.site_id, VisitSlot.id == booking.slot_id)
        .values(
            {
                taken: taken - booking.persons,
                VisitSlot.taken_cars: VisitSlot.taken_cars - booking.cars,
            }
        )
    )


def take_unit(slot: VisitSlot, unit_id: uuid.UUID | None, most: int) -> None:
    """One more booking of this grave or niche on the slot's day. Raises UnitBookedOut.

    Always after the slot is locked, so that nobody waits in a circle.
    """
    if unit_id is None or not most:
        return
    added = (
        insert(VisitUnitDay)
        .values(
            institution_id=slot.institution_id,
            site_id=slot.site_id,
            day=slot.day,
            unit_id=unit_id,
            taken=1,
            most=most,
        )
        .on_conflict_do_update(
            index_elements=["site_id", "day", "unit_id"],
            set_={"taken": VisitUnitDay.taken + 1, "most": most},
            where=VisitUnitDay.taken < most,
        )
        .returning(VisitUnitDay.taken)
    )
    if db.session.connection().execute(added).first() is None:
        raise UnitBookedOut(most=most)


def give_unit_back(slot: VisitSlot, unit_id: uuid.UUID | None) -> None:
    if unit_id is None:
        return
    db.session.connection().execute(
        update(VisitUnitDay)
        .where(
            VisitUnitDay.site_id == slot.site_id,
            VisitUnitDay.day == slot.day,
            VisitUnitDay.unit_id == unit_id,
            VisitUnitDay.taken > 0,
        )
        .values(taken=VisitUnitDay.taken - 1)
    )
