"""Which ashes rest where."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from cemetery.ashes.people import list_ashes_found
from cemetery.ashes.queries.portions import ids_of_portions
from cemetery.models import AshDeposit, Unit
from cemetery.queries.plates import find_plate
from cemetery.unit_names import list_units_named
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.finding import Found

SORTS = {
    "deposited": AshDeposit.deposited_at,
    "until": AshDeposit.until,
    "number": AshDeposit.number,
}


def list_open_deposits(unit: Unit) -> list[AshDeposit]:
    """Whose ashes rest there now; more than one in a unit for two."""
    query = (
        select(AshDeposit)
        .filter_by(unit_id=unit.id, collected_at=None)
        .order_by(AshDeposit.deposited_at)
    )
    return list(db.session.scalars(query))


def open_deposit_of(ashes_id: uuid.UUID, portion: str) -> AshDeposit | None:
    """By whose ashes they are, since a reissued certificate has another number."""
    kept = ids_of_portions([ashes_id], portion)
    return db.session.scalar(
        select(AshDeposit).where(AshDeposit.portion_id.in_(kept), AshDeposit.collected_at.is_(None))
    )


def list_deposits(
    *,
    found: Found | None = None,
    state: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """All, or those of whom the reader was looking for; also by the name of a unit.

    `state`: open, overdue, collected; anything else is all.
    """
    query = select(AshDeposit).options(joinedload(AshDeposit.unit))
    if state in {"open", "overdue"}:
        query = query.where(AshDeposit.collected_at.is_(None))
    if state == "overdue":
        query = query.where(AshDeposit.until < clock.today())
    if state == "collected":
        query = query.where(AshDeposit.collected_at.is_not(None))
    if found:
        in_unit = AshDeposit.unit_id.in_(list_units_named(found.words))
        ids = list_ashes_found(found)
        theirs = AshDeposit.case_id.in_(ids) | AshDeposit.portion_id.in_(ids_of_portions(ids))
        query = query.where(or_(theirs, in_unit))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_deposits_of_case(case_id: uuid.UUID) -> list[AshDeposit]:
    query = (
        select(AshDeposit)
        .filter_by(case_id=case_id)
        .options(joinedload(AshDeposit.unit))
        .order_by(AshDeposit.deposited_at)
    )
    return list(db.session.scalars(query))


def find_open_deposit(case_id: uuid.UUID) -> str | None:
    """The number of a deposit not collected yet, of the whole or of a portion."""
    query = select(AshDeposit.number).filter_by(case_id=case_id, collected_at=None).limit(1)
    return db.session.scalar(query)


def count_deposits(start: datetime, end: datetime) -> int:
    """Deposits made within [start, end), in the reader's scope."""
    return db.session.scalar(select(func.count(AshDeposit.id)).where(_made(start, end))) or 0


def list_deposits_made(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The same one by one."""
    query = select(AshDeposit).where(_made(start, end))
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def _made(start: datetime, end: datetime) -> ColumnElement[bool]:
    """The figure and the list behind it can only count the same."""
    return and_(AshDeposit.deposited_at >= start, AshDeposit.deposited_at < end)


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
        .options(joinedload(AshDeposit.unit))
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
