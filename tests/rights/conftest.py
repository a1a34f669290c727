import pytest

from tests.rights.scene import Scene, make_scene
from tests.visitor import visit


@pytest.fixture
def scene(context: None) -> Scene:
    return make_scene()


@pytest.fixture
def keeper(app, scene):
    """A browser of the columbarium's keeper."""
    return visit(app, "jy-columbarium")
