"""The slots of a day: those made, or those the terms will make."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from cemetery.models import Site
from cemetery.visits.errors import SlotUnknown
from cemetery.visits.models import VisitSlot, VisitTerms
from cemetery.visits.queries.terms import list_terms, terms_in
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.db import db


def list_slots(site: Site, day: date) -> list[VisitSlot]:
    """In order of time, ceremonies too. What is not made yet is shown as it will be made."""
    return list_days(site, day, day)[day]


def list_days(site: Site, first: date, last: date) -> dict[date, list[VisitSlot]]:
    """The same for every day from `first` to `last`."""
    query = select(VisitSlot).where(
        VisitSlot.site_id == site.id, VisitSlot.day >= first, VisitSlot.day <= last
    )
    made = list(db.session.scalars(query))
    versions = list_terms(site.id)
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return {
        day: sorted(
            _with_planned(site, day, [slot for slot in made if slot.day == day], versions),
            key=lambda slot: (slot.starts_at, slot.id),
        )
        for day in days
    }


def list_unmade_slots(site: Site, day: date) -> list[VisitSlot]:
    """Once a day has slots they stay as they are, whatever later terms say."""
    known = {slot.id for slot in list_made_slots(site.id, day)}
    return [slot for slot in list_slots(site, day) if slot.id not in known]


def _with_planned(
    site: Site, day: date, made: list[VisitSlot], versions: list[VisitTerms]
) -> list[VisitSlot]:
    laid_down = next((each for each in versions if each.valid_from <= day), None)
    if laid_down is None or any(not slot.title for slot in made):
        return made
    return [*made, *planned_slots(site, terms_in(laid_down), day)]


def list_made_slots(site_id: uuid.UUID, day: date) -> list[VisitSlot]:
    query = select(VisitSlot).filter_by(site_id=site_id, day=day)
    return list(db.session.scalars(query.order_by(VisitSlot.starts_at, VisitSlot.id)))


def list_slots_anew(site_id: uuid.UUID, day: date) -> list[VisitSlot]:
    """As the database's own functions have left them in this transaction."""
    query = select(VisitSlot).filter_by(site_id=site_id, day=day).order_by(VisitSlot.starts_at)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def planned_slots(site: Site, terms: Terms, day: date) -> list[VisitSlot]:
    """By the terms; records that belong to no session. None where nobody needs to book."""
    if not terms.needs_booking(day):
        return []
    return [
        VisitSlot(
            # The same every time, so that making them twice makes them once.
            id=uuid.uuid5(site.id, f"{day.isoformat()} {begin:%H:%M}"),
            institution_id=site.institution_id,
            site_id=site.id,
            day=day,
            starts_at=clock.at(day, begin),
            ends_at=clock.at(day, end),
            title="",
            place="",
            persons=terms.persons,
            cars=terms.cars,
            kept_phone=terms.kept_phone,
            kept_walk_in=terms.kept_walk_in,
            taken_open=0,
            taken_phone=0,
            taken_walk_in=0,
            taken_cars=0,
        )
        for begin, end in terms.slots
    ]


def find_slot(site_id: uuid.UUID, slot_id: uuid.UUID) -> VisitSlot | None:
    return db.session.scalar(select(VisitSlot).filter_by(site_id=site_id, id=slot_id))


def get_slot(site_id: uuid.UUID, slot_id: uuid.UUID) -> VisitSlot:
    slot = find_slot(site_id, slot_id)
    if slot is None:
        raise SlotUnknown
    return slot


def lock_slots(site_id: uuid.UUID, slot_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, VisitSlot]:
    """Held until this operation ends, always in the same order."""
    query = (
        select(VisitSlot)
        .where(VisitSlot.site_id == site_id, VisitSlot.id.in_(list(slot_ids)))
        .order_by(VisitSlot.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {slot.id: slot for slot in db.session.scalars(query)}


def list_ceremonies(site_id: uuid.UUID) -> list[VisitSlot]:
    """Those still to come."""
    query = select(VisitSlot).where(
        VisitSlot.site_id == site_id, VisitSlot.title != "", VisitSlot.ends_at > clock.now()
    )
    return list(db.session.scalars(query.order_by(VisitSlot.starts_at)))
