"""A new price is drafted, checked, and charged only once families can read it."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

from billing.errors import DatesReversed, EndedBefore, EndsInPast, NothingToPublish
from billing.item_draft import ItemDraft
from billing.item_rows import days, draft_in, fill_item
from billing.models import TariffItem, TariffPublication
from billing.published import PublishedItem, content_hash
from billing.queries import price_lists as queries
from kernel import clock
from kernel.counters import NumberKind, hold_counter, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("起草收费项目"))
def draft_tariff_item(
    *,
    institution_id: uuid.UUID,
    draft: ItemDraft,
    by: Actor,
    idempotency_key: str | None = None,
) -> TariffItem:
    """A new item, or a new version of one. Not displayed and not charged before it is published.

    Raises the first of queries.price_lists.refusals_of.
    """
    _ensure_publishable(institution_id, draft, None)
    item = TariffItem(institution_id=institution_id)
    fill_item(item, draft, by)
    db.session.add(item)
    return item


@operation(_("修改收费项目草稿"))
def change_tariff_draft(
    *, item_id: uuid.UUID, draft: ItemDraft, by: Actor, idempotency_key: str | None = None
) -> TariffItem:
    """Raises DraftUnknown and the first of queries.price_lists.refusals_of."""
    item = queries.lock_draft(item_id)
    _ensure_publishable(item.institution_id, draft, item.id)
    fill_item(item, draft, by)
    return item


@operation(_("删去收费项目草稿"))
def discard_tariff_draft(
    *, item_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> None:
    """A draft nobody was ever shown; the journal keeps that there was one. Raises DraftUnknown."""
    db.session.delete(queries.lock_draft(item_id))


@operation(_("终止收费项目"))
def end_tariff_item(
    *, item_id: uuid.UUID, valid_to: date, by: Actor, idempotency_key: str | None = None
) -> TariffItem:
    """`valid_to`: the last day it may be charged, from today on and never later than it was.

    Raises EndsInPast, EndedBefore, DatesReversed.
    """
    item = queries.lock_tariff_item(item_id)
    if valid_to < clock.today():
        raise EndsInPast
    if item.valid_to is not None and valid_to > item.valid_to:
        raise EndedBefore(day=item.valid_to.isoformat())
    if valid_to < item.valid_from:
        raise DatesReversed(item=item.name)
    item.valid = days(item.valid_from, valid_to)
    return item


@operation(_("公布收费清单"))
def publish_tariff(
    *, institution_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> TariffPublication:
    """Every draft comes into the list, and the whole list is kept as displayed from today on.

    A draft whose first day has passed begins today; the version it takes over from ends the day
    before. Raises NothingToPublish, and for a draft what stands against it now.
    """
    hold_counter(NumberKind.PRICE_LIST, get_institution(institution_id))
    today, now = clock.today(), clock.now()
    drafts = [queries.lock_draft(draft.id) for draft in queries.list_drafts(institution_id)]
    for draft in drafts:
        starts_on = max(draft.valid_from, today)
        draft_then = replace(draft_in(draft), valid_from=starts_on)
        _ensure_publishable(institution_id, draft_then, draft.id)
        before = queries.find_before(draft, starts_on)
        if before:
            before.valid = days(before.valid_from, starts_on - timedelta(days=1))
            db.session.flush()
        draft.valid = days(starts_on, draft.valid_to)
        draft.published_on, draft.published_at = today, now
    db.session.flush()
    listed = queries.list_latest_items(institution_id, today)
    items = [PublishedItem.of(item).as_json() for item in listed]
    last = queries.find_last_publication(institution_id)
    if not items or (last and last.items == items):
        raise NothingToPublish
    publication = TariffPublication(
        institution_id=institution_id,
        number=next_number(NumberKind.PRICE_LIST, get_institution(institution_id)),
        published_on=today,
        published_at=now,
        published_by=str(by),
        content_hash=content_hash(items),
        items=items,
    )
    db.session.add(publication)
    db.session.flush()
    for draft in drafts:
        draft.publication_id = publication.id
    return publication


def _ensure_publishable(
    institution_id: uuid.UUID, draft: ItemDraft, besides: uuid.UUID | None
) -> None:
    for refusal in queries.refusals_of(institution_id, draft, besides):
        raise refusal
