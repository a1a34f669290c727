"""Visits that were booked, and whose they are."""

import uuid
from collections.abc import Collection
from datetime import date
from hmac import compare_digest

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from cemetery.models import Unit
from cemetery.visits.errors import WrongVisitDigits
from cemetery.visits.models import VisitBooking, VisitSlot
from hardware.qr import token_of
from kernel import secrets
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people import finding
from kernel.people.finding import VEIL

SORTS = {
    "booked": VisitBooking.booked_at,
    "starts": VisitSlot.starts_at,
    "code": VisitBooking.code,
    "persons": VisitBooking.persons,
}


# The soonest first: they are called first.
UNTOLD_SORTS = {"starts": VisitSlot.starts_at, "booked": VisitBooking.booked_at}


def identity_index(number: str) -> str:
    """The keyed hash that a number in its one spelling is found by."""
    return secrets.blind_index(number, context="visit_bookings.identity_number")


def phone_index(number: str) -> str:
    return secrets.blind_index(number, context="visit_bookings.phone")


def find_visit(code: str) -> VisitBooking | None:
    """By its code as typed or scanned."""
    query = select(VisitBooking).filter_by(code=token_of(code))
    return db.session.scalars(query.options(joinedload(VisitBooking.slot)).limit(1)).first()


def get_visit(code: str) -> VisitBooking:
    found = find_visit(code)
    if found is None:
        raise NotFound
    return found


def get_visit_of_request(site_id: uuid.UUID, request_id: uuid.UUID) -> VisitBooking:
    """What was made of a place in the queue: it has the same id."""
    query = select(VisitBooking).filter_by(site_id=site_id, id=request_id)
    found = db.session.scalar(query.options(joinedload(VisitBooking.slot)))
    if found is None:
        raise NotFound
    return found


def get_visit_of_family(code: str, phone_last4: str) -> VisitBooking:
    """Raises WrongVisitDigits, the same whether the code or the digits are wrong."""
    found = find_visit(code)
    known = found.phone_last4 if found else ""
    if (
        found is None
        or not known
        or not compare_digest(known.encode(), phone_last4.strip().encode())
    ):
        raise WrongVisitDigits
    return found


def lock_visit(code: str) -> VisitBooking:
    """Held until this operation ends: it is changed, cancelled or let in, one after the other."""
    query = (
        select(VisitBooking)
        .filter_by(code=code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_living(site_id: uuid.UUID, slot_id: uuid.UUID) -> list[VisitBooking]:
    """Of one slot, whoever has not cancelled."""
    query = select(VisitBooking).filter_by(site_id=site_id, slot_id=slot_id, cancelled_at=None)
    return list(db.session.scalars(query.options(joinedload(VisitBooking.slot))))


def find_code(booking_id: uuid.UUID) -> str | None:
    """Of the booking a text is about."""
    return db.session.scalar(select(VisitBooking.code).filter_by(id=booking_id))


def find_codes(site_id: uuid.UUID, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Of those that are bookings."""
    query = select(VisitBooking.id, VisitBooking.code)
    query = query.where(VisitBooking.site_id == site_id, VisitBooking.id.in_(ids))
    return {row.id: row.code for row in db.session.execute(query)}


def list_forgettable(site_id: uuid.UUID, before: date, most: int) -> list[VisitBooking]:
    """Visits before this day that still hold names and numbers."""
    query = (
        select(VisitBooking)
        .join(VisitBooking.slot)
        .where(
            VisitBooking.site_id == site_id,
            VisitBooking.forgotten_at.is_(None),
            VisitSlot.day < before,
        )
        .limit(most)
    )
    return list(db.session.scalars(query))


def has_visit_of(site_id: uuid.UUID, slot_id: uuid.UUID, index: str) -> bool:
    """Whether this person (`identity_index`) already comes then."""
    query = select(VisitBooking.id).filter_by(
        site_id=site_id, slot_id=slot_id, identity_index=index, cancelled_at=None
    )
    return db.session.scalar(query) is not None


def list_visits(
    site_id: uuid.UUID,
    day: date | None,
    *,
    search: str = "",
    slot_id: uuid.UUID | None = None,
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """Search: a code, or what `veiled` made of a whole number; then over all days."""
    query = (
        select(VisitBooking)
        .join(VisitBooking.slot)
        .where(VisitBooking.site_id == site_id)
        .options(joinedload(VisitBooking.slot))
    )
    wanted = search.strip()
    if wanted:
        query = query.where(
            or_(
                VisitBooking.code == token_of(wanted),
                VisitBooking.identity_index == wanted.removeprefix(VEIL),
                VisitBooking.phone_index == wanted.removeprefix(VEIL),
            )
        )
    elif day:
        query = query.where(VisitSlot.day == day)
    if slot_id:
        query = query.where(VisitBooking.slot_id == slot_id)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_untold(
    site_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    """Whose slot was closed and who does not know it yet."""
    query = _untold(site_id).options(joinedload(VisitBooking.slot))
    return page_of(query, UNTOLD_SORTS, number=page, sort=sort, direction=direction)


def count_untold(site_id: uuid.UUID) -> int:
    query = _untold(site_id).with_only_columns(func.count(VisitBooking.id))
    return db.session.scalar(query) or 0


def _untold(site_id: uuid.UUID) -> Select[VisitBooking]:
    return (
        select(VisitBooking)
        .join(VisitBooking.slot)
        .where(
            VisitBooking.site_id == site_id,
            VisitBooking.cancelled_at.is_(None),
            VisitSlot.closed_at.is_not(None),
            or_(VisitBooking.told_at.is_(None), VisitBooking.told_at < VisitSlot.closed_at),
        )
    )


def unit_name(unit_id: uuid.UUID | None) -> str:
    """Empty where no grave or niche was named."""
    unit = db.session.scalar(select(Unit).filter_by(id=unit_id)) if unit_id else None
    return str(unit) if unit else ""


def veiled(search: str) -> str:
    """Search words as they may stand in an address, for `list_visits`."""
    return finding.veiled(search, identity_index, phone_index)
