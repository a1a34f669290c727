"""A family's pages of a visit, as a browser without JavaScript sends them."""

import re

import pytest

from cemetery.visits.kinds import Direction
from cemetery.visits.operations import (
    announce_ceremony,
    close_slots,
    record_entry,
)
from cemetery.visits.queries.bookings import find_visit
from cemetery.visits.queries.slots import list_slots
from kernel import clock
from kernel.db import db
from tests import world
from tests.visitor import visit
from tests.visits.scene import BEFORE, QINGMING, at, book

CODE = re.compile(r"/v/([0-9A-Z]{8})$")


@pytest.fixture
def browser(app, scene):
    return visit(app)


def said(**changed):
    return {
        "name": "张示清",
        "identity_number": world.identity_number(),
        "phone": "13800138000",
        "persons": "2",
        "companions": "李示明",
        "number_plates": "鄂l12345",
        "unit": "福区1排1号",
    } | changed


def send(browser, scene, slot=0, **changed):
    path = f"/visit/{scene.site_id}/{QINGMING}/{scene.slot_ids[slot]}"
    return browser.post(path, data=said(**changed))


def test_the_only_site_is_shown_at_once_with_its_days(browser, scene):
    page = browser.get("/visit", follow_redirects=True).text
    assert "4月5日 星期一" in page
    assert "农历二月廿九" in page
    assert "余 7 人" in page


def test_a_day_without_peak_needs_no_booking(browser, scene):
    with clock.frozen(clock.at(QINGMING.replace(month=6), BEFORE.time())):
        assert "这一天不用预约" in browser.get(f"/visit/{scene.site_id}").text


def test_from_the_form_to_the_pass(browser, scene):
    answer = send(browser, scene)
    code = CODE.search(answer.location).group(1)
    page = browser.get(answer.location).text
    assert code in page
    assert "<svg" in page
    for word in ("鄂L12345", "李示明", "福区1排1号", "防火要求", "农历二月廿九"):
        assert word in page
    assert "138****8000" in page
    assert "13800138000" not in page


def test_what_was_typed_stays_and_the_refusal_stands_beside_its_field(browser, scene):
    page = send(browser, scene, number_plates="鄂LO2345").text
    assert "没有字母 I 和 O" in page
    assert "鄂LO2345" in page
    assert "李示明" in page
    page = send(browser, scene, persons="3").text
    assert "还有 2 人" in page
    assert "请用数字填写" in send(browser, scene, persons="两").text


def test_another_browser_needs_the_code_and_four_digits(app, browser, scene):
    location = send(browser, scene).location
    code, other = location.rsplit("/", 1)[1], visit(app)
    assert other.get(location).location == f"/v?code={code}"
    wrong = other.post("/v", data={"code": code, "last4": "0000"}).text
    assert "不对" in wrong
    found = other.post("/v", data={"code": code.lower(), "last4": "8000"})
    assert found.location == location
    assert other.get(location).status_code == 200


def test_whoever_guesses_is_braked(browser, scene):
    code = send(browser, scene).location.rsplit("/", 1)[1]
    for _turn in range(5):
        browser.post("/v", data={"code": code, "last4": "1111"})
    assert "已经连续 5 次" in browser.post("/v", data={"code": code, "last4": "8000"}).text


def test_changed_and_cancelled_by_the_family(browser, scene):
    location = send(browser, scene).location
    page = browser.get(f"{location}/time").text
    assert "下午 2:00" in page
    choice = f"{QINGMING} {scene.slot_ids[2]}"
    assert browser.post(f"{location}/time", data={"slot": choice}).location == location
    assert "请用新的通行码" in browser.get(location).text
    assert browser.post(f"{location}/time", data={"slot": "2027 x"}).status_code == 200
    browser.post(f"{location}/cancel")
    assert "已经取消" in browser.get(location).text
    db.session.expire_all()
    assert [slot.taken for slot in list_slots(scene.site, QINGMING)] == [0, 0, 0]


def test_a_stranger_cancels_nothing(app, browser, scene):
    location = send(browser, scene).location
    visit(app).post(f"{location}/cancel")
    db.session.expire_all()
    assert find_visit(location.rsplit("/", 1)[1]).cancelled_at is None


def test_a_closed_slot_is_said_to_who_looks_and_to_who_had_it(browser, scene):
    location = send(browser, scene).location
    close_slots(
        site_id=scene.site_id,
        day=QINGMING,
        slot_ids=[scene.slot_ids[0]],
        reason="大风",
        by=scene.clerk,
    )
    assert "暂停开放：大风" in browser.get(f"/visit/{scene.site_id}?day={QINGMING}").text
    assert "请改到别的时段" in browser.get(location).text


@pytest.mark.parametrize("path", ["/visit/{site}?day=9999-12-31", "/visit/{site}/x/{site}"])
def test_days_nobody_links_to_are_not_found(browser, scene, path):
    assert browser.get(path.format(site=scene.site_id)).status_code == 404


def ceremony(scene):
    return announce_ceremony(
        site_id=scene.site_id,
        title="清明集体公祭",
        place="追思广场",
        day=QINGMING,
        times=(at(9).time().replace(hour=9), at(9).time().replace(hour=10)),
        persons=3,
        cars=0,
        by=scene.clerk,
    )


def test_a_ceremony_is_registered_for_like_a_visit_and_ends_at_its_own_places(browser, scene):
    slot = ceremony(scene)
    assert "清明集体公祭" in browser.get(f"/visit/{scene.site_id}?day={QINGMING}").text
    path = f"/visit/{scene.site_id}/{QINGMING}/{slot.id}"
    form = said(number_plates="", unit="")
    location = browser.post(path, data=form).location
    assert "追思广场" in browser.get(location).text
    full = browser.post(path, data=form | {"identity_number": world.identity_number()})
    assert "名额不够" in full.text
    # A visit in the same hours is another booking, with places of its own.
    assert send(browser, scene).status_code == 302


def test_a_pass_of_a_ceremony_opens_the_gate(scene):
    slot = ceremony(scene)
    booking = book(scene, slot_id=slot.id)
    with clock.frozen(at(9)):
        entry = record_entry(
            site_id=scene.site_id, scanned=booking.code, direction=Direction.IN, by=scene.clerk
        )
    assert entry.slot_id == slot.id
