import pytest

from tests.uncollected.scene import Waited, make_waited


@pytest.fixture
def waited(context: None) -> Waited:
    return make_waited()
