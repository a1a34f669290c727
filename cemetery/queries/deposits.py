"""Which niches are free, which ashes rest where."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, Select, cast, exists, func, or_, select
from sqlalchemy.orm import joinedload

from cemetery.finding import list_niches_named
from cemetery.models import AshDeposit, Niche, Site
from cemetery.queries.plates import find_plate
from funeral.queries.found import list_found_ids
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.finding import Found

SORTS = {
    "deposited": AshDeposit.deposited_at,
    "until": AshDeposit.until,
    "number": AshDeposit.number,
}
# How many other niches a family is offered when the chosen one is gone.
ALTERNATIVES = 4


@dataclass(frozen=True)
class NicheRow:
    """One row of a zone: `free` of its `total` niches can be taken."""

    site: Site
    zone: str
    row: int
    free: int
    total: int


@dataclass(frozen=True)
class WallPlace:
    """One niche as the wall shows it."""

    niche: Niche
    is_free: bool


def lock_niche(niche_id: uuid.UUID) -> Niche:
    """The niche, held until this operation ends so no other family can claim it."""
    query = (
        select(Niche)
        .filter_by(id=niche_id)
        .with_for_update()
        # Without it the lock would show the niche as it was when the page was read.
        .execution_options(populate_existing=True)
    )
    niche = db.session.scalar(query)
    if niche is None:
        raise NotFound
    return niche


def find_niche(niche_id: uuid.UUID) -> Niche | None:
    return db.session.scalar(select(Niche).filter_by(id=niche_id).options(joinedload(Niche.site)))


def get_niche(niche_id: uuid.UUID) -> Niche:
    niche = find_niche(niche_id)
    if niche is None:
        raise NotFound
    return niche


def open_deposit(niche: Niche) -> AshDeposit | None:
    return db.session.scalar(select(AshDeposit).filter_by(niche_id=niche.id, collected_at=None))


def open_deposit_of(case_id: uuid.UUID, portion: str) -> AshDeposit | None:
    """By the case, since a reissued certificate has another number."""
    return db.session.scalar(
        select(AshDeposit).filter_by(case_id=case_id, portion=portion, collected_at=None)
    )


def list_sites(institution_id: uuid.UUID) -> list[Site]:
    return list(
        db.session.scalars(
            select(Site).filter_by(institution_id=institution_id).order_by(Site.name)
        )
    )


def list_rows(institution_id: uuid.UUID) -> list[NicheRow]:
    """Every row of every zone with its free niches, in the order of the walls."""
    query = (
        select(
            Site,
            Niche.zone,
            Niche.row,
            func.sum(cast(_is_free(), Integer)),
            func.count(Niche.id),
        )
        .join(Niche, Niche.site_id == Site.id)
        .where(Niche.institution_id == institution_id)
        .group_by(Site.id, Niche.zone, Niche.row)
        .order_by(Site.name, Niche.zone, Niche.row)
    )
    return [NicheRow(*found) for found in db.session.execute(query)]


def list_wall(site_id: uuid.UUID, zone: str) -> list[WallPlace]:
    """The niches of a zone, row by row, as they hang on the wall."""
    query = (
        select(Niche, _is_free())
        .where(Niche.site_id == site_id, Niche.zone == zone)
        .options(joinedload(Niche.site))
        .order_by(Niche.row, Niche.number)
    )
    return [WallPlace(niche, is_free) for niche, is_free in db.session.execute(query)]


def list_free_niches(institution_id: uuid.UUID, zone: str, most: int = 200) -> list[Niche]:
    query = (
        _free_niches(institution_id)
        .where(Niche.zone == zone)
        .order_by(Niche.row, Niche.number)
        .limit(most)
    )
    return list(db.session.scalars(query))


def nearest_free_niches(niche: Niche, most: int = ALTERNATIVES) -> list[Niche]:
    """Those a few steps from the wanted one: its own zone first, then its own height."""
    query = (
        _free_niches(niche.institution_id)
        .where(Niche.id != niche.id)
        .order_by(
            Niche.site_id != niche.site_id,
            Niche.zone != niche.zone,
            func.abs(Niche.row - niche.row) + func.abs(Niche.number - niche.number),
            func.abs(Niche.row - niche.row),
            Niche.number,
        )
        .limit(most)
    )
    return list(db.session.scalars(query))


def has_free_niche(institution_id: uuid.UUID) -> bool:
    return db.session.scalar(_free_niches(institution_id).limit(1)) is not None


def list_deposits(
    *, found: Found | None = None, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """All, or those of whom the reader was looking for; also by the name of a niche."""
    query = select(AshDeposit).options(joinedload(AshDeposit.niche).joinedload(Niche.site))
    if found:
        in_niche = AshDeposit.niche_id.in_(list_niches_named(found.words))
        query = query.where(or_(AshDeposit.case_id.in_(list_found_ids(found)), in_niche))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_deposits_of_case(case_id: uuid.UUID) -> list[AshDeposit]:
    query = (
        select(AshDeposit)
        .filter_by(case_id=case_id)
        .options(joinedload(AshDeposit.niche).joinedload(Niche.site))
        .order_by(AshDeposit.deposited_at)
    )
    return list(db.session.scalars(query))


def find_open_deposit(case_id: uuid.UUID) -> str | None:
    """The number of a deposit not collected yet, of the whole or of a portion."""
    query = select(AshDeposit.number).filter_by(case_id=case_id, collected_at=None).limit(1)
    return db.session.scalar(query)


def count_deposits(start: datetime, end: datetime) -> int:
    """Deposits made within [start, end), in the reader's scope."""
    query = select(func.count(AshDeposit.id)).where(
        AshDeposit.deposited_at >= start, AshDeposit.deposited_at < end
    )
    return db.session.scalar(query) or 0


def find_deposit(text: str) -> AshDeposit | None:
    """By its number, or by what a scanner reads on the plate, as typed."""
    deposit = db.session.scalar(select(AshDeposit).filter_by(number=text.strip().upper()))
    if deposit:
        return deposit
    plate = find_plate(text)
    return plate.deposit if plate else None


def get_deposit(number: str) -> AshDeposit:
    query = (
        select(AshDeposit)
        .filter_by(number=number.strip().upper())
        .options(joinedload(AshDeposit.niche).joinedload(Niche.site))
    )
    deposit = db.session.scalar(query)
    if deposit is None:
        raise NotFound
    return deposit


def find_deposit_number(deposit_id: uuid.UUID) -> str | None:
    return db.session.scalar(select(AshDeposit.number).filter_by(id=deposit_id))


def lock_deposit(number: str) -> AshDeposit:
    """The deposit, held so that two clerks do not make two plates that work."""
    query = (
        select(AshDeposit)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    deposit = db.session.scalar(query)
    if deposit is None:
        raise NotFound
    return deposit


def _is_free() -> ColumnElement[bool]:
    taken = exists().where(AshDeposit.niche_id == Niche.id, AshDeposit.collected_at.is_(None))
    return Niche.in_use & ~taken


def _free_niches(institution_id: uuid.UUID) -> Select[Niche]:
    return (
        select(Niche)
        .where(Niche.institution_id == institution_id, _is_free())
        .options(joinedload(Niche.site))
    )
