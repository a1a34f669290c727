"""The queue of a day's opening: who waits, how fast it moves, how one family stands."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import DateTime, cast, exists, func, or_, select

from cemetery.visits.kinds import Waiting
from cemetery.visits.models import VisitRequest, VisitSlot
from hardware.qr import token_of
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.finding import VEIL

# How far back the speed of the queue is measured.
JUST_NOW = timedelta(seconds=10)
# A turn is dealt with when it is over, and everything that came in it is surely committed.
GRACE = timedelta(milliseconds=250)


@dataclass(frozen=True)
class Standing:
    """One family's place as its page shows it; nothing of the person."""

    site_id: uuid.UUID
    id: uuid.UUID
    token: str
    day: date
    slot_id: uuid.UUID
    any_slot: bool
    persons: int
    turn: int
    tie: float
    state: str
    reason: str


@dataclass(frozen=True)
class Counted:
    """Of a day's queue."""

    waiting: int = 0
    granted: int = 0
    refused: int = 0
    left: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.granted + self.refused + self.left


SORTS = {
    "arrived": VisitRequest.arrived_at,
    "answered": VisitRequest.answered_at,
    "persons": VisitRequest.persons,
}
# Columns, not records: a page looked at thousands of times decrypts nothing.
_STANDING = [getattr(VisitRequest, name) for name in Standing.__dataclass_fields__]


def get_standing(token: str) -> Standing:
    query = select(*_STANDING).where(VisitRequest.token == token_of(token))
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return Standing(*row)


def lock_request(token: str) -> VisitRequest:
    query = (
        select(VisitRequest)
        .filter_by(token=token_of(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def has_waiting(site_id: uuid.UUID, day: date) -> bool:
    waiting = exists().where(
        VisitRequest.site_id == site_id,
        VisitRequest.day == day,
        VisitRequest.state == Waiting.WAITING,
    )
    return bool(db.session.scalar(select(waiting)))


def list_queues() -> list[tuple[uuid.UUID, date]]:
    """Where anybody waits: site and day."""
    query = (
        select(VisitRequest.site_id, VisitRequest.day)
        .where(VisitRequest.state == Waiting.WAITING)
        .distinct()
    )
    return [(site_id, day) for site_id, day in db.session.execute(query)]


def is_due(site_id: uuid.UUID, day: date, opens: datetime) -> bool:
    """Whether anybody's turn has come."""
    stamp = DateTime(timezone=True)
    now = func.coalesce(cast(clock.pretended(), stamp), func.statement_timestamp())
    due = exists().where(
        VisitRequest.site_id == site_id,
        VisitRequest.day == day,
        VisitRequest.state == Waiting.WAITING,
        VisitRequest.turn < func.visit_turn(now - GRACE, cast(opens, stamp)),
    )
    return bool(db.session.scalar(select(due)))


def list_order(site_id: uuid.UUID, day: date) -> tuple[tuple[int, float], ...]:
    """Turn and tie of everybody who waits, the next one first."""
    query = (
        select(VisitRequest.turn, VisitRequest.tie)
        .where(
            VisitRequest.site_id == site_id,
            VisitRequest.day == day,
            VisitRequest.state == Waiting.WAITING,
        )
        .order_by(VisitRequest.turn, VisitRequest.tie)
    )
    return tuple((turn, tie) for turn, tie in db.session.execute(query))


def answered_a_second(site_id: uuid.UUID, day: date) -> float:
    """Of the last seconds, 0 where nobody was."""
    now = clock.now()
    query = select(func.count(), func.min(VisitRequest.answered_at)).where(
        VisitRequest.site_id == site_id,
        VisitRequest.day == day,
        VisitRequest.answered_at > now - JUST_NOW,
    )
    count, first = db.session.execute(query).one()
    return count / max(1.0, (now - first).total_seconds()) if first else 0.0


def count_free(site_id: uuid.UUID, day: date) -> int:
    """Persons who can still come that day, in all its open slots."""
    query = select(VisitSlot).where(
        VisitSlot.site_id == site_id,
        VisitSlot.day == day,
        VisitSlot.title == "",
        VisitSlot.closed_at.is_(None),
        VisitSlot.starts_at > clock.now(),
    )
    return sum(slot.free_online for slot in db.session.scalars(query))


def count_requests(site_id: uuid.UUID, day: date) -> Counted:
    query = (
        select(VisitRequest.state, func.count())
        .where(VisitRequest.site_id == site_id, VisitRequest.day == day)
        .group_by(VisitRequest.state)
    )
    return Counted(**{str(state): count for state, count in db.session.execute(query)})


def list_requests(
    site_id: uuid.UUID,
    day: date,
    *,
    state: str = "",
    search: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "asc",
) -> Page:
    """The queue of a day for staff, who came first first. `state`: of Waiting, empty for all;
    `search`: what `queries.bookings.veiled` made of a whole identity number or telephone."""
    query = select(VisitRequest).filter_by(site_id=site_id, day=day)
    if state:
        query = query.filter_by(state=state)
    wanted = search.strip().removeprefix(VEIL)
    if wanted:
        numbers = VisitRequest.identity_index, VisitRequest.phone_index
        query = query.where(or_(*(number == wanted for number in numbers)))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)
