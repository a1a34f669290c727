"""Ashes laid to rest for good are found as deposited ones are: by the family, staff, visits."""

import pytest

from cemetery.memorials.queries.public import list_people_behind
from cemetery.operations import replace_unit_plate
from cemetery.queries import find_plate, list_sites
from cemetery.visits.errors import UnitUnknown
from cemetery.visits.queries.units import get_unit
from kernel import clock
from tests import world
from tests.ashes.scene import Scene
from tests.booking.family import text_of
from tests.visitor import visit

NOT_FOUND = "没有查到。请核对姓名、离世年份和第三项；仍然查不到，请拨打服务电话。"


@pytest.fixture
def family(app, scene):
    return visit(app)


def ask(family, scene, **changed) -> str:
    asked = {
        "deceased_name": "张三",
        "died_in": str(scene.case.deceased.died_on.year),
        "known": scene.certificate,
    }
    return text_of(family.post("/find-resting-place", data=asked | changed))


def test_a_family_finds_an_interred_portion_by_zone_row_and_number(family, scene):
    assert NOT_FOUND in ask(family, scene), "in our keeping is not at rest"
    scene.inter(unit=2)
    said = ask(family, scene)
    assert "地点 公益性骨灰堂 位置 福区1排3号 开放时间 8:00–17:00" in said
    for told in ("张三", "张小三", scene.case.number):
        assert told not in said


def test_a_family_reads_when_and_where_a_portion_was_scattered(family, scene):
    parts = scene.divide()
    scene.inter()
    scene.scatter(parts[0], place="本馆撒散林")
    said = ask(family, scene)
    day = clock.say_date(clock.today())
    assert f"骨灰 已于{day}撒散 地点 本馆撒散林" in said
    assert "位置 福区1排1号" in said
    for told in ("张三", "王示清", "李示明"):
        assert told not in said


def test_two_whom_the_same_facts_fit_are_still_told_to_nobody(family, scene):
    other, certificate = scene.another()
    Scene(scene.home, scene.keeper, other, certificate, scene.units).inter(unit=3)
    scene.inter(unit=0)
    for known in (scene.case.claimant.phone[-4:], "0000"):
        said = ask(family, scene, known=known)
        assert NOT_FOUND in said
        assert "福区" not in said


def test_staff_find_the_unit_and_who_rests_or_rested_in_it(scene, keeper):
    parts = scene.divide()
    scene.inter(unit=1)
    scene.scatter(parts[0], place="本馆撒散林")
    for words in ("张三", "福区1排2号"):
        page = keeper.get(f"/find?search={words}").text
        assert f"/units/{scene.units[1].id}" in page
        assert "本馆撒散林" in page
        assert f"/portions/{parts[0].id}" in page
    scene.disinter()
    assert scene.case.number in keeper.get("/find?search=福区1排2号").text


def test_staff_of_another_home_find_nothing(app, scene):
    scene.inter()
    other = world.make_home("QH", "421221")
    world.make_staff("QH-clerk", scene.keeper.role, other.id)
    assert "/units/" not in visit(app, "qh-clerk").get("/find?search=福区1排1号").text


def test_a_visit_names_a_grave_by_the_certificate_or_by_the_deposit_before_it(scene):
    site = list_sites(scene.home.id)[0]
    number = scene.deposit(unit=0).number
    assert get_unit(site.id, number).number == 1
    scene.inter(unit=3)
    for written in (number.lower(), scene.certificate, "福区1排4号"):
        assert get_unit(site.id, written).number == 4
    scene.disinter()
    for written in (number, scene.certificate):
        with pytest.raises(UnitUnknown):
            get_unit(site.id, written)


def test_a_certificate_that_leads_to_two_units_leads_to_none(scene):
    parts = scene.divide()
    scene.inter(unit=0)
    scene.inter(parts[0], unit=1)
    with pytest.raises(UnitUnknown):
        get_unit(list_sites(scene.home.id)[0].id, scene.certificate)


def test_behind_the_plate_of_a_unit_rests_whoever_was_interred_there(app, scene):
    plate = replace_unit_plate(unit_id=scene.units[0].id, by=scene.keeper)
    assert not list_people_behind(plate)
    parts = scene.divide()
    scene.inter(unit=0)
    assert list(list_people_behind(find_plate(plate.token))) == [scene.case.id]
    scene.scatter(parts[0])
    years = f"1950–{scene.case.deceased.died_on.year}"
    assert years in text_of(visit(app).get(f"/p/{plate.token}"))
