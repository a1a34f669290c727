"""The slots of a day: made by the terms, closed for weather, ceremonies beside them."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy.dialects.postgresql import insert

from cemetery.visits.errors import (
    CeremonyNameMissing,
    CeremonyTimesWrong,
    CloseReasonMissing,
    NoSlotChosen,
    SlotUnknown,
    VisitTermsWrong,
)
from cemetery.visits.models import VisitSlot
from cemetery.visits.operations.terms import BOUNDS
from cemetery.visits.queries import slots as queries
from cemetery.visits.queries.terms import get_site, terms_of
from cemetery.visits.terms import Times
from cemetery.visits.texting import text_closed, text_reopened
from kernel import clock, live
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("排出祭扫时段"))
def make_slots(*, site_id: uuid.UUID, day: date, by: Actor) -> None:
    """By the terms of that day; made once, however often asked. Raises NoVisitTerms."""
    site = get_site(site_id)
    planned = queries.planned_slots(site, terms_of(site_id, day), day)
    columns = [each.key for each in VisitSlot.__mapper__.column_attrs]
    rows = [{key: getattr(slot, key) for key in columns} for slot in planned]
    if rows:
        # Core, not ORM: whoever comes second finds them made.
        db.session.connection().execute(insert(VisitSlot).on_conflict_do_nothing(), rows)


@operation(_("暂停祭扫时段"))
def close_slots(
    *,
    site_id: uuid.UUID,
    day: date,
    slot_ids: Collection[uuid.UUID],
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> None:
    """Nobody books them any more; those who had get a text and are on the list of whom to call.

    Raises CloseReasonMissing, NoSlotChosen, SlotUnknown.
    """
    if not reason.strip():
        raise CloseReasonMissing
    if not slot_ids:
        raise NoSlotChosen
    make_slots(site_id=site_id, day=day, by=by)
    found = queries.lock_slots(site_id, slot_ids)
    if set(found) != set(slot_ids) or any(slot.day != day for slot in found.values()):
        raise SlotUnknown
    newly = [slot for slot in found.values() if not slot.closed_at]
    for slot in found.values():
        slot.closed_at, slot.close_reason = clock.now(), reason.strip()
    text_closed(newly)
    live.announce(f"visits/{site_id}")


@operation(_("恢复祭扫时段"))
def reopen_slot(
    *, site_id: uuid.UUID, slot_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> VisitSlot:
    """Bookings that were not moved or cancelled hold again. Raises SlotUnknown."""
    slot = queries.lock_slots(site_id, [slot_id]).get(slot_id)
    if slot is None:
        raise SlotUnknown
    if slot.closed_at:
        text_reopened(slot)
    slot.closed_at = slot.close_reason = None
    live.announce(f"visits/{site_id}")
    return slot


@operation(_("公布集体仪式"))
def announce_ceremony(
    *,
    site_id: uuid.UUID,
    title: str,
    place: str,
    day: date,
    times: Times,
    persons: int,
    cars: int,
    by: Actor,
    idempotency_key: str | None = None,
) -> VisitSlot:
    """集体公祭 or 生态安葬仪式: families register for it as for a visit, from now on.

    Raises CeremonyNameMissing, CeremonyTimesWrong, VisitTermsWrong, and NoVisitTerms, since the
    size of a party is laid down there.
    """
    site = get_site(site_id)
    terms_of(site_id, day)
    if not title.strip():
        raise CeremonyNameMissing
    begin, end = (clock.at(day, each) for each in times)
    if begin >= end or begin <= clock.now():
        raise CeremonyTimesWrong
    for name, number in (("persons", persons), ("cars", cars)):
        least, most = BOUNDS[name]
        if not least <= number <= most:
            raise VisitTermsWrong(name, least, most)
    ceremony = VisitSlot(
        institution_id=site.institution_id,
        site_id=site.id,
        day=day,
        starts_at=begin,
        ends_at=end,
        title=title.strip(),
        place=place.strip(),
        persons=persons,
        cars=cars,
        kept_phone=0,
        kept_walk_in=0,
    )
    db.session.add(ceremony)
    return ceremony
