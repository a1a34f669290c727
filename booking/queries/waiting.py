"""Families that wait for a time, in their order."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from booking.models import WaitingEntry
from funeral.kinds import CrematorType, HallClass
from funeral.queries.schedule import list_free_times
from funeral.schedule import Proposal
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

IN_ORDER = (WaitingEntry.queued_at, WaitingEntry.id)


def find_entry(token: str) -> WaitingEntry | None:
    return db.session.scalar(select(WaitingEntry).filter_by(token=token))


def get_entry(token: str) -> WaitingEntry:
    entry = find_entry(token)
    if entry is None:
        raise NotFound
    return entry


def lock_entry(entry_id: uuid.UUID) -> WaitingEntry:
    """The entry, held until this operation ends."""
    entry = db.session.get(WaitingEntry, entry_id, with_for_update=True, populate_existing=True)
    if entry is None:
        raise NotFound
    return entry


def find_open_entry(draft_id: uuid.UUID) -> WaitingEntry | None:
    """What this draft still waits for."""
    query = select(WaitingEntry).filter_by(draft_id=draft_id, settled_at=None)
    return db.session.scalar(query)


def find_open_entry_of(institution_id: uuid.UUID, claimant_index: str) -> WaitingEntry | None:
    """What this telephone number still waits for."""
    query = select(WaitingEntry).filter_by(
        institution_id=institution_id, claimant_index=claimant_index, settled_at=None
    )
    return db.session.scalar(query)


def lock_queue(
    institution_id: uuid.UUID, hall_classes: Iterable[str], cremator_type: str
) -> list[WaitingEntry]:
    """Everybody who waits for these classes, the first first, held until this operation ends."""
    query = (
        select(WaitingEntry)
        .filter_by(institution_id=institution_id, cremator_type=cremator_type, settled_at=None)
        .where(WaitingEntry.hall_class.in_(list(hall_classes)))
        .order_by(*IN_ORDER)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def list_queue() -> list[WaitingEntry]:
    """Everybody who still waits, offers first, then by day and place; with what they told us."""
    query = (
        select(WaitingEntry)
        .filter_by(settled_at=None)
        .options(joinedload(WaitingEntry.draft))
        .order_by(WaitingEntry.offered_until.asc().nulls_last(), WaitingEntry.day, *IN_ORDER)
    )
    return list(db.session.scalars(query))


def place_of(entry: WaitingEntry) -> int:
    """Among those who wait for the same day, counted from 1."""
    before = select(func.count(WaitingEntry.id)).where(
        WaitingEntry.institution_id == entry.institution_id,
        WaitingEntry.day == entry.day,
        WaitingEntry.settled_at.is_(None),
        or_(
            WaitingEntry.queued_at < entry.queued_at,
            (WaitingEntry.queued_at == entry.queued_at) & (WaitingEntry.id < entry.id),
        ),
    )
    return (db.session.scalar(before) or 0) + 1


def count_waiting(institution_id: uuid.UUID, day: date) -> int:
    """Families that wait for a time of this day."""
    query = select(func.count(WaitingEntry.id)).filter_by(
        institution_id=institution_id, day=day, settled_at=None
    )
    return db.session.scalar(query) or 0


def find_fitting(entry: WaitingEntry) -> Proposal | None:
    """The day's first free time this family would take; not one it gave back itself."""
    free = list_free_times(
        entry.institution_id,
        entry.day,
        HallClass(entry.hall_class),
        CrematorType(entry.cremator_type),
        entry.claimant_index,
    )
    return next((each for each in free if _is_wanted(entry, each.starts_at)), None)


def list_moves_due() -> set[tuple[uuid.UUID, str, str]]:
    """(institution, hall class, cremator type) where an offer can be made or has run out.

    Looked up without any lock, so that a quiet minute writes nothing.
    """
    entries = db.session.scalars(select(WaitingEntry).filter_by(settled_at=None)).all()
    return {
        (entry.institution_id, entry.hall_class, entry.cremator_type)
        for entry in entries
        if is_over(entry)
        or has_lapsed(entry)
        or (entry.offered_plan_id is None and find_fitting(entry))
    }


def has_open_entries(institution_id: uuid.UUID) -> bool:
    query = select(WaitingEntry.id).filter_by(institution_id=institution_id, settled_at=None)
    return db.session.scalar(query.limit(1)) is not None


def has_lapsed(entry: WaitingEntry) -> bool:
    """Its offer was not taken in time."""
    return entry.offered_until is not None and entry.offered_until <= clock.now()


def is_over(entry: WaitingEntry) -> bool:
    """Its day has passed."""
    return entry.day < clock.today()


def _is_wanted(entry: WaitingEntry, starts_at: datetime) -> bool:
    at = clock.local(starts_at).time()
    return (entry.from_time or time.min) <= at <= (entry.to_time or time.max)
