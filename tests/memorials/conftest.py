from collections.abc import Iterator

import pytest

from kernel.db import db
from tests.memorials.scene import Scene, make_scene
from tests.visitor import visit


@pytest.fixture(scope="module")
def begun(lasting_context: None) -> Scene:
    """A whole cremation takes long, so each file has one."""
    return make_scene()


@pytest.fixture
def scene(begun: Scene) -> Iterator[Scene]:
    """With a new page, a new link and a plate that works, whatever the tests before did."""
    begun.begin_anew()
    yield begun
    db.session.rollback()


@pytest.fixture
def visitor(app, scene):
    return visit(app)


@pytest.fixture
def keeper(app, scene):
    return visit(app, "jy-columbarium")


@pytest.fixture
def family(app, scene):
    """A browser that has said the digits of the telephone."""
    browser = visit(app)
    browser.post(f"/m/{scene.key}", data={"last4": "8000"})
    return browser
