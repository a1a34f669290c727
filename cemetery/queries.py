"""Which niches are free, which ashes rest where."""

import uuid

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from cemetery.errors import PlateRevoked, PlateUnknown
from cemetery.models import AshDeposit, Niche, Plate, Site
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {
    "deposited": AshDeposit.deposited_at,
    "until": AshDeposit.until,
    "number": AshDeposit.number,
}


def lock_niche(niche_id: uuid.UUID) -> Niche:
    """The niche, held until this operation ends so no other family can claim it."""
    niche = db.session.get(Niche, niche_id, with_for_update=True, populate_existing=True)
    if niche is None:
        raise NotFound
    return niche


def open_deposit(niche: Niche) -> AshDeposit | None:
    return db.session.scalar(select(AshDeposit).filter_by(niche_id=niche.id, collected_at=None))


def open_deposit_of(certificate_number: str, portion: str) -> AshDeposit | None:
    return db.session.scalar(
        select(AshDeposit).filter_by(
            certificate_number=certificate_number, portion=portion, collected_at=None
        )
    )


def list_sites(institution_id: uuid.UUID) -> list[Site]:
    return list(
        db.session.scalars(
            select(Site).filter_by(institution_id=institution_id).order_by(Site.name)
        )
    )


def count_free_niches(institution_id: uuid.UUID) -> list[tuple[str, int]]:
    """(zone, free niches) in the order of the zones."""
    query = (
        _free_niches(institution_id)
        .with_only_columns(Niche.zone, func.count(Niche.id))
        .group_by(Niche.zone)
        .order_by(Niche.zone)
    )
    return [(zone, count) for zone, count in db.session.execute(query)]


def list_free_niches(institution_id: uuid.UUID, zone: str, most: int = 200) -> list[Niche]:
    query = (
        _free_niches(institution_id)
        .where(Niche.zone == zone)
        .options(joinedload(Niche.site))
        .order_by(Niche.row, Niche.number)
        .limit(most)
    )
    return list(db.session.scalars(query))


def list_deposits(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    query = select(AshDeposit).options(joinedload(AshDeposit.niche).joinedload(Niche.site))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_deposits_of_case(case_id: uuid.UUID) -> list[AshDeposit]:
    query = (
        select(AshDeposit)
        .filter_by(case_id=case_id)
        .options(joinedload(AshDeposit.niche).joinedload(Niche.site))
        .order_by(AshDeposit.deposited_at)
    )
    return list(db.session.scalars(query))


def get_deposit(number: str) -> AshDeposit:
    deposit = db.session.scalar(select(AshDeposit).filter_by(number=number.strip().upper()))
    if deposit is None:
        raise NotFound
    return deposit


def get_plate(token: str) -> Plate:
    """Raises PlateUnknown, or PlateRevoked for a plate that was lost or replaced."""
    plate = db.session.scalar(select(Plate).filter_by(token=token.strip().upper()))
    if plate is None:
        raise PlateUnknown
    if plate.revoked_at:
        raise PlateRevoked
    return plate


def live_plate(deposit: AshDeposit) -> Plate | None:
    return next((plate for plate in deposit.plates if plate.revoked_at is None), None)


def _free_niches(institution_id: uuid.UUID) -> Select[tuple[Niche]]:
    taken = select(AshDeposit.niche_id).where(AshDeposit.collected_at.is_(None))
    return (
        select(Niche)
        .where(Niche.institution_id == institution_id, Niche.in_use.is_(True))
        .where(Niche.id.not_in(taken))
    )
