"""Drafts and bookings."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from booking.errors import DraftLost, WrongDigits
from booking.models import Booking, Draft
from hardware.qr import token_of
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.deceased import Deceased, identity_index, searched_identity

SORTS = {"confirmed": Booking.confirmed_at, "code": Booking.code, "name": Deceased.name}
PEOPLE = (joinedload(Booking.deceased), joinedload(Booking.claimant))


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def get_draft(token: str) -> Draft:
    """The draft of the browser that holds this token. Raises DraftLost."""
    draft = db.session.scalar(select(Draft).filter_by(token_hash=token_hash(token)))
    if draft is None:
        raise DraftLost
    return draft


def lock_draft(draft_id: uuid.UUID) -> Draft:
    """The draft, held until this operation ends: two taps on the button make one booking."""
    draft = db.session.scalar(
        select(Draft)
        .filter_by(id=draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise DraftLost
    return draft


def list_drafts_before(moment: datetime) -> list[Draft]:
    """Not touched since `moment`, held until this operation ends; not those a family saves now."""
    query = select(Draft).where(Draft.saved_at < moment).with_for_update(skip_locked=True)
    return list(db.session.scalars(query))


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


def list_waiting_bookings() -> list[Booking]:
    """Confirmed online or by phone, not yet received by the desk; the longest waiting first."""
    query = select(Booking).filter_by(case_id=None, cancelled_at=None).options(*PEOPLE)
    return list(db.session.scalars(query.order_by(Booking.confirmed_at)))


def list_bookings_of_plans(plan_ids: Iterable[uuid.UUID]) -> list[Booking]:
    query = select(Booking).where(Booking.plan_id.in_(list(plan_ids))).options(*PEOPLE)
    return list(db.session.scalars(query))


def list_bookings(
    *, search: str = "", page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """Search: a booking code, an identity number, or the beginning of a name."""
    query = select(Booking).join(Deceased, Booking.deceased_id == Deceased.id).options(*PEOPLE)
    wanted = search.strip()
    if wanted:
        query = query.where(
            or_(
                Booking.code == token_of(wanted),
                Deceased.identity_index == searched_identity(wanted),
                Deceased.name.startswith(wanted, autoescape=True),
            )
        )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)
