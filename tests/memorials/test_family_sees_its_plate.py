"""看扫铭牌的人看到的页面: the family's way to what others read, wherever the ashes rest."""

import re

import pytest

from cemetery.ground.kinds import SiteKind, UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.memorials.queries.memorials import live_key
from cemetery.memorials.queries.public import find_plate_before
from cemetery.models import UnitKind
from cemetery.operations import replace_unit_plate
from cemetery.queries import list_free_units, live_plate
from kernel.people.actors import SETUP
from tests.ashes.scene import Scene, make_scene
from tests.memorials.scene import open_for
from tests.visitor import visit

SEEN = "看扫铭牌的人看到的页面"


@pytest.fixture
def ashes(context) -> Scene:
    return make_scene()


def family_page(app, memorial) -> tuple[str, object]:
    browser, token = visit(app), live_key(memorial.id).token
    browser.post(f"/m/{token}", data={"last4": "8000"})
    return browser.get(f"/m/{token}/page").text, browser


def test_without_a_plate_no_page_is_promised(app, ashes):
    ashes.inter(unit=1)
    page, _browser = family_page(app, open_for(ashes.case, ashes.keeper))
    assert SEEN not in page


def test_the_plate_of_the_unit_leads_there_once_they_are_interred(app, ashes):
    ashes.deposit()
    plate = replace_unit_plate(unit_id=ashes.units[1].id, by=ashes.keeper)
    ashes.inter(unit=1)
    page, browser = family_page(app, open_for(ashes.case, ashes.keeper))
    href = re.search(rf'href="([^"]+)">{SEEN}', page)[1]
    assert href.endswith(plate.token)
    assert "1950" in browser.get(href).text


def test_a_plate_the_family_holds_goes_before_the_one_on_the_wall(ashes):
    replace_unit_plate(unit_id=ashes.units[0].id, by=ashes.keeper)
    deposit = ashes.deposit(unit=0)
    assert find_plate_before(ashes.case.id).id == live_plate(deposit).id
    ashes.inter(unit=0)
    assert find_plate_before(ashes.case.id).unit_id == ashes.units[0].id


def test_a_communal_unit_has_one_plate_for_all_its_families(app, ashes):
    site = add_site(
        institution_id=ashes.home.id,
        kind=SiteKind.ECO_AREA,
        name="青山生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="归园",
        kind=UnitKind.DEEP,
        units=UnitRange(1, 1, 1, 1),
        size=UnitSize(capacity=2),
        communal=True,
        by=SETUP,
    )
    unit = list_free_units(ashes.home.id, "归园")[0]
    plate = replace_unit_plate(unit_id=unit.id, by=ashes.keeper)
    case, certificate = ashes.another()
    other = Scene(ashes.home, ashes.keeper, case, certificate, ashes.units)
    for each in (ashes, other):
        each.inter(unit_id=unit.id)
        page, _browser = family_page(app, open_for(each.case, each.keeper))
        assert plate.token in page
