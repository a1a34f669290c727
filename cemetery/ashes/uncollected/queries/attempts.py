"""What was tried for one portion, and the request to lay it to rest."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from cemetery.ashes.models import AshPortion
from cemetery.ashes.uncollected.kinds import ContactWay
from cemetery.ashes.uncollected.models import (
    UncollectedAnnouncement,
    UncollectedContact,
    UncollectedLaying,
)
from cemetery.ashes.uncollected.queries.waiting import standings_of
from kernel.db import db
from kernel.errors import NotFound


@dataclass(frozen=True)
class TogetherRequest:
    """Portions to lie in one communal unit: how many are open, how many of them approved."""

    together_id: uuid.UUID
    asked_at: datetime
    portions: int
    approved: int


def list_contacts(portion: AshPortion) -> list[UncollectedContact]:
    """The newest first, also of an earlier waiting."""
    query = select(UncollectedContact).filter_by(portion_id=portion.id)
    return list(db.session.scalars(query.order_by(UncollectedContact.happened_at.desc())))


def list_ways_tried(portion: AshPortion, since: date) -> set[ContactWay]:
    query = select(UncollectedContact.way).filter_by(portion_id=portion.id, waits_since=since)
    return {ContactWay(way) for way in db.session.scalars(query)}


def list_announcements(portion: AshPortion) -> list[UncollectedAnnouncement]:
    """The newest first: within one waiting it is the one that counts."""
    query = select(UncollectedAnnouncement).filter_by(portion_id=portion.id)
    return list(db.session.scalars(query.order_by(UncollectedAnnouncement.recorded_at.desc())))


def find_announcement(portion: AshPortion, since: date) -> UncollectedAnnouncement | None:
    counts = (each for each in list_announcements(portion) if each.waits_since == since)
    return next(counts, None)


def list_layings(portion: AshPortion) -> list[UncollectedLaying]:
    query = select(UncollectedLaying).filter_by(portion_id=portion.id)
    return list(db.session.scalars(query.order_by(UncollectedLaying.asked_at.desc())))


def find_laying(portion: AshPortion, since: date) -> UncollectedLaying | None:
    """Of this waiting, not declined."""
    query = select(UncollectedLaying).filter_by(
        portion_id=portion.id, waits_since=since, stopped_at=None
    )
    return db.session.scalar(query)


def list_together(together_id: uuid.UUID) -> list[UncollectedLaying]:
    """All that were asked for at once, those declined or done too."""
    query = select(UncollectedLaying).filter_by(together_id=together_id)
    return list(db.session.scalars(query.order_by(UncollectedLaying.portion_id)))


def list_open_together(together_id: uuid.UUID) -> list[UncollectedLaying]:
    return [each for each in list_together(together_id) if each.is_open]


def list_requests_together() -> list[TogetherRequest]:
    """Those with something still to be decided or done, the oldest first."""
    table = UncollectedLaying
    query = (
        select(
            table.together_id,
            func.min(table.asked_at),
            func.count(table.id),
            func.count(table.approved_at),
        )
        .where(
            table.together_id.is_not(None),
            table.stopped_at.is_(None),
            table.ash_event_id.is_(None),
        )
        .group_by(table.together_id)
        .order_by(func.min(table.asked_at))
    )
    return [
        TogetherRequest(together_id, asked_at, portions, approved)
        for together_id, asked_at, portions, approved in db.session.execute(query)
        if together_id
    ]


def find_open_laying(portion: AshPortion) -> UncollectedLaying | None:
    """Asked for or approved in the waiting that goes on now, and not done yet.

    What was asked for in a waiting that ended in some other way holds nobody up.
    """
    standing = standings_of([portion.id]).get(portion.id)
    laying = find_laying(portion, standing.since) if standing else None
    return laying if laying and laying.is_open else None


def get_laying(laying_id: uuid.UUID) -> UncollectedLaying:
    return _one(laying_id, lock=False)


def lock_laying(laying_id: uuid.UUID) -> UncollectedLaying:
    """After its portion: held, so that it is decided once."""
    return _one(laying_id, lock=True)


def _one(laying_id: uuid.UUID, *, lock: bool) -> UncollectedLaying:
    query = select(UncollectedLaying).filter_by(id=laying_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    laying = db.session.scalar(query)
    if laying is None:
        raise NotFound
    return laying
