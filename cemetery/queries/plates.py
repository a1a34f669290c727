"""Which plate is meant, and which of them work."""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from cemetery.errors import PlateRevoked, PlateUnknown
from cemetery.models import AshDeposit, Plate, Unit
from hardware.qr import token_of
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {"position": Plate.position, "given_out": Plate.given_out_at, "revoked": Plate.revoked_at}


def find_plate(text: str) -> Plate | None:
    """By what a scanner reads on it or a person types from it."""
    return db.session.scalar(select(Plate).filter_by(token=token_of(text.strip())))


def get_plate(token: str) -> Plate:
    """Raises PlateUnknown, or PlateRevoked for a plate that was lost or replaced."""
    plate = find_plate(token)
    if plate is None:
        raise PlateUnknown
    if plate.revoked_at:
        raise PlateRevoked
    return plate


def get_plate_by_id(plate_id: uuid.UUID) -> Plate:
    plate = db.session.scalar(select(Plate).filter_by(id=plate_id))
    if plate is None:
        raise NotFound
    return plate


def lock_plate(plate_id: uuid.UUID) -> Plate:
    """The plate, held so that it is stopped once."""
    query = (
        select(Plate)
        .filter_by(id=plate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    plate = db.session.scalar(query)
    if plate is None:
        raise NotFound
    return plate


def live_plate(deposit: AshDeposit) -> Plate | None:
    return next((plate for plate in deposit.plates if plate.revoked_at is None), None)


def live_plate_of(unit: Unit) -> Plate | None:
    """The plate on the niche itself, whoever rests there."""
    return db.session.scalar(select(Plate).filter_by(unit_id=unit.id, revoked_at=None))


def list_revoked_plates_of(unit: Unit) -> list[Plate]:
    query = (
        select(Plate)
        .where(Plate.unit_id == unit.id, Plate.revoked_at.is_not(None))
        .order_by(Plate.revoked_at.desc())
    )
    return list(db.session.scalars(query))


def list_plates(
    batch_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    """The plates of a batch."""
    query = select(Plate).filter_by(batch_id=batch_id).options(joinedload(Plate.own_unit))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_plate_ids(
    deposit_ids: Iterable[uuid.UUID], unit_ids: Iterable[uuid.UUID]
) -> list[uuid.UUID]:
    """Every plate there ever was of these deposits and on these units; the first made first."""
    behind = or_(Plate.deposit_id.in_(list(deposit_ids)), Plate.unit_id.in_(list(unit_ids)))
    return list(db.session.scalars(select(Plate.id).where(behind).order_by(Plate.issued_at)))
