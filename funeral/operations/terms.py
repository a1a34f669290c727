"""Laying down a home's terms of booking."""

import uuid
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from funeral.errors import LeadTooLong, TermsBasisMissing, TermsPast, TermsWrong
from funeral.models import BookingTerms
from funeral.terms import MOST_MINUTES, Terms
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# What must not be zero, or nobody could book at all.
AT_LEAST_ONE = {"days_ahead", "per_deceased", "per_claimant", "hold", "offer", "furnace_starts"}
MOST = {"days_ahead": 366, "per_deceased": 99, "per_claimant": 999, "changes": 99}


@operation(_("规定预约办法"))
def lay_down_terms(
    *, institution_id: uuid.UUID, valid_from: date, terms: Terms, by: Actor
) -> BookingTerms:
    """A new version from a day on; bookings made before keep what they were made under.

    Raises TermsPast, TermsBasisMissing, TermsWrong (naming the field), LeadTooLong, TermsExist.
    """
    if valid_from < clock.today():
        raise TermsPast
    if not terms.legal_basis.strip():
        raise TermsBasisMissing
    laid_down = BookingTerms(
        institution_id=institution_id,
        valid_from=valid_from,
        laid_down_at=clock.now(),
        laid_down_by=str(by),
        **{field.name: _checked(field.name, getattr(terms, field.name)) for field in fields(terms)},
    )
    if terms.return_from > terms.return_to:
        raise TermsWrong("return_to", MOST_MINUTES)
    if terms.lead >= timedelta(days=terms.days_ahead):
        raise LeadTooLong
    db.session.add(laid_down)
    return laid_down


def _checked(name: str, value: Any) -> Any:
    """Time spans as whole minutes."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.strip()
    number = value // timedelta(minutes=1) if isinstance(value, timedelta) else value
    most = MOST.get(name, MOST_MINUTES)
    if not (1 if name in AT_LEAST_ONE else 0) <= number <= most:
        raise TermsWrong(name, most)
    return number
