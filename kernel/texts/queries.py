"""Texts by state, by what they are about, and those that are due; never writes."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select

from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.texts.hours import AFTER_WAKING, end_of_night
from kernel.texts.kinds import NOT_THERE, TextState
from kernel.texts.models import TextDecline, TextMessage, TextTerms, phone_index

SORTS = {"written": TextMessage.written_at, "state": TextMessage.state}
DECLINE_SORTS = {"declined": TextDecline.noted_at}
# The list of those that somebody should look at, beside the states.
OPEN, ALL = "open", "all"


def get_text(text_id: uuid.UUID) -> TextMessage:
    return _one(text_id, lock=False)


def lock_text(text_id: uuid.UUID) -> TextMessage:
    """Held until the operation ends: sent anew or told once."""
    return _one(text_id, lock=True)


def list_texts(
    *, state: str = OPEN, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """In the reader's scope. `state`: OPEN (not there, and nobody has called), ALL, a TextState."""
    query = select(TextMessage)
    if state == OPEN:
        query = query.where(TextMessage.state.in_(NOT_THERE), TextMessage.told_at.is_(None))
    elif state != ALL:
        query = query.where(TextMessage.state == state)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def count_texts() -> dict[str, int]:
    """By state, and OPEN; in the reader's scope."""
    query = select(TextMessage.state, func.count(TextMessage.id)).group_by(TextMessage.state)
    counts = {str(state): count for state, count in db.session.execute(query)}
    opened = select(func.count(TextMessage.id)).where(
        TextMessage.state.in_(NOT_THERE), TextMessage.told_at.is_(None)
    )
    return counts | {OPEN: db.session.scalar(opened) or 0, ALL: sum(counts.values())}


def list_texts_about(kind: str, about_id: uuid.UUID) -> list[TextMessage]:
    """The newest first."""
    query = select(TextMessage).filter_by(about_kind=kind, about_id=about_id)
    return list(db.session.scalars(query.order_by(TextMessage.written_at.desc(), TextMessage.id)))


def latest_about(kind: str, about_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, TextMessage]:
    """The newest text about each, where there is one; for lists."""
    query = (
        select(TextMessage)
        .where(TextMessage.about_kind == kind, TextMessage.about_id.in_(about_ids))
        .order_by(TextMessage.written_at, TextMessage.id)
    )
    return {each.about_id: each for each in db.session.scalars(query)}


def list_due(most: int) -> list[TextMessage]:
    """To be sent or asked after now, the longest waiting first; at night only what is awaited, or
    would be of no use in the morning."""
    now = clock.now()
    query = select(TextMessage).where(
        TextMessage.next_at <= now,
        or_(TextMessage.state == TextState.SENT, TextMessage.useful_until > now),
    )
    morning = end_of_night(now)
    if morning:
        query = query.where(
            or_(
                TextMessage.state == TextState.SENT,
                TextMessage.is_awaited,
                TextMessage.useful_until < morning + AFTER_WAKING,
            )
        )
    return list(db.session.scalars(query.order_by(TextMessage.next_at).limit(most)))


def list_forgettable(day: date, most: int) -> list[uuid.UUID]:
    query = (
        select(TextMessage.id)
        .where(TextMessage.forget_on <= day, TextMessage.phone.is_not(None))
        .limit(most)
    )
    return list(db.session.scalars(query))


def find_terms(institution_id: uuid.UUID) -> TextTerms | None:
    """None: it sends, under its own name."""
    return db.session.scalar(select(TextTerms).filter_by(institution_id=institution_id))


def list_declined(institution_id: uuid.UUID, indices: Collection[str]) -> set[str]:
    """Which of these phones (`phone_index`) want no texts of this institution."""
    query = select(TextDecline.phone_index).where(
        TextDecline.institution_id == institution_id,
        TextDecline.phone_index.in_(indices),
        TextDecline.ended_at.is_(None),
    )
    return set(db.session.scalars(query))


def list_declines(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    """Phones that want no texts now, in the reader's scope."""
    query = select(TextDecline).where(TextDecline.ended_at.is_(None))
    return page_of(query, DECLINE_SORTS, number=page, sort=sort, direction=direction)


def find_decline(institution_id: uuid.UUID, number: str) -> TextDecline | None:
    query = select(TextDecline).filter_by(
        institution_id=institution_id, phone_index=phone_index(number), ended_at=None
    )
    return db.session.scalar(query)


def lock_decline(decline_id: uuid.UUID) -> TextDecline:
    query = select(TextDecline).filter_by(id=decline_id).with_for_update()
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def _one(text_id: uuid.UUID, *, lock: bool) -> TextMessage:
    query = select(TextMessage).filter_by(id=text_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
