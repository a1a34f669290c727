"""How many portions of ashes were scattered, and which: for the figures of the office."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from cemetery.voyages.kinds import PortionState, VoyageKind, VoyageState
from cemetery.voyages.models import Voyage, VoyagePortion, VoyageRegistration
from kernel.db import db
from kernel.i18n import _
from kernel.pages import Page, page_of
from kernel.scope import seeing

PROMISED = (PortionState.REGISTERED, PortionState.BOARDED, PortionState.SCATTERED)
SORTS = {"scattered": VoyagePortion.scattered_at}


def count_scattered(start: datetime, end: datetime) -> dict[VoyageKind, int]:
    """Portions scattered within [start, end) by kind, in the reader's scope; all kinds."""
    query = (
        select(Voyage.kind, func.count(VoyagePortion.id))
        .join(VoyageRegistration, VoyageRegistration.voyage_id == Voyage.id)
        .join(VoyagePortion, VoyagePortion.registration_id == VoyageRegistration.id)
        .where(VoyagePortion.scattered_at >= start, VoyagePortion.scattered_at < end)
        .group_by(Voyage.kind)
    )
    counted = {row[0]: row[1] for row in db.session.execute(query)}
    return {kind: counted.get(kind, 0) for kind in VoyageKind}


def list_scattered(
    start: datetime, end: datetime, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """The same portions one by one."""
    query = (
        select(VoyagePortion)
        .where(VoyagePortion.scattered_at >= start, VoyagePortion.scattered_at < end)
        .options(joinedload(VoyagePortion.registration))
    )
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


class Scattered(NamedTuple):
    """One portion a voyage took. `waters`: "长江嘉鱼段，主航道北侧"."""

    institution_id: uuid.UUID
    case_id: uuid.UUID
    letter: str
    scattered_at: datetime
    kind: VoyageKind
    waters: str


def list_scattered_of(case_ids: Iterable[uuid.UUID]) -> list[Scattered]:
    """Each portion of these persons that was scattered, with what tells where."""
    portion = VoyagePortion
    query = (
        select(
            *(portion.institution_id, portion.case_id, portion.letter, portion.scattered_at),
            *(Voyage.kind, Voyage.waters, Voyage.scattered_place),
        )
        .join(VoyageRegistration, portion.registration_id == VoyageRegistration.id)
        .join(Voyage, VoyageRegistration.voyage_id == Voyage.id)
        .where(portion.case_id.in_(list(case_ids)), portion.scattered_at.is_not(None))
        .order_by(portion.letter)
    )
    return [
        Scattered(
            institution_id=row.institution_id,
            case_id=row.case_id,
            letter=row.letter,
            scattered_at=row.scattered_at,
            kind=VoyageKind(row.kind),
            waters=_say_waters(row.waters, row.scattered_place),
        )
        for row in db.session.execute(query)
    ]


def _say_waters(planned: str, scattered: str | None) -> str:
    """ "长江嘉鱼段，主航道北侧": as planned, then where it was, each once."""
    said = dict.fromkeys(filter(None, (planned, scattered)))
    return str(_("，")).join(said)


def is_promised(case_id: Any, letter: Any) -> ColumnElement[bool]:
    """Whether the portion of these columns is registered for a voyage, or went with one; one that
    was cancelled promises nothing."""
    return (
        select(VoyagePortion.id)
        .join(VoyagePortion.registration)
        .join(VoyageRegistration.voyage)
        .where(
            VoyagePortion.case_id == case_id,
            VoyagePortion.letter == letter,
            VoyagePortion.state.in_(PROMISED),
            Voyage.state != VoyageState.CANCELLED,
        )
        .exists()
    )


def is_boarded(case_id: uuid.UUID, letter: str) -> bool:
    """Whether this portion is with a ship now."""
    query = select(VoyagePortion.id).where(
        VoyagePortion.case_id == case_id,
        VoyagePortion.letter == letter,
        VoyagePortion.state == PortionState.BOARDED,
    )
    with seeing(None):
        return db.session.scalar(query.limit(1)) is not None


def kind_of_voyage(voyage_id: Any) -> ScalarSelect[Any]:
    """VoyageKind of the voyage of this column."""
    return select(Voyage.kind).where(Voyage.id == voyage_id).scalar_subquery()
