import pytest

from tests.keeping.scene import Scene, make_scene
from tests.visitor import visit


@pytest.fixture
def scene(context: None) -> Scene:
    return make_scene()


@pytest.fixture
def keeper(app, scene):
    """A browser of the keeper of the columbarium."""
    return visit(app, "jy-columbarium")
