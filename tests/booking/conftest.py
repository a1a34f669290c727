from collections.abc import Iterator

import pytest

from tests import world
from tests.booking.family import Family
from tests.visitor import visit
from tests.world import Home


@pytest.fixture
def home(context: None) -> Home:
    """One funeral home with its county's prices and waiver."""
    home = world.make_home()
    world.publish_tariff(home.id)
    world.publish_waiver()
    return home


@pytest.fixture
def family(app, home) -> Iterator[Family]:
    """A family with a browser that knows no JavaScript."""
    return Family(visit(app))
