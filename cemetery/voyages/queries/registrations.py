"""Families on voyages, their portions and relatives."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cemetery.queries import find_deposit
from cemetery.voyages.errors import PortionNotOnVoyage, PortionUnclear
from cemetery.voyages.kinds import PortionState
from cemetery.voyages.models import Voyage, VoyagePortion, VoyageRegistration, VoyageRelative
from funeral.queries.cases import find_case
from kernel.db import db
from kernel.errors import NotFound

ON_THE_WAY = (PortionState.REGISTERED, PortionState.BOARDED, PortionState.SCATTERED)


def find_registration(number: str) -> VoyageRegistration | None:
    query = select(VoyageRegistration).filter_by(number=number.strip().upper())
    return db.session.scalar(query)


def get_registration(number: str) -> VoyageRegistration:
    found = find_registration(number)
    if found is None:
        raise NotFound
    return found


def lock_registration(number: str) -> VoyageRegistration:
    """Held until the operation ends; its voyage is locked after it, never before."""
    query = (
        select(VoyageRegistration)
        .filter_by(number=number)
        .with_for_update(of=VoyageRegistration)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_families(voyage: Voyage) -> list[VoyageRegistration]:
    """Who is on it, with their portions and relatives, in the order they came."""
    return _listed(
        select(VoyageRegistration).where(VoyageRegistration.voyage_id == voyage.id, _is_on(voyage))
    )


def _is_on(voyage: Voyage) -> ColumnElement[bool]:
    """Who left a voyage only after it had sailed was on it all the same."""
    stays = VoyageRegistration.withdrawn_at.is_(None)
    if voyage.departed_at is None:
        return stays
    return stays | (VoyageRegistration.withdrawn_at >= voyage.departed_at)


def list_untold(voyage: Voyage) -> list[VoyageRegistration]:
    """Who does not know yet of its last change, or that their ashes came back."""
    return [
        each for each in list_families(voyage) if each.withdrawn_at is None and not each.is_told
    ]


def list_registrations_of_case(case_id: uuid.UUID) -> list[VoyageRegistration]:
    """The latest first, those withdrawn too."""
    query = select(VoyageRegistration).where(VoyageRegistration.case_id == case_id)
    return list(reversed(_listed(query)))


def _listed(query: Select[VoyageRegistration]) -> list[VoyageRegistration]:
    ordered = query.options(
        selectinload(VoyageRegistration.portions), selectinload(VoyageRegistration.relatives)
    ).order_by(VoyageRegistration.registered_at, VoyageRegistration.id)
    return list(db.session.scalars(ordered))


def has_voyage(case_id: uuid.UUID, letters: Sequence[str]) -> bool:
    """Whether one of these portions is on the way already, or scattered."""
    query = select(VoyagePortion.id).where(
        VoyagePortion.case_id == case_id,
        VoyagePortion.letter.in_(letters),
        VoyagePortion.state.in_(ON_THE_WAY),
    )
    return db.session.scalar(query.limit(1)) is not None


def lock_portions(voyage: Voyage, *states: PortionState) -> list[VoyagePortion]:
    """Of a voyage that is locked already; those in one of these states."""
    query = (
        select(VoyagePortion)
        .join(VoyagePortion.registration)
        .where(VoyageRegistration.voyage_id == voyage.id, VoyagePortion.state.in_(states))
        .order_by(VoyagePortion.id)
        .with_for_update(of=VoyagePortion)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def find_scanned_portion(voyage: Voyage, scanned: str) -> VoyagePortion:
    """By a case's label, a deposit's number, its plate, a registration, or "<number> <letter>".

    Raises PortionNotOnVoyage, and PortionUnclear where the text fits several.
    """
    words = scanned.strip().upper().split()
    text, letter = (words[0], "".join(words[1:])) if words else ("", "")
    query = (
        select(VoyagePortion)
        .join(VoyagePortion.registration)
        .where(
            VoyageRegistration.voyage_id == voyage.id,
            VoyagePortion.state.in_([*ON_THE_WAY, PortionState.STAYED]),
        )
        .options(joinedload(VoyagePortion.registration))
    )
    deposit, case = find_deposit(text), find_case(text)
    if deposit:
        query = query.where(VoyagePortion.case_id == deposit.case_id)
        letter = deposit.portion
    else:
        case_id = case.id if case else None
        of = or_(VoyagePortion.case_id == case_id, VoyageRegistration.number == text)
        query = query.where(of)
    if letter:
        query = query.where(VoyagePortion.letter == letter)
    found = list(db.session.scalars(query))
    if not found:
        raise PortionNotOnVoyage
    waiting = [each for each in found if each.state == PortionState.REGISTERED] or found
    if len(waiting) > 1:
        raise PortionUnclear
    return waiting[0]


def relatives_of(voyage: Voyage) -> list[VoyageRelative]:
    query = (
        select(VoyageRelative)
        .join(VoyageRelative.registration)
        .where(VoyageRegistration.voyage_id == voyage.id, _is_on(voyage))
        .order_by(VoyageRelative.id)
    )
    return list(db.session.scalars(query))


def find_registration_number(registration_id: uuid.UUID) -> str | None:
    return db.session.scalar(select(VoyageRegistration.number).filter_by(id=registration_id))
