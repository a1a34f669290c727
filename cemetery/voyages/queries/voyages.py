"""Voyages in the reader's scope."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from cemetery.voyages.kinds import VoyageState
from cemetery.voyages.models import Voyage
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {"departs": Voyage.departs_at, "number": Voyage.number}


def find_voyage(number: str) -> Voyage | None:
    return db.session.scalar(select(Voyage).filter_by(number=number.strip().upper()))


def get_voyage(number: str) -> Voyage:
    voyage = find_voyage(number)
    if voyage is None:
        raise NotFound
    return voyage


def lock_voyage(number: str) -> Voyage:
    """Held until the operation ends: a voyage changes, departs and is filled one after another."""
    query = (
        select(Voyage)
        .filter_by(number=number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    voyage = db.session.scalar(query)
    if voyage is None:
        raise NotFound
    return voyage


def lock_voyages(voyage_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Voyage]:
    """Always in the same order, so that two families who change places do not wait for ever."""
    query = (
        select(Voyage)
        .where(Voyage.id.in_(list(voyage_ids)))
        .order_by(Voyage.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {voyage.id: voyage for voyage in db.session.scalars(query)}


def list_voyages(*, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    return page_of(select(Voyage), SORTS, number=page, sort=sort, direction=direction)


def list_coming() -> list[Voyage]:
    """Not departed yet and not cancelled, the soonest first."""
    query = select(Voyage).where(
        Voyage.state.in_([VoyageState.PLANNED, VoyageState.CLOSED]),
        Voyage.departs_at > clock.now(),
    )
    return list(db.session.scalars(query.order_by(Voyage.departs_at, Voyage.id)))


def list_open() -> list[Voyage]:
    """Those of them a family can still be registered for, if there is place."""
    return [
        voyage
        for voyage in list_coming()
        if voyage.state == VoyageState.PLANNED and voyage.register_until >= clock.today()
    ]
