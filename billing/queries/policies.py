"""Published policies, their drafts, and what of them stands where. Always inside one region."""

import uuid
from datetime import date
from functools import lru_cache

from sqlalchemy import func, select

from billing.classes import DateKey
from billing.models import Bill, PolicyDraft, TariffItem, WaiverPolicy
from billing.policy import CountyPolicy, Policy
from billing.policy_text.file import parse_policy
from billing.rewards import RewardPolicy
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.places import InstitutionKind, list_institutions

POLICY_SORTS = {
    "published": WaiverPolicy.published_at,
    "title": WaiverPolicy.title,
    "from": func.lower(WaiverPolicy.valid),
}
# Where a bill's stored facts keep the day that counts.
FACT_OF_KEY = {
    DateKey.DEATH: "died_on",
    DateKey.CREMATION: "cremated_on",
    DateKey.APPLICATION: "applied_on",
}
DRAFT_SORTS = {"written": PolicyDraft.written_at, "title": PolicyDraft.title}


def list_policies(region: str, *, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    """Published versions of a region and everything inside it."""
    query = select(WaiverPolicy).where(WaiverPolicy.region_code.startswith(region))
    return page_of(query, POLICY_SORTS, number=page, sort=sort, direction=direction)


def list_policy_drafts(region: str, *, page: int = 1) -> Page:
    """Those not published yet, the last written first."""
    query = select(PolicyDraft).where(
        PolicyDraft.region_code.startswith(region), PolicyDraft.published_id.is_(None)
    )
    return page_of(query, DRAFT_SORTS, number=page)


def get_policy(region: str, code: str, version: int) -> WaiverPolicy:
    query = select(WaiverPolicy).where(
        WaiverPolicy.region_code.startswith(region),
        WaiverPolicy.code == code,
        WaiverPolicy.version == version,
    )
    policy = db.session.scalar(query)
    if policy is None:
        raise NotFound
    return policy


def list_versions(code: str, region: str = "") -> list[WaiverPolicy]:
    """All of one policy, the newest first; a code belongs to one county of the database."""
    query = (
        select(WaiverPolicy)
        .where(WaiverPolicy.code == code, WaiverPolicy.region_code.startswith(region))
        .order_by(WaiverPolicy.version.desc())
    )
    return list(db.session.scalars(query))


def find_draft_of(policy_id: uuid.UUID) -> PolicyDraft | None:
    """Where a published version came from; None for one put in force from a file."""
    return db.session.scalar(select(PolicyDraft).filter_by(published_id=policy_id))


def drafts_of(policy_ids: set[uuid.UUID]) -> dict[uuid.UUID, PolicyDraft]:
    query = select(PolicyDraft).where(PolicyDraft.published_id.in_(policy_ids))
    return {draft.published_id: draft for draft in db.session.scalars(query) if draft.published_id}


def get_policy_draft(draft_id: uuid.UUID, region: str) -> PolicyDraft:
    draft = db.session.get(PolicyDraft, draft_id)
    if draft is None or not draft.region_code.startswith(region):
        raise NotFound
    return draft


def lock_policy_draft(draft_id: uuid.UUID, region: str) -> PolicyDraft:
    """Held until this operation ends, so that two saves follow one another."""
    query = (
        select(PolicyDraft)
        .filter_by(id=draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    draft = db.session.scalar(query)
    if draft is None or not draft.region_code.startswith(region):
        raise NotFound
    return draft


def list_overlapped(policy: CountyPolicy) -> list[WaiverPolicy]:
    """Published ones of its region and kind that hold on a day of this one, the earliest first."""
    here = (
        select(WaiverPolicy)
        .filter_by(region_code=policy.region, kind=policy.kind)
        .order_by(WaiverPolicy.valid)
    )
    return [row for row in db.session.scalars(here) if _overlaps(row, policy)]


def lock_overlapped(policy: CountyPolicy) -> list[WaiverPolicy]:
    """The same, each held so that nobody cuts it at the same time."""
    query = (
        select(WaiverPolicy)
        .filter_by(region_code=policy.region, kind=policy.kind)
        .order_by(WaiverPolicy.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [row for row in db.session.scalars(query) if _overlaps(row, policy)]


def _overlaps(row: WaiverPolicy, policy: CountyPolicy) -> bool:
    upper = row.valid.upper  # the day after the last
    begins_before_the_end = policy.valid_to is None or row.first_day <= policy.valid_to
    return begins_before_the_end and (upper is None or upper > policy.valid_from)


def count_bills_since(policy: CountyPolicy) -> int:
    """Bills of the region whose deciding day lies on or after the first day of this policy."""
    homes = list_institutions(InstitutionKind.FUNERAL_HOME, policy.region)
    if policy.valid_from > clock.today() or not homes:
        return 0
    day = Bill.assessment["facts"][FACT_OF_KEY[policy.date_key]].astext
    query = select(func.count(Bill.id)).where(
        Bill.institution_id.in_([home.id for home in homes]),
        # A bill is never older than the day it turns on, and the index knows the time only.
        Bill.made_at >= clock.day_range(policy.valid_from)[0],
        day >= policy.valid_from.isoformat(),
    )
    return db.session.scalar(query) or 0


def list_item_names(region: str) -> dict[str, str]:
    """Item code → the name it was published under last, at the homes of the region."""
    homes = list_institutions(InstitutionKind.FUNERAL_HOME, region)
    query = (
        select(TariffItem.code, TariffItem.name)
        .where(TariffItem.institution_id.in_([home.id for home in homes]))
        .order_by(TariffItem.published_at)
    )
    return {row.code: row.name for row in db.session.execute(query)}


def list_prices_of_region(region: str, day: date) -> list[TariffItem]:
    """The list of the first home of the region that has published one; for a sample case."""
    for home in list_institutions(InstitutionKind.FUNERAL_HOME, region):
        query = (
            select(TariffItem)
            .where(TariffItem.institution_id == home.id, TariffItem.valid.contains(day))
            .order_by(TariffItem.item_class, TariffItem.published_at, TariffItem.id)
        )
        if items := list(db.session.scalars(query)):
            return items
    return []


@lru_cache(maxsize=64)
def read_published(source: str, code: str) -> Policy | RewardPolicy:
    """A published text could be read when it was published, and is never changed."""
    return parse_policy(source, code)
