import pytest
from flask import Flask

from tests import world
from tests.visitor import Visitor, visit


@pytest.fixture
def home(context: None) -> world.Home:
    """A home with the county's prices and waiver in force."""
    home = world.make_home()
    world.publish_tariff(home.id)
    world.publish_waiver()
    return home


@pytest.fixture
def clerk(app: Flask, home: world.Home) -> Visitor:
    """The desk's browser."""
    return visit(app, "jy-desk")
