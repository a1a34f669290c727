"""The day board by keys, by mouse, by scan and by form; each move through the same door."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from funeral.operations import tag_remains
from funeral.queries.cases import get_case
from funeral.queries.custody import live_wristband
from tests.browser.board_site import BoardSite, Spot, board_site, item, picture, row_of, said
from tests.browser.chromium import violations


@pytest.fixture(scope="module")
def site(browser, cluster) -> Iterator[BoardSite]:
    with board_site(browser, cluster, "board") as site:
        yield site


@pytest.fixture
def page(site) -> Iterator[Page]:
    yield site.desk()
    site.close_desks()


@pytest.fixture
def last_farewell(site) -> Spot:
    """Of the family hall: the time before it is free."""
    return [spot for spot in site.farewells() if spot.resource == "6号厅"][-1]


def press(page, *keys) -> None:
    for key in keys:
        page.keyboard.press(key)


def confirm(page, reason="") -> str:
    """Answers the question before a move; what it asked."""
    question = page.locator("#ask")
    question.wait_for()
    asked = question.locator("p").inner_text()
    if reason:
        question.locator("input").fill(reason)
    question.get_by_role("button", name="确定移动").click()
    return asked


def test_the_board_is_one_tab_stop_and_the_arrows_walk_it(site, page):
    assert page.locator('.board [data-item][tabindex="0"]').count() == 1
    assert page.locator(".board [data-item]").count() == 60
    row = page.locator(".board-row").nth(5)
    items = row.locator("[data-item]")
    items.first.focus()
    press(page, "ArrowRight", "ArrowRight")
    expect(items.nth(2)).to_be_focused()
    press(page, "End")
    expect(items.last).to_be_focused()
    press(page, "Home", "ArrowLeft")
    expect(items.first).to_be_focused()
    press(page, "ArrowDown")
    below = page.locator(".board-row").nth(6).locator("[data-item]")
    wanted = int(items.first.get_attribute("data-starts"))
    distances = [abs(int(each.get_attribute("data-starts")) - wanted) for each in below.all()]
    expect(below.nth(distances.index(min(distances)))).to_be_focused()
    assert page.locator('.board [data-item][tabindex="0"]').count() == 1
    press(page, "ArrowUp")
    assert "6号厅" in page.locator(".board-row", has=page.locator(":focus")).inner_text()


def test_the_items_of_one_family_light_up_together(site, page):
    spot = site.farewells()[3]
    item(page, spot.id).focus()
    expect(page.locator(".is-pair")).to_have_count(1)
    assert page.locator(".is-pair").get_attribute("data-plan") == str(spot.plan_id)


def test_enter_opens_the_case(site, page):
    spot = site.cremations()[3]
    item(page, spot.id).focus()
    press(page, "Enter")
    page.wait_for_url(f"**/cases/{site.case_of(spot)}")


def test_a_scan_finds_the_item_and_a_second_scan_the_other_one_of_the_family(site, page):
    page.locator(".board [data-item]").first.focus()
    press(page, "/")
    spot = site.farewells()[4]
    number = site.case_of(spot)
    page.keyboard.type(number.lower())
    press(page, "Enter")
    expect(item(page, spot.id)).to_be_focused()
    assert said(page).startswith("找到 2 项，这是第一项：")
    assert page.locator("#scan").input_value() == ""
    press(page, "/")
    page.keyboard.type(number)
    press(page, "Enter")
    [cremation] = [each for each in site.cremations() if each.plan_id == spot.plan_id]
    expect(item(page, cremation.id)).to_be_focused()


def test_a_scan_of_another_day_goes_on_to_the_search(site, page):
    page.locator("#scan").fill("JYA26-99999")
    press(page, "Enter")
    page.wait_for_url("**/cases**")


def scan(page, text) -> None:
    """As the device types it, from wherever the hands are."""
    page.locator("#scan").focus()
    page.keyboard.type(text)
    press(page, "Enter")


def test_a_wristband_finds_its_family(site, page):
    spot = site.farewells()[4]
    with site.app.app_context():
        number = site.case_of(spot)
        band = live_wristband(get_case(number).id)
        band = band or tag_remains(number=number, by=site.full.clerk)
        token = band.token
    scan(page, token)
    expect(item(page, spot.id)).to_be_focused()
    assert said(page).startswith("找到 2 项，这是第一项：")


def test_a_scanned_door_and_a_typed_time_move_what_was_scanned_before(site, page, last_farewell):
    home = row_of(page, last_farewell.id)
    door = page.locator(".board-row", has=item(page, last_farewell.id)).get_attribute("data-scan")
    assert re.fullmatch(r"R-[0-9A-F]{6}", door)
    scan(page, "2号厅")
    assert "请先扫案件或腕带" in said(page)
    scan(page, site.case_of(last_farewell))
    expect(item(page, last_farewell.id)).to_be_focused()
    cremator = page.locator('.board-row[data-kind="cremator"]').first.get_attribute("data-scan")
    scan(page, cremator)
    assert "告别仪式只能移到告别厅" in said(page)
    hour, minute = map(int, last_farewell.time.split(":"))
    earlier = f"{(hour * 60 + minute - 15) // 60:02d}:{(minute - 15) % 60:02d}"
    scan(page, f"{door} {earlier}")
    confirm(page)
    expect(page.locator("#said [role=status]")).to_contain_text(f"已移到{home} {earlier}")
    assert site.spot(last_farewell.id).time == earlier
    page.locator("#undo").click()
    expect(page.locator("#said [role=status]")).to_contain_text(last_farewell.time)
    site.tell(last_farewell)


def test_keys_move_and_a_family_that_was_told_is_asked_about(site, page, last_farewell):
    hall, before = last_farewell.resource, last_farewell.time
    there = item(page, last_farewell.id)
    there.focus()
    press(page, "m", "ArrowLeft", "ArrowLeft")
    assert said(page).startswith(f"{hall} ")
    picture(page, "moving")
    press(page, "Enter")
    page.locator("#ask").wait_for()
    picture(page, "told")
    assert violations(page) == []
    assert site.spot(last_farewell.id) == last_farewell
    assert "家属已经知道" in confirm(page)
    page.get_by_text("请重新通知家属。").wait_for()
    assert site.spot(last_farewell.id).time == half_an_hour_before(before)
    expect(there).to_be_focused()
    side = page.locator("[data-part=untold]")
    expect(side).to_contain_text("需要重新通知家属")
    expect(side).to_contain_text("告别仪式：")
    picture(page, "moved")
    # 撤销 goes the same way back, with the new version.
    page.get_by_role("button", name=re.compile("^撤销")).click()
    page.get_by_text(f"已移到{hall} {before}。").wait_for()
    assert site.spot(last_farewell.id) == last_farewell
    expect(page.locator("#undo")).to_be_hidden()
    site.tell(last_farewell)


def test_whoever_does_not_want_to_call_the_family_moves_nothing(site, page, last_farewell):
    there = item(page, last_farewell.id)
    there.focus()
    press(page, "m", "ArrowLeft", "Enter")
    page.get_by_role("button", name="不移动").click()
    page.get_by_text("没有移动").wait_for()
    expect(there).to_contain_text(last_farewell.time)
    expect(there).to_be_focused()
    assert site.spot(last_farewell.id) == last_farewell


def test_escape_gives_up(site, page, last_farewell):
    there = item(page, last_farewell.id)
    shown = there.inner_text()
    there.focus()
    press(page, "m", "ArrowRight", "ArrowRight", "Escape")
    assert said(page).startswith("没有移动")
    assert there.inner_text() == shown
    expect(there).to_be_focused()


def test_keys_move_among_rows_of_the_same_kind_only(site, page, last_farewell):
    there = item(page, last_farewell.id)
    there.focus()
    press(page, "m", *["ArrowDown"] * 8)
    assert row_of(page, last_farewell.id) == "6号厅"
    press(page, *["ArrowUp"] * 20)
    assert row_of(page, last_farewell.id) == "1号厅"
    press(page, "Escape")
    assert row_of(page, last_farewell.id) == "6号厅"


def test_a_refused_move_says_what_is_in_the_way_and_goes_back(site, page):
    first, second = page.locator(".board-row").nth(5).locator("[data-item]").all()[:2]
    moved, shown = first.get_attribute("data-item"), first.inner_text()
    first.focus()
    apart = int(second.get_attribute("data-starts")) - int(first.get_attribute("data-starts"))
    press(page, "m", *["ArrowRight"] * (apart // 15), "Enter")
    alert = page.locator("#said [role=alert]")
    expect(alert).to_contain_text("已有安排")
    picture(page, "refused")
    expect(item(page, moved)).to_be_focused()
    assert item(page, moved).inner_text() == shown
    assert violations(page) == []


def test_a_change_in_the_order_of_cremations_asks_for_the_reason(site, page):
    """The last on its cremator moves behind the next one on any other."""
    moved = [spot for spot in site.cremations() if spot.resource == "2号火化机"][-1]
    passed = next(spot for spot in site.cremations() if spot.starts_at > moved.starts_at)
    item(page, moved.id).focus()
    steps = int((passed.starts_at - moved.starts_at).total_seconds() // 900) + 1
    press(page, "m", *["ArrowRight"] * steps, "Enter")
    assert "家属已经知道" in confirm(page)
    page.locator("#ask-reason").wait_for()
    picture(page, "reason")
    assert violations(page) == []
    assert "请填写原因" in confirm(page, "家属要求推迟")
    page.get_by_text("请重新通知家属。").wait_for()
    assert site.spot(moved.id).starts_at > passed.starts_at


def test_dragging_moves_an_item(site, page, last_farewell):
    there = item(page, last_farewell.id)
    box = there.bounding_box()
    hour = page.locator(".board-lane").first.bounding_box()["width"] / 12
    before = last_farewell.time
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, box["y"] + 20, steps=3)
    page.mouse.move(box["x"] + 20 - hour / 2, box["y"] + 20, steps=5)
    picture(page, "dragging")
    page.mouse.up()
    confirm(page)
    page.get_by_text("请重新通知家属。").wait_for()
    assert site.spot(last_farewell.id).time == half_an_hour_before(before)
    assert page.url.endswith(site.full.path)
    page.locator("#undo").click()
    page.get_by_text(f"已移到{last_farewell.resource} {before}。").wait_for()
    site.tell(last_farewell)


def test_a_stale_page_moves_nothing_and_shows_the_latest(site, page, last_farewell):
    there = item(page, last_farewell.id)
    there.focus()
    press(page, "m")
    # Only now: what is being moved, news does not draw anew.
    there.evaluate("item => { item.dataset.version = 99 }")
    press(page, "ArrowLeft", "Enter")
    expect(page.locator("#said [role=alert]")).to_contain_text("刚刚被同事改动过")
    assert site.spot(last_farewell.id) == last_farewell
    expect(there).not_to_have_attribute("data-version", "99")


def test_clicks_alone_move_an_item_by_the_form_at_the_side(site, page, last_farewell):
    there = item(page, last_farewell.id)
    there.click()
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="改到").wait_for()
    assert page.url.endswith(site.full.path)
    picture(page, "panel")
    assert violations(page) == []
    before = last_farewell.time
    panel.get_by_label("开始").select_option(half_an_hour_before(before))
    panel.get_by_role("button", name="移动").click()
    confirm(page)
    page.get_by_text("请重新通知家属。").wait_for()
    assert site.spot(last_farewell.id).time == half_an_hour_before(before)
    page.locator("#undo").click()
    page.get_by_text(f"已移到{last_farewell.resource} {before}。").wait_for()
    site.tell(last_farewell)


def test_a_second_click_opens_the_case(site, page):
    there = item(page, site.farewells()[2].id)
    there.click()
    expect(there).to_have_attribute("aria-current", "true")
    there.click()
    page.wait_for_url("**/cases/**")


def test_the_cremation_hall_looks_and_does_not_move(site):
    page = site.desk("jy-operator")
    there = page.locator(".board [data-item]").first
    shown = there.inner_text()
    there.focus()
    press(page, "m", "ArrowRight")
    page.locator("#panel").get_by_text("状态").wait_for()
    assert page.locator("#panel form").count() == 0
    assert page.locator(".board [data-item]").first.inner_text() == shown
    site.close_desks()


def half_an_hour_before(time: str) -> str:
    minutes = int(time[:2]) * 60 + int(time[3:]) - 30
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
