"""A home, a cremated case and a voyage on a frozen morning, through the real operations."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from cemetery.ashes.operations import divide_ashes
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.models import Voyage, VoyageRegistration
from cemetery.voyages.operations import plan_voyage, register_for_voyage
from cemetery.voyages.operations.day import Position
from cemetery.voyages.people import Relative, Witness
from cemetery.voyages.planning import Planned, Times
from cemetery.voyages.registering import Party
from kernel import clock
from kernel.people.actors import Actor
from tests import world

SAILS = date(2027, 3, 28)
BEFORE = clock.at(date(2027, 3, 1), time(9))
MORNING = clock.at(SAILS, time(8, 10))
LATER = clock.at(SAILS, time(11))
PLANNED = Planned(
    kind=VoyageKind.RIVER,
    times=Times(clock.at(SAILS, time(8, 30)), clock.at(SAILS, time(8)), date(2027, 3, 20)),
    gathers_place="客运码头",
    waters="长江嘉鱼段",
    ship_name="嘉鱼公务01",
    ship_licence="鄂船登0001",
    portions=3,
    relatives=4,
    per_family=3,
)
POSITION = Position("主航道北侧")
WITNESSES = (Witness("陈示明", "县民政局"), Witness("王示梅", "子女"))


@dataclass(frozen=True)
class Scene:
    """`case`: the number of a case whose ashes are at hand; its portions are free to be named."""

    home: world.Home
    case: str
    certificate: str
    voyage: str

    @property
    def clerk(self) -> Actor:
        return self.home.clerk

    def plan(self, **changed: Any) -> Voyage:
        return plan(self.home, **changed)

    def register(self, portions: str = "A", relatives: Any = 1, **changed: Any) -> Any:
        return register(self, portions, relatives, **changed)


def make_scene() -> Scene:
    """Cremated long before, as nothing of it is of interest here."""
    home = world.make_home()
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    divide(home, case.id, 5)
    with clock.frozen(BEFORE):
        voyage = plan(home)
    return Scene(home, case.number, certificate, voyage.number)


def divide(home: world.Home, case_id: uuid.UUID, more: int) -> None:
    divide_ashes(
        portion_id=get_portion_of(case_id, "A").id,
        more=more,
        asked_by="王示梅",
        reason="子女各留一份",
        by=home.clerk,
    )


def plan(home: world.Home, **changed: Any) -> Voyage:
    return plan_voyage(institution_id=home.id, planned=replace(PLANNED, **changed), by=home.clerk)


def a_party(portions: str = "A", relatives: Any = 1, **changed: Any) -> Party:
    """`relatives`: how many, or who."""
    if isinstance(relatives, int):
        people = ((f"王示{each}", world.identity_number()) for each in range(relatives))
        relatives = tuple(Relative(*each) for each in people)
    party = Party(
        contact="王示梅",
        phone="13800138000",
        portions=portions,
        relatives=relatives,
        agreed_by="王示梅",
    )
    return replace(party, **changed)


def register(
    scene: Scene, portions: str = "A", relatives: Any = 1, **changed: Any
) -> VoyageRegistration:
    said = {name: changed.pop(name) for name in list(changed) if name in vars(a_party())}
    asked = {
        "case_number": scene.case,
        "certificate_number": scene.certificate,
        "voyage_number": scene.voyage,
        "party": a_party(portions, relatives, **said),
        "by": scene.clerk,
    }
    return register_for_voyage(**(asked | changed))
