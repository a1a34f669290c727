"""Rights by unit, case, number and list."""

import uuid
from datetime import timedelta

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cemetery.ashes.people import identity_of, list_ashes_found
from cemetery.models import Unit
from cemetery.rights.errors import RightOver
from cemetery.rights.finding import find_right_ids
from cemetery.rights.kinds import RightState
from cemetery.rights.models import Right, RightPerson, RightTerm
from cemetery.rights.rules import rules
from cemetery.unit_names import list_units_named
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.finding import Found

SORTS = {"until": Right.until, "granted": Right.granted_at, "number": Right.number}
ENDING, EXPIRED, UNREACHABLE = "ending", "expired", "unreachable"


def find_right_for(unit_id: uuid.UUID, ashes_id: uuid.UUID) -> Right | None:
    """The living right to a unit that names whose ashes these are (by case or foreign certificate,
    or by identity), whoever cremated them."""
    right = right_of_unit(unit_id)
    if right is None:
        return None
    identity = identity_of(ashes_id)
    known = any(
        person.ashes_id == ashes_id or (identity and person.identity_index == identity)
        for person in right.persons
    )
    return right if known else None


def find_right_naming(ashes_id: uuid.UUID | None, identity_index: str | None) -> Right | None:
    """A living right that names this person, by case, foreign certificate or identity: the first
    one."""
    known = []
    if ashes_id:
        known += [
            RightPerson.case_id == ashes_id,
            RightPerson.foreign_certificate_id == ashes_id,
        ]
    if identity_index:
        known.append(RightPerson.identity_index == identity_index)
    query = (
        select(Right)
        .join(RightPerson, RightPerson.right_id == Right.id)
        .where(Right.state == RightState.GRANTED, RightPerson.withdrawn_at.is_(None), or_(*known))
        .order_by(Right.granted_at)
        .limit(1)
    )
    return db.session.scalar(query) if known else None


def right_of_unit(unit_id: uuid.UUID) -> Right | None:
    """Whoever's it is now."""
    return db.session.scalar(select(Right).filter_by(unit_id=unit_id, state=RightState.GRANTED))


def find_right_over(unit: Unit) -> Right | None:
    """Whoever's it is, also one that has moved on and whose ashes still lie here."""
    right = right_of_unit(unit.id)
    if right or unit.family_id is None:
        return right
    return db.session.scalar(select(Right).filter_by(id=unit.family_id))


def get_right(number: str) -> Right:
    right = db.session.scalar(select(Right).filter_by(number=number.strip().upper()))
    if right is None:
        raise NotFound
    return right


def find_right(number: str) -> Right | None:
    return db.session.scalar(select(Right).filter_by(number=number.strip().upper()))


def get_right_by_id(right_id: uuid.UUID) -> Right:
    right = db.session.scalar(select(Right).filter_by(id=right_id))
    if right is None:
        raise NotFound
    return right


def find_number_of_term(term_id: uuid.UUID) -> str | None:
    """Of the right a charge belongs to."""
    query = select(Right.number).join(RightTerm, RightTerm.right_id == Right.id)
    return db.session.scalar(query.where(RightTerm.id == term_id))


def lock_right(number: str) -> Right:
    query = (
        select(Right)
        .filter_by(number=number.strip().upper())
        .with_for_update(of=Right)
        .execution_options(populate_existing=True)
    )
    right = db.session.scalar(query)
    if right is None:
        raise NotFound
    return right


def find_number(right_id: uuid.UUID) -> str | None:
    """Of the right a text is about."""
    return db.session.scalar(select(Right.number).filter_by(id=right_id))


def lock_right_by_id(right_id: uuid.UUID) -> Right:
    number = find_number(right_id)
    if number is None:
        raise NotFound
    return lock_right(number)


def lock_living(number: str) -> Right:
    """Raises NotFound, RightOver."""
    right = lock_right(number)
    if not right.is_living:
        raise RightOver
    return right


def list_rights_of(ashes_id: uuid.UUID) -> list[Right]:
    """Those that name whose ashes these are, the living ones first; also who was named by the
    identity number while alive."""
    identity = identity_of(ashes_id)
    known = RightPerson.identity_index == identity if identity else false()
    named = select(RightPerson.right_id).where(
        RightPerson.withdrawn_at.is_(None),
        or_(
            RightPerson.case_id == ashes_id,
            RightPerson.foreign_certificate_id == ashes_id,
            known,
        ),
    )
    return _those(named)


def list_rights_of_case(case_id: uuid.UUID) -> list[Right]:
    """Those that name its deceased, the living ones first."""
    named = RightPerson.withdrawn_at.is_(None) & (RightPerson.case_id == case_id)
    return _those(select(RightPerson.right_id).where(named))


def _those(named: Select[uuid.UUID]) -> list[Right]:
    query = (
        select(Right)
        .where(Right.id.in_(named))
        .options(joinedload(Right.unit))
        .order_by(Right.ended_at.desc().nulls_first(), Right.granted_at)
    )
    return list(db.session.scalars(query))


def list_rights(
    *,
    found: Found | None = None,
    state: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "asc",
) -> Page:
    """In the reader's scope. `state`: a RightState, or "ending", "expired", "unreachable"."""
    query = select(Right).options(
        joinedload(Right.unit), selectinload(Right.persons), selectinload(Right.holders)
    )
    today = clock.today()
    living = Right.state == RightState.GRANTED
    if state in set(RightState):
        query = query.where(Right.state == state)
    elif state == ENDING:
        soon = today + timedelta(days=rules().renewable_days)
        query = query.where(living, Right.until.between(today, soon))
    elif state == EXPIRED:
        query = query.where(living, Right.until < today)
    elif state == UNREACHABLE:
        query = query.where(living, Right.unreachable_since.is_not(None))
    if found:
        ids = list_ashes_found(found)
        named = select(RightPerson.right_id).where(
            or_(RightPerson.case_id.in_(ids), RightPerson.foreign_certificate_id.in_(ids))
        )
        in_unit = Right.unit_id.in_(list_units_named(found.words))
        query = query.where(
            or_(
                *(Right.id.in_(named), Right.id.in_(find_right_ids(found.words)), in_unit),
                Right.number == found.words.strip().upper(),
            )
        )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)
