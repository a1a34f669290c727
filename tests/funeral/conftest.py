import pytest
from flask import Flask

from tests import world
from tests.stage import Stage
from tests.visitor import Visitor, visit


@pytest.fixture
def home(context: None, stage: Stage) -> world.Home:
    """A home with the county's prices and waiver in force."""
    return stage.scene(world.make_priced_home)


@pytest.fixture
def clerk(app: Flask, home: world.Home) -> Visitor:
    """The desk's browser."""
    return visit(app, "jy-desk")


@pytest.fixture
def operator(app: Flask, home: world.Home) -> Visitor:
    """The cremation hall's browser."""
    return visit(app, "jy-operator")
