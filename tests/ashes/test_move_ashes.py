"""交接保管: each scan says where a portion is and in whose hands; the chain answers any hour."""

from datetime import timedelta

import pytest

from cemetery.ashes.errors import AshesUnknown, HolderMissing, KeptElsewhere, PlaceMissing
from cemetery.ashes.queries.portions import list_events
from cemetery.ashes.saying import list_hours
from kernel import clock
from kernel.errors import NotFound
from kernel.people.actors import Role
from tests import world
from tests.visitor import visit


def test_the_chain_answers_who_had_them_at_each_hour(scene):
    packed_at = scene.portion().since
    for minutes, holder in ((10, "李示安"), (20, "王示清")):
        with clock.frozen(packed_at + timedelta(minutes=minutes)):
            scene.move(holder=holder)
    hours = list_hours(scene.portion())
    assert [(hour.holder, hour.until is None) for hour in hours] == [
        ("王示清", True),
        ("李示安", False),
        ("JY-operator", False),
    ]
    assert hours[1].until == hours[0].event.happened_at
    assert [event.seq for event in list_events(scene.portion())] == [1, 2, 3]


def test_place_and_person_are_asked_for(scene):
    with pytest.raises(PlaceMissing):
        scene.move(place=" ")
    with pytest.raises(HolderMissing):
        scene.move(holder="")


def test_another_home_neither_moves_nor_sees_them(scene):
    other = world.make_home("QH", "421222")
    stranger = world.make_staff("QH-columbarium", Role.COLUMBARIUM, other.id)
    with pytest.raises(KeptElsewhere):
        scene.move(by=stranger.actor())


def test_a_scanner_moves_one_after_the_other_without_typing_the_place_again(scene, keeper):
    scene.divide()
    typed = {"place": "2号架3层", "holder": "李示安"}
    page = keeper.post("/portions/move", data={"code": f"{scene.case.number} B", **typed}).text
    assert f"{scene.case.number} B 现在在2号架3层，由李示安保管" in page
    assert 'value="2号架3层"' in page
    page = keeper.post("/portions/move", data={"code": scene.certificate, **typed}).text
    assert str(AshesUnknown.message) in page, "two portions, and no letter said which"
    data = {"code": scene.certificate, "letter": "a", **typed}
    assert "A 现在在" in keeper.post("/portions/move", data=data).text


@pytest.mark.parametrize("code", ["", "JYA26-99999", "6901234567892", "http://x.example/1"])
def test_what_is_no_ashes_gets_a_sentence(scene, keeper, code):
    typed = {"code": code, "place": "架", "holder": "李示安"}
    answer = keeper.post("/portions/move", data=typed)
    assert answer.status_code == 200
    assert "还有内容需要补充" in answer.text or "这一步没有办理" in answer.text
    assert scene.portion().seq == 1


def test_the_page_shows_where_they_are_and_leads_everywhere(app, scene, keeper):
    scene.move()
    page = keeper.get(f"/portions/{scene.portion().id}").text
    assert "A 在2号架3层，由李示安保管" in page
    assert f"/cases/{scene.case.number}/portions" in page
    assert "每个时刻在谁手里" in page
    whole = keeper.get(f"/cases/{scene.case.number}/portions").text
    assert "共 1 份：A 在2号架3层，由李示安保管。" in whole
    assert "骨灰装殓" in whole
    assert f"{scene.case.number} A" in keeper.get("/portions?state=in_custody").text
    assert f"{scene.case.number} A" in keeper.get("/portions").text
    assert "没有找到" in keeper.get("/portions?state=scattered").text
    assert "骨灰去向" in keeper.get(f"/cases/{scene.case.number}").text


def test_a_scanned_paper_leads_to_the_ashes(scene, keeper):
    page = keeper.post("/code", data={"code": scene.certificate}).text
    assert f"/cases/{scene.case.number}/portions" in page


def test_an_officer_reads_without_names_and_another_home_reads_nothing(app, scene):
    world.make_office()
    world.make_home("QH", "421222")
    scene.collect()
    address = f"/portions/{scene.portion().id}"
    page = visit(app, "mz-officer").get(address).text
    assert "已由张**领走" in page
    assert "张小三" not in page
    assert "办理领取" not in page
    stranger = visit(app, "qh-desk")
    assert stranger.get(address).status_code == 404
    assert scene.case.number not in stranger.get("/portions").text
    assert visit(app, "jy-operator").get(address).status_code == 403


def test_a_portion_nobody_made_is_not_found(scene):
    with pytest.raises(NotFound):
        scene.move(scene.case)
