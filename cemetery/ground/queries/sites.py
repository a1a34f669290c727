"""Sites and zones with the counts of their units."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from cemetery.ground.models import UnitChange
from cemetery.kinds import UnitState
from cemetery.models import Site, Unit, Zone
from cemetery.queries import state_of
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SITE_SORTS = {"name": Site.name, "kind": Site.kind, "added": Site.added_at}
UNIT_SORTS = {"row": Unit.row, "number": Unit.number, "taken": Unit.taken, "area": Unit.area}
CHANGE_SORTS = {"done": UnitChange.done_at}


@dataclass(frozen=True)
class Tally:
    """How many zones, and how many units in each state."""

    zones: int
    states: Counter[UnitState]

    @property
    def total(self) -> int:
        return self.states.total()

    def of(self, state: str) -> int:
        return self.states[UnitState(state)]


def list_sites(*, page: int = 1, sort: str = "", direction: str = "asc") -> Page:
    """In the reader's scope."""
    return page_of(select(Site), SITE_SORTS, number=page, sort=sort, direction=direction)


def get_site(site_id: uuid.UUID) -> Site:
    site = db.session.scalar(select(Site).filter_by(id=site_id))
    if site is None:
        raise NotFound
    return site


def find_site_named(institution_id: uuid.UUID, name: str) -> Site | None:
    return db.session.scalar(select(Site).filter_by(institution_id=institution_id, name=name))


def lock_site(site_id: uuid.UUID) -> Site:
    """Held, so that no zone comes into it meanwhile."""
    query = (
        select(Site)
        .filter_by(id=site_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    site = db.session.scalar(query)
    if site is None:
        raise NotFound
    return site


def list_zones(site_id: uuid.UUID) -> list[Zone]:
    query = select(Zone).where(Zone.site_id == site_id).order_by(Zone.name)
    return list(db.session.scalars(query))


def get_zone(zone_id: uuid.UUID) -> Zone:
    zone = db.session.scalar(select(Zone).where(Zone.id == zone_id))
    if zone is None:
        raise NotFound
    return zone


def lock_zone(zone_id: uuid.UUID) -> Zone:
    """Held, so that two who lay out its units do it one after the other."""
    query = (
        select(Zone)
        .where(Zone.id == zone_id)
        .with_for_update(of=Zone)
        .execution_options(populate_existing=True)
    )
    zone = db.session.scalar(query)
    if zone is None:
        raise NotFound
    return zone


def tally_sites(site_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Tally]:
    ids = list(site_ids)
    counting = (
        select(Zone.site_id, func.count(Zone.id).label("zones"))
        .where(Zone.site_id.in_(ids))
        .group_by(Zone.site_id)
    )
    zones = {found.site_id: found.zones for found in db.session.execute(counting)}
    counted = _count(Unit.site_id, Unit.site_id.in_(ids))
    return {each: Tally(zones.get(each, 0), counted.get(each, Counter())) for each in ids}


def tally_zones(site_id: uuid.UUID) -> dict[uuid.UUID, Tally]:
    """Of all zones that have units."""
    counted = _count(Unit.zone_id, Unit.site_id == site_id)
    return {each: Tally(1, states) for each, states in counted.items()}


def list_units(
    site_id: uuid.UUID,
    *,
    zone: str = "",
    state: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "asc",
) -> Page:
    """Those behind a count; `zone`: the id of one, `state`: of UnitState, empty for all."""
    query = select(Unit).where(Unit.site_id == site_id)
    if zone:
        query = query.where(Unit.zone_id == _id_in(zone))
    if state in set(UnitState):
        query = query.where(state_of() == state)
    return page_of(query, UNIT_SORTS, number=page, sort=sort, direction=direction)


def list_changes(zone_id: uuid.UUID, *, page: int = 1, direction: str = "desc") -> Page:
    query = select(UnitChange).filter_by(zone_id=zone_id)
    return page_of(query, CHANGE_SORTS, number=page, direction=direction)


def _count(
    by: InstrumentedAttribute[uuid.UUID], where: ColumnElement[bool]
) -> dict[uuid.UUID, Counter[UnitState]]:
    state = state_of().label("state")
    # By its place: the words in the expression are other parameters each time it is written.
    query = select(by, state, func.count(Unit.id)).where(where).group_by(by, state)
    counted: dict[uuid.UUID, Counter[UnitState]] = {}
    for owner, found, count in db.session.execute(query):
        counted.setdefault(owner, Counter())[UnitState(found)] = count
    return counted


def _id_in(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
