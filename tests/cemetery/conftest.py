from dataclasses import dataclass

import pytest

from cemetery.models import Niche
from cemetery.queries import list_free_niches
from funeral.models import FuneralCase
from kernel.people.actors import Actor, Role
from tests import world
from tests.cemetery.wall import Wall, add_wall
from tests.visitor import visit
from tests.world import Home


@dataclass(frozen=True)
class Ashes:
    """One cremated case of a home with four free niches, and the keeper of the columbarium."""

    home: Home
    case: FuneralCase
    certificate: str
    niches: list[Niche]
    keeper: Actor


@pytest.fixture
def ashes(context: None) -> Ashes:
    home = world.make_home()
    world.make_niches(home.id)
    world.publish_tariff(home.id)
    keeper = world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    return Ashes(home, case, certificate, list_free_niches(home.id, "福区"), keeper.actor())


@pytest.fixture
def keeper_client(app, ashes):
    """A browser of the columbarium's keeper."""
    return visit(app, "jy-columbarium")


@pytest.fixture
def wall(context: None) -> Wall:
    """Ten niches of a home without plates, and who keeps them."""
    home = world.make_home()
    keeper = world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    return add_wall(home, keeper.actor())


@pytest.fixture
def wall_client(app, wall):
    """A browser of the keeper of the wall."""
    return visit(app, "jy-columbarium")
