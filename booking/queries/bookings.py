"""Bookings, and whose they are."""

import uuid
from collections.abc import Iterable
from hmac import compare_digest

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from booking.errors import WrongDigits
from booking.models import Booking
from hardware.qr import token_of
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.deceased import Deceased, identity_index
from kernel.people.finding import Found

SORTS = {"confirmed": Booking.confirmed_at, "code": Booking.code, "name": Deceased.name}
PEOPLE = (joinedload(Booking.deceased), joinedload(Booking.claimant))


def find_booking(code: str) -> Booking | None:
    """By its code as typed or scanned: hyphens, case and misread letters do not matter."""
    query = select(Booking).filter_by(code=token_of(code)).options(*PEOPLE)
    return db.session.scalar(query)


def get_booking(code: str) -> Booking:
    booking = find_booking(code)
    if booking is None:
        raise NotFound
    return booking


def get_booking_of_family(code: str, phone_last4: str) -> Booking:
    """Raises WrongDigits, the same whether the code or the digits are wrong."""
    booking = find_booking(code)
    known = booking.claimant.phone_last4 if booking else ""
    if booking is None or not compare_digest(known.encode(), phone_last4.strip().encode()):
        raise WrongDigits
    return booking


def lock_booking(code: str) -> Booking:
    """The booking, held until this operation ends: two clerks open one case, not two."""
    query = (
        select(Booking)
        .filter_by(code=code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    booking = db.session.scalar(query)
    if booking is None:
        raise NotFound
    return booking


def has_booking_for(institution_id: uuid.UUID, identity_number: str) -> bool:
    """One that still holds: waiting, or received by the desk."""
    query = (
        select(Booking.id)
        .join(Deceased, Booking.deceased_id == Deceased.id)
        .where(
            Booking.institution_id == institution_id,
            Booking.cancelled_at.is_(None),
            Deceased.identity_index == identity_index(identity_number),
        )
    )
    return db.session.scalar(query) is not None


def find_waiting_code(institution_id: uuid.UUID, identity_number: str) -> str | None:
    """The code of the booking for this person that the desk has not received yet."""
    query = (
        select(Booking.code)
        .join(Deceased, Booking.deceased_id == Deceased.id)
        .where(
            Booking.institution_id == institution_id,
            Booking.case_id.is_(None),
            Booking.cancelled_at.is_(None),
            Deceased.identity_index == identity_index(identity_number),
        )
    )
    return db.session.scalar(query)


def count_bookings_for(institution_id: uuid.UUID, identity_number: str) -> int:
    """All ever made for this person, cancelled ones too."""
    query = (
        select(func.count(Booking.id))
        .join(Deceased, Booking.deceased_id == Deceased.id)
        .where(
            Booking.institution_id == institution_id,
            Deceased.identity_index == identity_index(identity_number),
        )
    )
    return db.session.scalar(query) or 0


def list_waiting_bookings() -> list[Booking]:
    """Made online, by phone or at the desk, not yet received; the longest waiting first."""
    query = select(Booking).filter_by(case_id=None, cancelled_at=None).options(*PEOPLE)
    return list(db.session.scalars(query.order_by(Booking.confirmed_at)))


def list_bookings_of_plans(plan_ids: Iterable[uuid.UUID]) -> list[Booking]:
    query = select(Booking).where(Booking.plan_id.in_(list(plan_ids))).options(*PEOPLE)
    return list(db.session.scalars(query))


def list_names_of_plans(plan_ids: Iterable[uuid.UUID]) -> set[str]:
    """Of the deceased and the claimants."""
    found = list_bookings_of_plans(plan_ids)
    return {name for each in found for name in (each.deceased.name, each.claimant.name)}


def list_bookings(
    *, found: Found | None = None, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """All, or those of whom the reader was looking for; also by a booking's code."""
    query = select(Booking).join(Deceased, Booking.deceased_id == Deceased.id).options(*PEOPLE)
    if found:
        whose = [Booking.code == token_of(found.words)]
        if found.deceased:
            whose.append(Booking.deceased_id.in_(found.deceased))
        if found.claimants:
            whose.append(Booking.claimant_id.in_(found.claimants))
        query = query.where(or_(*whose))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)
