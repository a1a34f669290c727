"""The list as it was displayed on a day, the drafts behind it, and what publishing would change."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import Range

from billing.errors import DraftExists, DraftUnknown, PricesOverlap, StartsInPast
from billing.item_draft import ItemDraft
from billing.law import ensure_may_sell
from billing.models import TariffItem, TariffPublication
from billing.published import Change, PublishedItem, changes_between
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound, Refusal
from kernel.pages import Page, page_of
from kernel.places import get_institution

SORTS = {
    "valid": func.lower(TariffItem.valid),
    "code": TariffItem.code,
    "name": TariffItem.name,
    "class": TariffItem.item_class,
}
PUBLICATION_SORTS = {"published": TariffPublication.published_at}
ONE_DAY = timedelta(days=1)
STATES = ("in_force", "coming", "ended", "draft")


@dataclass(frozen=True)
class PriceList:
    """What families could read on `day`; `publication` None where all of it is from set-up."""

    day: date
    items: list[PublishedItem]
    publication: TariffPublication | None


def displayed_on(institution_id: uuid.UUID, day: date) -> PriceList:
    """From the publication of that day, and what was laid down at set-up beside it."""
    publication = db.session.scalar(
        select(TariffPublication)
        .where(
            TariffPublication.institution_id == institution_id,
            TariffPublication.published_on <= day,
        )
        .order_by(TariffPublication.published_on.desc(), TariffPublication.published_at.desc())
        .limit(1)
    )
    kept = [PublishedItem.from_json(each) for each in publication.items] if publication else []
    known = {item.id for item in kept}
    beside = db.session.scalars(
        _of(institution_id)
        .where(TariffItem.publication_id.is_(None), TariffItem.published_on <= day)
        .order_by(TariffItem.item_class, TariffItem.published_at, TariffItem.id)
    )
    items = kept + [PublishedItem.of(item) for item in beside if str(item.id) not in known]
    return PriceList(day, [item for item in items if item.holds_on(day)], publication)


def list_tariff_items(
    *,
    institution_id: uuid.UUID | None = None,
    state: str = "",
    search: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """Every version inside the reader's scope; `state` one of STATES, else all."""
    query = select(TariffItem)
    if institution_id:
        query = query.where(TariffItem.institution_id == institution_id)
    today, is_draft = clock.today(), TariffItem.published_on.is_(None)
    if state == "draft":
        query = query.where(is_draft)
    elif state == "in_force":
        query = query.where(~is_draft, TariffItem.valid.contains(today))
    elif state == "coming":
        query = query.where(~is_draft, func.lower(TariffItem.valid) > today)
    elif state == "ended":
        query = query.where(~is_draft, func.upper(TariffItem.valid) <= today)
    wanted = search.strip()
    if wanted:
        query = query.where(
            or_(
                TariffItem.name.contains(wanted, autoescape=True),
                TariffItem.code.startswith(wanted, autoescape=True),
            )
        )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def state_of(item: TariffItem) -> str:
    """One of STATES, today."""
    if item.published_on is None:
        return "draft"
    if item.valid_from > clock.today():
        return "coming"
    return "ended" if item.valid_to and item.valid_to < clock.today() else "in_force"


def get_tariff_item(item_id: uuid.UUID) -> TariffItem:
    item = db.session.scalar(select(TariffItem).filter_by(id=item_id))
    if item is None:
        raise NotFound
    return item


