"""A home's terms of booking, in the version of a day."""

import uuid
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from funeral.models import BookingTerms
from funeral.terms import Terms
from kernel import clock
from kernel.db import db


def terms_of(institution_id: uuid.UUID, day: date | None = None) -> Terms:
    """In force on this day, today if none is named."""
    laid_down = find_terms(institution_id, day or clock.today())
    return terms_in(laid_down) if laid_down else Terms()


def terms_in(laid_down: BookingTerms) -> Terms:
    """As one version says."""
    values: dict[str, Any] = {}
    for field in fields(Terms):
        value = getattr(laid_down, field.name)
        is_span = isinstance(getattr(Terms(), field.name), timedelta)
        values[field.name] = timedelta(minutes=value) if is_span else value
    return Terms(**values)


def find_terms(institution_id: uuid.UUID, day: date) -> BookingTerms | None:
    query = (
        select(BookingTerms)
        .where(BookingTerms.institution_id == institution_id, BookingTerms.valid_from <= day)
        .order_by(BookingTerms.valid_from.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_terms(institution_id: uuid.UUID) -> list[BookingTerms]:
    """Every version, the latest first."""
    query = (
        select(BookingTerms)
        .filter_by(institution_id=institution_id)
        .order_by(BookingTerms.valid_from.desc())
    )
    return list(db.session.scalars(query))


def last_day(institution_id: uuid.UUID) -> date:
    """The last day that can be booked; a booking years ahead would hold a hall for nobody."""
    return last_day_by(terms_of(institution_id))


def last_day_by(terms: Terms) -> date:
    """The same by terms already at hand."""
    return clock.today() + timedelta(days=terms.days_ahead - 1)
