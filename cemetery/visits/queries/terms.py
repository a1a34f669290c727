"""Which sites take bookings, and a site's terms in the version of a day."""

import uuid
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from cemetery.models import Site
from cemetery.visits.errors import NoVisitTerms
from cemetery.visits.models import VisitTerms
from cemetery.visits.terms import Terms, read_times
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound


def get_site(site_id: uuid.UUID) -> Site:
    site = db.session.scalar(select(Site).filter_by(id=site_id))
    if site is None:
        raise NotFound
    return site


def list_open_sites() -> list[Site]:
    """Those with terms in force, or soon: all, or those in the reader's scope."""
    laid_down = exists().where(VisitTerms.site_id == Site.id)
    return list(db.session.scalars(select(Site).where(laid_down).order_by(Site.name)))


def list_all_sites() -> list[Site]:
    """In the reader's scope."""
    return list(db.session.scalars(select(Site).order_by(Site.name)))


def find_terms(site_id: uuid.UUID, day: date) -> VisitTerms | None:
    query = (
        select(VisitTerms)
        .where(VisitTerms.site_id == site_id, VisitTerms.valid_from <= day)
        .order_by(VisitTerms.valid_from.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def terms_of(site_id: uuid.UUID, day: date | None = None) -> Terms:
    """In force on this day. Raises NoVisitTerms."""
    found = find_terms(site_id, day or clock.today())
    if found is None:
        raise NoVisitTerms
    return terms_in(found)


def terms_in(laid_down: VisitTerms) -> Terms:
    """As one version says."""
    values: dict[str, Any] = {each.name: getattr(laid_down, each.name) for each in fields(Terms)}
    values |= {
        "slots": read_times(laid_down.slots),
        "peak_days": tuple(laid_down.peak_days),
    }
    return Terms(**values)


def list_terms(site_id: uuid.UUID) -> list[VisitTerms]:
    """Every version, the latest first."""
    query = select(VisitTerms).filter_by(site_id=site_id).order_by(VisitTerms.valid_from.desc())
    return list(db.session.scalars(query))
