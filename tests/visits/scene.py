"""A columbarium that takes visits on a frozen Qingming morning, through the real operations."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from cemetery.models import Site
from cemetery.queries import list_sites
from cemetery.visits.booking_rules import Party
from cemetery.visits.models import VisitBooking
from cemetery.visits.operations import book_visit, lay_down_visit_terms
from cemetery.visits.queries.slots import list_slots
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.people.actors import SETUP, Actor, Role, family
from kernel.places import Institution, InstitutionKind, add_institution
from tests import world

QINGMING = date(2027, 4, 5)
# When the window of that day is long open and none of its slots has begun.
BEFORE = clock.at(date(2027, 4, 1), time(9))
TERMS = Terms(
    slots=((time(8), time(10)), (time(10), time(12)), (time(14), time(16))),
    persons=10,
    cars=2,
    kept_phone=2,
    kept_walk_in=1,
    legal_basis="本馆2027年祭扫办法",
)
FAMILY = family("web")


@dataclass(frozen=True)
class Scene:
    """One site of a home with four niches, and its clerk."""

    home: Institution
    clerk: Actor
    site_id: uuid.UUID
    site: Site = field(repr=False)
    slot_ids: tuple[uuid.UUID, ...] = ()


def make_scene(terms: Terms = TERMS, since: date = date(2027, 1, 1), code: str = "JY") -> Scene:
    home = add_institution(
        code=code,
        kind=InstitutionKind.FUNERAL_HOME,
        name=f"{code}殡仪馆",
        region_code=world.JIAYU,
        by=SETUP,
    )
    clerk = world.make_staff(f"{code}-desk", Role.DESK, home.id).actor()
    world.make_units(home.id)
    site = list_sites(home.id)[0]
    with clock.frozen(clock.at(since, time(0))):
        lay_down_visit_terms(site_id=site.id, valid_from=since, terms=terms, by=SETUP)
    slot_ids = tuple(slot.id for slot in list_slots(site, QINGMING))
    return Scene(home, clerk, site.id, site, slot_ids)


def a_party(persons: int = 1, **changed: Any) -> Party:
    party = Party(
        name="张示清",
        # Young enough to have no share in what is kept for elders.
        identity_number=world.identity_number(date(1990, 3, 4)),
        phone=world.phone(),
        persons=persons,
        companions=tuple(f"亲友{number}" for number in range(1, persons)),
    )
    return replace(party, **changed)


def book(scene: Scene, persons: int = 1, slot: int = 0, **asked: Any) -> VisitBooking:
    said = {name: asked.pop(name) for name in list(asked) if name in Party.__dataclass_fields__}
    values: dict[str, Any] = {
        "site_id": scene.site_id,
        "day": QINGMING,
        "slot_id": scene.slot_ids[slot],
        "party": a_party(persons, **said),
        "by": FAMILY,
    }
    return book_visit(**(values | asked))


def at(hour: int, minute: int = 0, day: date = QINGMING) -> datetime:
    return clock.at(day, time(hour, minute))
