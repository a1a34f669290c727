"""Laying down a site's terms of visits."""

import uuid
from dataclasses import fields
from datetime import date
from typing import Any

from cemetery.visits.errors import (
    SlotTimesMissing,
    TooMuchKept,
    VisitBasisMissing,
    VisitTermsPast,
    VisitTermsWrong,
)
from cemetery.visits.models import VisitTerms
from cemetery.visits.peak import read_line
from cemetery.visits.queries.terms import get_site
from cemetery.visits.terms import Terms, write_times
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Least and most of each number, so that a slip of the finger closes no cemetery.
BOUNDS = {
    "persons": (1, 100_000),
    "cars": (0, 10_000),
    "kept_phone": (0, 100_000),
    "kept_walk_in": (0, 100_000),
    "elder_age": (0, 100),
    # Two bytes of a pass hold the persons, one its cars.
    "party": (1, 500),
    "party_cars": (0, 20),
    "per_unit": (0, 1_000),
    "days_ahead": (0, 90),
    "early": (0, 720),
    "late": (0, 720),
    "kept_days": (7, 1095),
}


@operation(_("规定祭扫办法"))
def lay_down_visit_terms(
    *,
    site_id: uuid.UUID,
    valid_from: date,
    terms: Terms,
    by: Actor,
    idempotency_key: str | None = None,
) -> VisitTerms:
    """A new version from a day on; slots made before keep what they were made under.

    Raises VisitTermsPast, VisitTermsExist, VisitBasisMissing, SlotTimesMissing, PeakDayUnread,
    VisitTermsWrong (naming the field), TooMuchKept.
    """
    site = get_site(site_id)
    if valid_from < clock.today():
        raise VisitTermsPast
    if not terms.legal_basis.strip():
        raise VisitBasisMissing
    if not terms.slots:
        raise SlotTimesMissing
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(terms, name) <= most:
            raise VisitTermsWrong(name, least, most)
    if terms.kept_phone + terms.kept_walk_in > terms.persons:
        raise TooMuchKept
    for line in terms.peak_days:
        read_line(line)
    values: dict[str, Any] = {each.name: getattr(terms, each.name) for each in fields(terms)}
    values |= {
        "slots": write_times(terms.slots),
        "peak_days": list(terms.peak_days),
        "advice": terms.advice.strip(),
        "legal_basis": terms.legal_basis.strip(),
    }
    laid_down = VisitTerms(
        institution_id=site.institution_id,
        site_id=site.id,
        valid_from=valid_from,
        laid_down_at=clock.now(),
        laid_down_by=str(by),
        **values,
    )
    db.session.add(laid_down)
    return laid_down
