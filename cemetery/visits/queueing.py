"""When places of a day are given in a queue and not at once: around its opening, and as long as
anybody still waits. On a quiet day nobody meets it."""

import uuid
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from cemetery.visits.errors import SlotUnknown
from cemetery.visits.queries import requests
from cemetery.visits.queries.slots import list_made_slots, list_slots
from cemetery.visits.queries.terms import get_site, terms_of
from cemetery.visits.recent import recent
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.places import get_institution

# The waiting page asks again after so many seconds: those far behind less often, and all together
# never more than PAGES a second.
SOONEST, LATEST, PAGES = 3, 60, 150


@dataclass(frozen=True)
class Door:
    """What every arrival of one slot is checked by and its page shows; a second old at most."""

    site_id: uuid.UUID
    site_name: str
    institution_id: uuid.UUID
    phone: str | None
    day: date
    slot_id: uuid.UUID
    terms: Terms
    opens: datetime
    starts_at: datetime
    ends_at: datetime
    is_ceremony: bool
    is_needed: bool
    is_closed: bool
    is_made: bool


@dataclass(frozen=True)
class Queue:
    """Who waits for a day, in order; how many a second were answered just now; what is free."""

    order: tuple[tuple[int, float], ...]
    a_second: float
    free: int

    def before(self, turn: int, tie: float) -> int:
        return bisect_left(self.order, (turn, tie))


def find_door(site_id: uuid.UUID, day: date, slot_id: uuid.UUID) -> Door:
    """Raises NotFound, SlotUnknown, NoVisitTerms."""
    doors = recent.get(("doors", site_id, day), partial(_doors, site_id, day))
    if slot_id not in doors:
        raise SlotUnknown
    return doors[slot_id]


def is_queued(site_id: uuid.UUID, day: date, slot_id: uuid.UUID) -> bool:
    """Whether whoever books this slot online now must join the queue of its day. Never for a
    ceremony, which is open from the day it is announced."""
    door = find_door(site_id, day, slot_id)
    if door.is_ceremony:
        return False
    if door.terms.is_rush(day, clock.now()):
        return True
    return recent.get(("waits", site_id, day), lambda: requests.has_waiting(site_id, day))


def queue_of(site_id: uuid.UUID, day: date) -> Queue:
    return recent.get(("queue", site_id, day), partial(_queue, site_id, day))


def ask_again(queue: Queue, before: int, opens: datetime) -> int:
    """After how many seconds the waiting page looks again."""
    until = opens - clock.now()
    if until > timedelta():
        # Nothing happens before. All come back after it, not all in the same second.
        return min(LATEST, max(SOONEST, int(until.total_seconds()) + 1 + before % 10))
    polite = len(queue.order) // PAGES
    soon = int(before / queue.a_second / 2) if queue.a_second else 0
    return min(LATEST, max(SOONEST, polite, soon))


def _doors(site_id: uuid.UUID, day: date) -> dict[uuid.UUID, Door]:
    """All of a day at once: a crowd asks for all of them."""
    site, terms = get_site(site_id), terms_of(site_id, day)
    made = {slot.id for slot in list_made_slots(site_id, day)}
    phone = get_institution(site.institution_id).phone
    return {
        slot.id: Door(
            site_id=site_id,
            site_name=site.name,
            institution_id=slot.institution_id,
            phone=phone,
            day=day,
            slot_id=slot.id,
            terms=terms,
            opens=terms.opening_of(day),
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            is_needed=terms.needs_booking(day),
            is_ceremony=bool(slot.title),
            is_closed=slot.closed_at is not None,
            is_made=slot.id in made,
        )
        for slot in list_slots(site, day)
    }


def _queue(site_id: uuid.UUID, day: date) -> Queue:
    return Queue(
        order=requests.list_order(site_id, day),
        a_second=requests.answered_a_second(site_id, day),
        free=requests.count_free(site_id, day),
    )
