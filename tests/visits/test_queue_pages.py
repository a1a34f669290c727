"""The pages of the queue, as a browser without JavaScript sends them: before the opening, waiting,
closed and opened again, answered; what the desk sees."""

import re

import pytest

from cemetery.visits.operations import close_slots
from cemetery.visits.queries.bookings import find_visit
from kernel import clock
from tests import world
from tests.visitor import visit
from tests.visits.rush import after, allocate, come, stands
from tests.visits.scene import QINGMING, book
from tests.visits.test_family_pages import said

TOKEN = re.compile(r"/visit/queue/([0-9A-Z]{16})$")


@pytest.fixture
def browser(app, scene):
    return visit(app)


def send(browser, scene, seconds=1, slot=0, **changed):
    path = f"/visit/{scene.site_id}/{QINGMING}/{scene.slot_ids[slot]}"
    with clock.frozen(after(seconds)):
        return browser.post(path, data=said(**changed))


def look(browser, address, seconds=2):
    with clock.frozen(after(seconds)):
        return browser.get(address).text


def test_minutes_before_the_opening_the_day_is_shown_and_can_be_filled_in(browser, scene):
    site = f"/visit/{scene.site_id}"
    assert str(scene.slot_ids[0]) not in look(browser, f"{site}?day={QINGMING}", -700)
    page = look(browser, f"{site}?day={QINGMING}", -500)
    assert str(scene.slot_ids[0]) in page
    assert "上午 8:00 开放。现在可以先填好" in page
    page = look(browser, f"{site}/{QINGMING}/{scene.slot_ids[0]}", -500)
    assert "一起抽签定先后" in page
    assert "提交，开始排队" in page


def test_who_is_early_waits_for_the_opening_on_a_page(browser, scene):
    come(scene, -400)
    address = send(browser, scene, -300).location
    page = look(browser, address, -290)
    assert "上午 8:00 开放" in page
    assert "现在共有 2 家在等" in page
    assert 'http-equiv="refresh"' in page


def test_the_place_is_said_and_kept_over_reloading_and_closing(app, browser, scene):
    for second in (0, 1):
        come(scene, second)
    answer = send(browser, scene, 2)
    assert TOKEN.search(answer.location)
    assert "前面还有 2 家" in look(browser, answer.location)
    assert "前面还有 2 家" in look(visit(app), answer.location)
    allocate(scene, 60, most=1)
    page = look(visit(app), answer.location, 61)
    assert "前面还有 1 家" in page
    assert "一分钟以内" in page
    assert "张示清" not in page


def test_sent_twice_or_from_another_telephone_s_browser_it_is_one_place(app, browser, scene):
    same = {"identity_number": world.identity_number(), "idempotency_key": "a form"}
    first = send(browser, scene, **same).location
    assert send(browser, scene, 2, **same).location == first
    assert send(visit(app), scene, 3, **same | {"idempotency_key": "b"}).location == first
    other = send(visit(app), scene, 3, **same | {"idempotency_key": "c", "phone": "13900139000"})
    assert "已经在排队" in other.text


def test_a_wrong_number_is_said_beside_its_field_before_anybody_queues(browser, scene):
    page = send(browser, scene, identity_number="421221195003040012").text
    assert 'id="identity_number-error"' in page
    assert "李示明" in page
    assert "同一天的其他时段也可以" in page


def test_granted_the_page_leads_to_the_pass(app, browser, scene):
    address = send(browser, scene).location
    allocate(scene)
    page = look(browser, address, 61)
    code = re.search(r"/v/([0-9A-Z]{8})", page).group(1)
    assert f"预约编号 {code}" in page
    assert "<svg" in look(browser, f"/v/{code}", 62)
    # From another browser too: the address of the place opens it, as a bookmark.
    other = visit(app)
    assert look(other, address, 63)
    assert "<svg" in look(other, f"/v/{code}", 64)


