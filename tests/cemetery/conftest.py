from dataclasses import dataclass
from datetime import date

import pytest

from cemetery.ashes.models import AshPortion
from cemetery.ashes.operations import divide_ashes
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.models import Unit
from cemetery.queries import list_free_units
from funeral.models import FuneralCase
from kernel.people.actors import Actor, Role
from tests import world
from tests.cemetery.wall import Wall, add_wall
from tests.stage import Stage
from tests.visitor import visit
from tests.world import Home

# Born on a day of its own: a scene is kept while the invented numbers go round.
OF_A_SCENE = date(1949, 5, 6)


@dataclass(frozen=True)
class Ashes:
    """One cremated case of a home with four free niches, and the keeper of the columbarium."""

    home: Home
    case: FuneralCase
    certificate: str
    units: list[Unit]
    keeper: Actor

    def portion(self, letter: str = "A") -> AshPortion:
        return get_portion_of(self.case.id, letter)

    def divide(self, more: int) -> None:
        divide_ashes(
            portion_id=self.portion().id,
            more=more,
            asked_by="张小三",
            reason="分葬两地",
            by=self.keeper,
        )


@pytest.fixture
def ashes(context: None, stage: Stage) -> Ashes:
    return stage.scene(_make_ashes)


def _make_ashes() -> Ashes:
    home = world.make_home()
    world.make_units(home.id)
    world.publish_tariff(home.id)
    keeper = world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    case = world.open_case(home, identity_number=world.identity_number(OF_A_SCENE))
    certificate = world.cremate(home, case)
    return Ashes(home, case, certificate, list_free_units(home.id, "福区"), keeper.actor())


@pytest.fixture
def keeper_client(app, ashes):
    """A browser of the columbarium's keeper."""
    return visit(app, "jy-columbarium")


@pytest.fixture
def wall(context: None, stage: Stage) -> Wall:
    """Ten niches of a home without plates, and who keeps them."""
    return stage.scene(_make_wall)


def _make_wall() -> Wall:
    home = world.make_home()
    keeper = world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    return add_wall(home, keeper.actor())


@pytest.fixture
def wall_client(app, wall):
    """A browser of the keeper of the wall."""
    return visit(app, "jy-columbarium")
