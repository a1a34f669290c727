from collections.abc import Iterator

import pytest

from kernel import clock
from tests.stage import Stage
from tests.visits.scene import BEFORE, Scene, make_scene


@pytest.fixture
def scene(context: None, stage: Stage) -> Iterator[Scene]:
    """Some days before Qingming."""
    with clock.frozen(BEFORE):
        yield stage.scene(make_scene)
