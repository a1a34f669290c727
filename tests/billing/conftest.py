from collections.abc import Iterator

import pytest
from flask import Flask

from billing.online import RAILS
from tests import world
from tests.billing.pretended import PretendedRail
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
def rail(app: Flask) -> Iterator[PretendedRail]:
    """The office has a contract with WeChat Pay and with Alipay; the first is given."""
    before = app.extensions[RAILS]
    pretended = PretendedRail("wechat")
    app.extensions[RAILS] = {"wechat": pretended, "alipay": PretendedRail("alipay")}
    yield pretended
    app.extensions[RAILS] = before
