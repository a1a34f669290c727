"""Drafts and bookings."""

import uuid
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from booking.errors import DraftLost
from booking.models import Booking, Draft
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.deceased import Deceased, identity_index

SORTS = {"confirmed": Booking.confirmed_at, "code": Booking.code}


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def find_draft(token: str) -> Draft | None:
    return db.session.scalar(select(Draft).filter_by(token_hash=token_hash(token)))


def get_draft(draft_id: uuid.UUID) -> Draft:
    draft = db.session.get(Draft, draft_id)
    if draft is None:
        raise DraftLost
    return draft


def find_booking(code: str) -> Booking | None:
    query = (
        select(Booking)
        .filter_by(code=code.strip().upper())
        .options(joinedload(Booking.deceased), joinedload(Booking.claimant))
    )
    return db.session.scalar(query)


def get_booking(code: str) -> Booking:
    booking = find_booking(code)
    if booking is None:
        raise NotFound
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
    query = (
        select(Booking.id)
        .join(Deceased, Booking.deceased_id == Deceased.id)
        .where(
            Booking.institution_id == institution_id,
            Deceased.identity_index == identity_index(identity_number),
        )
    )
    return db.session.scalar(query) is not None


def list_waiting_bookings() -> list[Booking]:
    """Confirmed online or by phone, not yet received by the desk; the longest waiting first."""
    query = (
        select(Booking)
        .filter_by(case_id=None)
        .options(joinedload(Booking.deceased), joinedload(Booking.claimant))
        .order_by(Booking.confirmed_at)
    )
    return list(db.session.scalars(query))


def list_bookings(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    query = select(Booking).options(joinedload(Booking.deceased), joinedload(Booking.claimant))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)
