"""The reward's form takes from the unit what is measured there, and asks the rest."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from billing.known_burials import KnownBurial
from billing.operations import publish_policy
from billing.queries.rewards import get_application
from billing.rewards import Burial, RewardFacts
from cemetery.ashes.queries.burials import find_burial_of
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, Unit, UnitKind
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world
from tests.billing.test_reward_pages import NEW, filled
from tests.funeral import desk
from tests.prices import POLICIES
from tests.visitor import visit


@pytest.fixture
def lawn(scene) -> Unit:
    site = add_site(
        institution_id=scene.home.id,
        kind=SiteKind.ECO_AREA,
        name="静山生态安葬区",
        visiting_hours="8:00–17:00",
        approval="鄂民函〔2020〕1号",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="草坪",
        kind=UnitKind.LAWN,
        units=UnitRange(1, 1, 1, 1),
        size=UnitSize(area=45, stele_height=0),
        by=SETUP,
    )
    return db.session.scalars(select(Unit).filter_by(site_id=site.id)).one()


def test_what_is_only_kept_for_a_term_is_no_burial(scene):
    scene.deposit()
    assert find_burial_of(scene.case.id) is None


def test_the_unit_says_how_where_and_how_large(scene, lawn):
    scene.inter(unit_id=lawn.id)
    assert find_burial_of(scene.case.id) == KnownBurial(
        Burial.LAWN, "静山生态安葬区 草坪1排1号", Decimal("0.45"), Decimal(0)
    )


def test_portions_laid_to_rest_in_several_ways_are_asked_about(scene, lawn):
    scene.divide()
    scene.inter(unit_id=lawn.id)
    scene.inter(scene.portion("B"))
    assert find_burial_of(scene.case.id) is None


def test_the_form_does_not_ask_what_the_unit_says_and_writes_it_down(app, scene, lawn):
    text = (POLICIES / "jingzhou-2016.yaml").read_text(encoding="utf-8")
    here = text.replace('"4210"', f'"{world.JIAYU}"').replace(
        '"421002", "421003"', f'"{world.JIAYU}"'
    )
    publish_policy(source=here, by=SETUP)
    scene.inter(unit_id=lawn.id)
    number = scene.case.number
    clerk = visit(app, "jy-desk")
    page = desk.read(clerk, f"{NEW}?case={number}")
    assert "安葬：草坪葬" in page
    assert "安放在 静山生态安葬区 草坪1排1号 墓穴面积 0.45 平方米 墓碑高度 0 厘米" in page
    assert 'name="grave_area"' not in clerk.get(f"{NEW}?case={number}").text
    # The width of the stele nobody measured.
    asked = {key: value for key, value in filled().items() if key != "died_on"}
    desk.send(clerk, f"{NEW}?case={number}", **asked, stele_width="0", site="designated")
    facts = RewardFacts.from_json(get_application(world.numbered("JYQ", 1)).facts)
    assert (facts.grave_area, facts.stele_height) == (Decimal("0.45"), Decimal(0))
    # Another way of burial is asked about as before.
    assert 'name="grave_area"' in clerk.get(f"{NEW}?case={number}&burial=tree").text