def lock_tariff_item(item_id: uuid.UUID) -> TariffItem:
    query = (
        select(TariffItem)
        .filter_by(id=item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    item = db.session.scalar(query)
    if item is None:
        raise NotFound
    return item


def lock_draft(item_id: uuid.UUID) -> TariffItem:
    """Raises DraftUnknown once it is published or discarded."""
    try:
        item = lock_tariff_item(item_id)
    except NotFound:
        raise DraftUnknown from None
    if item.published_on is not None:
        raise DraftUnknown
    return item


def list_drafts(institution_id: uuid.UUID) -> list[TariffItem]:
    query = _of(institution_id).where(TariffItem.published_on.is_(None))
    return list(db.session.scalars(query.order_by(TariffItem.drafted_at, TariffItem.id)))


def list_latest_items(institution_id: uuid.UUID, day: date) -> list[TariffItem]:
    """Published and not over on this day, those that begin later too: a whole list."""
    query = _of(institution_id).where(
        TariffItem.published_on.is_not(None),
        or_(func.upper(TariffItem.valid).is_(None), func.upper(TariffItem.valid) > day),
    )
    order = TariffItem.item_class, TariffItem.published_at, TariffItem.id
    return list(db.session.scalars(query.order_by(*order)))


def list_names(institution_id: uuid.UUID) -> dict[str, str]:
    """By code, the newest name of every item that is or was on the list or in draft."""
    rows = db.session.execute(
        select(TariffItem.code, TariffItem.name)
        .where(TariffItem.institution_id == institution_id)
        .order_by(TariffItem.drafted_at)
    )
    return {row.code: row.name for row in rows}


def find_before(draft: TariffItem, starts_on: date) -> TariffItem | None:
    """The published version a draft takes over from, which then ends the day before it."""
    return db.session.scalar(
        _of(draft.institution_id).where(
            TariffItem.code == draft.code,
            TariffItem.published_on.is_not(None),
            TariffItem.valid.contains(starts_on),
            func.lower(TariffItem.valid) < starts_on,
        )
    )


def next_list(institution_id: uuid.UUID) -> list[PublishedItem]:
    """What publishing now would display: the drafts in, what they take over from with its end."""
    today = clock.today()
    ends: dict[uuid.UUID, date] = {}
    coming = []
    for draft in list_drafts(institution_id):
        starts_on = max(draft.valid_from, today)
        before = find_before(draft, starts_on)
        if before:
            ends[before.id] = starts_on - ONE_DAY
        shown = PublishedItem.of(draft)
        coming.append(replace(shown, valid_from=starts_on, published_on=today))
    now = [
        replace(PublishedItem.of(item), valid_to=ends.get(item.id, item.valid_to))
        for item in list_latest_items(institution_id, today)
    ]
    return [*now, *coming]


def refusals_of(
    institution_id: uuid.UUID, draft: ItemDraft, besides: uuid.UUID | None = None
) -> list[Refusal]:
    """Why this draft could not be published; `besides`: the draft it replaces. Empty: it could."""
    seller = get_institution(institution_id)
    found: list[Refusal] = []
    for check in (
        draft.ensure_consistent,
        lambda: ensure_may_sell(
            seller, draft.purpose, draft.name, draft.valid_from, draft.valid_to
        ),
        lambda: _ensure_free(institution_id, draft, besides),
    ):
        try:
            check()
        except Refusal as refusal:
            found.append(refusal)
    return found


def _ensure_free(institution_id: uuid.UUID, draft: ItemDraft, besides: uuid.UUID | None) -> None:
    """Raises StartsInPast, DraftExists, and PricesOverlap with a version that begins no earlier."""
    if draft.valid_from < clock.today():
        raise StartsInPast
    same = _of(institution_id).where(TariffItem.code == draft.code).limit(1)
    other_draft = same.where(TariffItem.published_on.is_(None))
    if besides:
        other_draft = other_draft.where(TariffItem.id != besides)
    if db.session.scalar(other_draft):
        raise DraftExists
    after = draft.valid_to + ONE_DAY if draft.valid_to else None
    overlapping = same.where(
        TariffItem.published_on.is_not(None),
        func.lower(TariffItem.valid) >= draft.valid_from,
        TariffItem.valid.overlaps(Range(draft.valid_from, after)),
    )
    if db.session.scalar(overlapping):
        raise PricesOverlap


def list_publications(
    *,
    institution_id: uuid.UUID | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    query = select(TariffPublication)
    if institution_id:
        query = query.where(TariffPublication.institution_id == institution_id)
    return page_of(query, PUBLICATION_SORTS, number=page, sort=sort, direction=direction)


def get_publication(number: str) -> TariffPublication:
    found = db.session.scalar(select(TariffPublication).filter_by(number=number.strip().upper()))
    if found is None:
        raise NotFound
    return found


def find_last_publication(institution_id: uuid.UUID) -> TariffPublication | None:
    return db.session.scalar(
        select(TariffPublication)
        .where(TariffPublication.institution_id == institution_id)
        .order_by(TariffPublication.published_at.desc(), TariffPublication.id.desc())
        .limit(1)
    )


def find_publication_before(publication: TariffPublication) -> TariffPublication | None:
    return db.session.scalar(
        select(TariffPublication)
        .where(
            TariffPublication.institution_id == publication.institution_id,
            TariffPublication.id < publication.id,
        )
        .order_by(TariffPublication.id.desc())
        .limit(1)
    )


def items_of(publication: TariffPublication | None) -> list[PublishedItem]:
    return [PublishedItem.from_json(each) for each in publication.items] if publication else []


def changes_of(publication: TariffPublication) -> list[Change]:
    """Against the publication before it."""
    return changes_between(items_of(find_publication_before(publication)), items_of(publication))


def _of(institution_id: uuid.UUID) -> Select[TariffItem]:
    return select(TariffItem).where(TariffItem.institution_id == institution_id)