def test_refused_the_page_says_why_and_what_else_there_is(browser, scene):
    come(scene, 0, 5)
    come(scene, 0.5, 2)
    address = send(browser, scene, 2).location
    allocate(scene)
    page = look(browser, address, 61)
    assert "名额不够了" in page
    assert str(scene.slot_ids[1]) in page
    assert str(scene.slot_ids[0]) not in page
    assert "看看别的日子" in page
    assert find_visit(address[-16:][:8]) is None


def test_a_slot_closed_while_the_family_waited(browser, scene):
    address = send(browser, scene).location
    close_slots(
        site_id=scene.site_id,
        day=QINGMING,
        slot_ids=[scene.slot_ids[0]],
        reason="大风",
        by=scene.clerk,
    )
    allocate(scene)
    assert "已经暂停开放" in look(browser, address, 61)


def test_a_family_leaves_and_what_it_filled_in_is_gone(browser, scene):
    address = send(browser, scene).location
    with clock.frozen(after(2)):
        browser.post(f"{address}/leave")
    assert "已经放弃" in look(browser, address, 3)
    assert allocate(scene) == 0
    assert stands(address[-16:]) == ["left"]


def test_who_was_answered_cannot_leave_any_more(browser, scene):
    address = send(browser, scene).location
    allocate(scene)
    with clock.frozen(after(61)):
        page = browser.post(f"{address}/leave", follow_redirects=True).text
    assert "名额已经分配" in page
    assert stands(address[-16:]) == ["granted"]


def test_in_english(browser, scene):
    come(scene, 0)
    address = send(browser, scene).location
    browser.set_cookie("language", "en")
    page = look(browser, address)
    assert '<html lang="en"' in page
    assert "Monday 5 April" in page


def test_on_a_quiet_day_nobody_queues(browser, scene):
    path = f"/visit/{scene.site_id}/{QINGMING}/{scene.slot_ids[0]}"
    assert "排队" not in browser.get(path).text
    assert "/v/" in browser.post(path, data=said()).location


def test_an_address_nobody_was_given_is_not_found(browser, scene):
    assert browser.get("/visit/queue/AAAAAAAAAAAAAAAA").status_code == 404


def test_the_desk_sees_how_many_wait_and_were_granted(app, scene):
    for second in range(3):
        come(scene, second, 5)
    allocate(scene, most=2)
    desk = visit(app, "JY-desk")
    page = desk.get(f"/visits/{scene.site_id}?day={QINGMING}").text
    assert "还在等 1 家，已约到 1 家，没有约到 1 家" in page
    assert book(scene, slot=1, by=scene.clerk, channel="phone").code
    assert "开放时网上排队" not in desk.get(f"/visits/{scene.site_id}?day=2027-04-06").text


def test_the_desk_looks_at_each_family_of_the_queue(app, browser, scene):
    refused_phone, refused_identity = "13900139000", world.identity_number()
    waits = send(browser, scene, 3).location[-16:]
    come(scene, 0, 5)
    come(scene, 1, 5, phone=refused_phone, identity_number=refused_identity)
    allocate(scene, most=2)
    desk = visit(app, "JY-desk")
    here = f"/visits/{scene.site_id}/queue?day={QINGMING}"
    assert f"queue?day={QINGMING}" in desk.get(f"/visits/{scene.site_id}?day={QINGMING}").text
    page = desk.get(here).text
    assert re.findall(r"08:00:0\d", page) == ["08:00:00", "08:00:01", "08:00:03"]
    assert re.search(r"/visits/booked/[0-9A-Z]{8}", page)
    assert waits not in page
    assert "张示清" not in page
    refused = desk.get(f"{here}&state=refused").text
    assert "名额已约满" in refused
    assert "代为预约" in refused
    assert rows(refused) == 1
    for number in (refused_phone, refused_identity):
        found = desk.post(here, data={"search": number}).location
        assert number not in found
        assert rows(desk.get(found).text) == 1
    assert (
        "没有人在这里排队"
        in desk.get(desk.post(here, data={"search": "13700137000"}).location).text
    )
    assert rows(desk.get(f"{here}&state=nonsense&sort=persons&direction=desc").text) == 3


def rows(page: str) -> int:
    return page.split("<tbody>")[1].count("<tr>")
