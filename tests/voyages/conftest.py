from collections.abc import Iterator

import pytest

from kernel import clock
from tests.visitor import Visitor, visit
from tests.voyages.scene import BEFORE, Scene, make_scene


@pytest.fixture
def scene(context: None) -> Iterator[Scene]:
    """Some weeks before the voyage."""
    made = make_scene()
    with clock.frozen(BEFORE):
        yield made


@pytest.fixture
def desk(app, scene) -> Visitor:
    return visit(app, "jy-desk")
