from collections.abc import Iterator

import pytest

from kernel import clock
from tests.visits.scene import BEFORE, Scene, make_scene


@pytest.fixture
def scene(context: None) -> Iterator[Scene]:
    """Some days before Qingming."""
    with clock.frozen(BEFORE):
        yield make_scene()
