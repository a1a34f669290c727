"""Whose term ends, who is to be told, and who was told."""

import uuid
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cemetery.rights.kinds import RightState
from cemetery.rights.models import Right, RightNotice
from cemetery.rights.rules import rules
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {"due": RightNotice.due_on, "until": RightNotice.until}


def list_due(day: date, most: int) -> list[tuple[uuid.UUID, int]]:
    """Rights with the step of the ladder that has come and has no notice yet, the oldest first.

    One step a right: who was never told is told the latest thing, not everything at once.
    """
    due: list[tuple[uuid.UUID, int]] = []
    seen: set[uuid.UUID] = set()
    for step in sorted(rules().ladder, key=lambda each: each.days, reverse=True):
        told = select(RightNotice.right_id).where(
            RightNotice.until == Right.until, RightNotice.days >= step.days
        )
        query = (
            select(Right.id)
            .where(
                Right.state == RightState.GRANTED,
                Right.until <= day - timedelta(days=step.days),
                Right.id.not_in(told),
            )
            .order_by(Right.until)
            .limit(most)
        )
        for right_id in db.session.scalars(query):
            if right_id not in seen:
                seen.add(right_id)
                due.append((right_id, step.days))
    return due[:most]


def list_renewals(
    *, step: int | None = None, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    """Notices to be done, of terms that were not renewed meanwhile; of one step or of all."""
    query = (
        select(RightNotice)
        .join(Right, RightNotice.right_id == Right.id)
        .where(
            RightNotice.done_at.is_(None),
            Right.state == RightState.GRANTED,
            Right.until == RightNotice.until,
        )
        .options(
            joinedload(RightNotice.right).joinedload(Right.unit),
            joinedload(RightNotice.right).selectinload(Right.holders),
            joinedload(RightNotice.right).selectinload(Right.persons),
        )
    )
    if step is not None:
        query = query.where(RightNotice.days == step)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_open_notices(right: Right) -> list[RightNotice]:
    """Those of its present end that nobody has done."""
    query = (
        select(RightNotice)
        .filter_by(right_id=right.id, until=right.until, done_at=None)
        .order_by(RightNotice.due_on)
    )
    return list(db.session.scalars(query))


def get_notice(notice_id: uuid.UUID) -> RightNotice:
    found = db.session.scalar(select(RightNotice).filter_by(id=notice_id))
    if found is None:
        raise NotFound
    return found


def list_notices(right: Right) -> list[RightNotice]:
    query = select(RightNotice).filter_by(right_id=right.id).order_by(RightNotice.due_on)
    return list(db.session.scalars(query))


def missing_searches(right: Right) -> list[str]:
    """What of the search for an unreachable family nobody has noted since it began."""
    since = right.unreachable_since
    if since is None:
        return []
    done = {each.way for each in right.contacts if clock.day_of(each.happened_at) >= since}
    return [way.value for way in rules().search if way not in done]
