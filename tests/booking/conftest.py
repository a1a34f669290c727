from collections.abc import Iterator
from datetime import time

import pytest

from kernel import clock
from tests import world
from tests.booking.family import Family
from tests.stage import Stage
from tests.visitor import visit
from tests.world import Home


@pytest.fixture
def home(context: None, stage: Stage) -> Home:
    """One funeral home with its county's prices and waiver."""
    return stage.scene(world.make_priced_home)


@pytest.fixture
def by_day() -> Iterator[None]:
    """Ten in the morning: late at night tomorrow's nine o'clock can no longer be changed online."""
    with clock.frozen(clock.at(clock.today(), time(10))):
        yield


@pytest.fixture
def family(app, home) -> Iterator[Family]:
    """A family with a browser that knows no JavaScript."""
    return Family(visit(app))
