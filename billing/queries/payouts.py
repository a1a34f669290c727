"""Lists of rewards to be paid, and what is still to be put on one."""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from billing.models import PayoutEntry, PayoutList, PayoutResult, RewardApplication
from billing.rewards.kinds import PayoutOutcome, RewardState
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.places import Institution, InstitutionKind, list_institutions

SORTS = {
    "frozen": PayoutList.frozen_at,
    "number": PayoutList.number,
    "total": PayoutList.total_fen,
}


def list_payouts(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    query = select(PayoutList).options(
        selectinload(PayoutList.entries).selectinload(PayoutEntry.results)
    )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def get_payout_list(number: str) -> PayoutList:
    query = (
        select(PayoutList)
        .filter_by(number=number.strip().upper())
        .options(
            selectinload(PayoutList.entries).selectinload(PayoutEntry.results),
            selectinload(PayoutList.entries).joinedload(PayoutEntry.application),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def lock_payout_list(number: str) -> PayoutList:
    """Held until this operation ends, so that each result is noted once."""
    query = (
        select(PayoutList)
        .filter_by(number=number.strip().upper())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def get_entry(entry_id: uuid.UUID) -> PayoutEntry:
    query = (
        select(PayoutEntry)
        .filter_by(id=entry_id)
        .options(joinedload(PayoutEntry.payout_list), joinedload(PayoutEntry.application))
    )
    entry = db.session.scalar(query)
    if entry is None:
        raise NotFound
    return entry


def get_entry_now(entry_id: uuid.UUID) -> PayoutEntry:
    """With the results others have noted since; after its list was locked."""
    query = _now().where(PayoutEntry.id == entry_id)
    return db.session.scalars(query).one()


def list_entries_now(payout_list_id: uuid.UUID) -> list[PayoutEntry]:
    return list(db.session.scalars(_now().where(PayoutEntry.payout_list_id == payout_list_id)))


def _now() -> Select[PayoutEntry]:
    return (
        select(PayoutEntry)
        .options(selectinload(PayoutEntry.results))
        .order_by(PayoutEntry.position)
        .execution_options(populate_existing=True)
    )


def lock_last_entry(application_id: uuid.UUID, recipient: str) -> PayoutEntry | None:
    """The last try to pay this recipient, with its results as they are now."""
    query = (
        select(PayoutEntry)
        .filter_by(application_id=application_id, recipient=recipient)
        .order_by(PayoutEntry.id.desc())
        .limit(1)
        .with_for_update()
        .options(selectinload(PayoutEntry.results))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def institutions_of(office: Institution) -> list[uuid.UUID]:
    """Whose applications an office pays: its own and those of the homes of its region."""
    homes = list_institutions(InstitutionKind.FUNERAL_HOME, office.region_code)
    return [office.id, *(home.id for home in homes)]


def lock_unlisted(institution_ids: Iterable[uuid.UUID]) -> list[RewardApplication]:
    """Approved, and never listed or with a transfer that failed and was not tried again."""
    query = (
        select(RewardApplication)
        .where(*_unlisted(institution_ids))
        .order_by(RewardApplication.number)
        .with_for_update()
        .options(selectinload(RewardApplication.entries).selectinload(PayoutEntry.results))
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def count_unlisted(institution_ids: Iterable[uuid.UUID]) -> int:
    query = select(func.count(RewardApplication.id)).where(*_unlisted(institution_ids))
    return db.session.scalar(query) or 0


def _unlisted(institution_ids: Iterable[uuid.UUID]) -> tuple[ColumnElement[bool], ...]:
    """Not as a subquery: a row whose lock was waited for is looked at once more as it is then."""
    tried_again = aliased(PayoutEntry)
    failed = (
        select(PayoutEntry.id)
        .join(PayoutResult, PayoutResult.entry_id == PayoutEntry.id)
        .outerjoin(tried_again, tried_again.replaces_id == PayoutEntry.id)
        .where(
            PayoutEntry.application_id == RewardApplication.id,
            PayoutResult.outcome == PayoutOutcome.FAILED,
            tried_again.id.is_(None),
        )
    )
    listed = select(PayoutEntry.id).where(PayoutEntry.application_id == RewardApplication.id)
    return (
        RewardApplication.institution_id.in_(list(institution_ids)),
        RewardApplication.state == RewardState.APPROVED,
        ~listed.exists() | failed.exists(),
    )
