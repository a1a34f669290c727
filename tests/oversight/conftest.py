from dataclasses import dataclass

import pytest

from funeral import operations as funeral
from funeral.kinds import CrematorType
from kernel.people.actors import Actor
from tests import world
from tests.stage import Stage
from tests.visitor import visit
from tests.world import Home

TONGCHENG = "421222"


@dataclass(frozen=True)
class County:
    """Two homes and the officer of 嘉鱼县; a home and an officer of the county beside it."""

    one: Home
    other: Home
    officer: Actor
    beyond: Home
    officer_beyond: Actor


@pytest.fixture
def county(context: None, stage: Stage) -> County:
    return stage.scene(make_county)


@pytest.fixture
def busy(county: County) -> County:
    return make_busy(county)


def make_county() -> County:
    one, other = world.make_home("JY"), world.make_home("JX")
    beyond = world.make_home("TC", TONGCHENG)
    officer = world.make_office("MZ").actor()
    officer_beyond = world.make_office("TM", TONGCHENG).actor()
    world.publish_waiver()
    for home in (one, other, beyond):
        world.publish_tariff(home.id)
    return County(one, other, officer, beyond, officer_beyond)


def make_busy(county: County) -> County:
    """Two cremated and billed cases in the first home, one in each of the others."""
    for home, variety in (
        (county.one, CrematorType.FLAT),
        (county.one, CrematorType.COLLECTING),
        (county.other, CrematorType.FLAT),
        (county.beyond, CrematorType.FLAT),
    ):
        case = world.open_case(home)
        world.cremate(home, case, variety)
        funeral.make_bill(number=case.number, by=home.clerk)
    return county


@pytest.fixture
def officer(app, county):
    return visit(app, "mz-officer")


@pytest.fixture
def officer_beyond(app, county):
    return visit(app, "tm-officer")
