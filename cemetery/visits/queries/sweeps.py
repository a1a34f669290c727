"""What families asked staff to do at a grave."""

import uuid
from datetime import date
from hmac import compare_digest

from sqlalchemy import exists, func, or_, select

from cemetery.visits.errors import WrongVisitDigits
from cemetery.visits.models import Sweep, SweepPhoto
from hardware.qr import token_of
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {"wanted": Sweep.wanted_on, "asked": Sweep.asked_at, "code": Sweep.code}


def find_sweep(code: str) -> Sweep | None:
    query = select(Sweep).filter_by(code=token_of(code)).limit(1)
    return db.session.scalars(query).first()


def get_sweep(code: str) -> Sweep:
    found = find_sweep(code)
    if found is None:
        raise NotFound
    return found


def find_code(sweep_id: uuid.UUID) -> str | None:
    return db.session.scalar(select(Sweep.code).where(Sweep.id == sweep_id))


def get_sweep_of_family(code: str, phone_last4: str) -> Sweep:
    """Raises WrongVisitDigits, the same whether the code or the digits are wrong."""
    found = find_sweep(code)
    known = found.phone_last4 if found else ""
    if (
        found is None
        or not known
        or not compare_digest(known.encode(), phone_last4.strip().encode())
    ):
        raise WrongVisitDigits
    return found


def list_forgettable(site_id: uuid.UUID, before: date, most: int) -> list[Sweep]:
    """Settled before this day, and still with a name and a number, or with pictures."""
    pictured = exists().where(SweepPhoto.site_id == Sweep.site_id, SweepPhoto.sweep_id == Sweep.id)
    query = (
        select(Sweep)
        .where(
            Sweep.site_id == site_id,
            or_(Sweep.forgotten_at.is_(None), pictured),
            Sweep.wanted_on < before,
            or_(Sweep.done_at.is_not(None), Sweep.declined_at.is_not(None)),
        )
        .limit(most)
    )
    return list(db.session.scalars(query))


def lock_sweep(code: str) -> Sweep:
    query = (
        select(Sweep)
        .filter_by(code=code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_sweeps(*, page: int = 1, sort: str = "", direction: str = "asc") -> Page:
    """In the reader's scope; the soonest first."""
    return page_of(select(Sweep), SORTS, number=page, sort=sort, direction=direction)


def list_photos(sweep: Sweep) -> list[uuid.UUID]:
    query = select(SweepPhoto.id).filter_by(site_id=sweep.site_id, sweep_id=sweep.id)
    return list(db.session.scalars(query.order_by(SweepPhoto.taken_at)))


def get_photo(sweep: Sweep, photo_id: uuid.UUID) -> SweepPhoto:
    query = select(SweepPhoto).filter_by(site_id=sweep.site_id, sweep_id=sweep.id, id=photo_id)
    photo = db.session.scalar(query)
    if photo is None:
        raise NotFound
    return photo


def count_photos(sweep: Sweep) -> int:
    query = select(func.count(SweepPhoto.id)).filter_by(site_id=sweep.site_id, sweep_id=sweep.id)
    return db.session.scalar(query) or 0
