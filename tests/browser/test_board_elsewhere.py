"""The day board on a phone, on paper, without JavaScript, and how much it weighs."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from tests.browser.board_site import PICTURES, BoardSite, Spot, board_site, item, picture
from tests.browser.chromium import NARROW, PHONE, violations
from tests.browser.inspection import small_targets, too_wide
from tests.browser.walk import click_through, fill_day

FINGER, ROW = 44, 48  # CSS pixels
MOST_KIB = 30
A3 = (1191, 842)  # points, landscape


@pytest.fixture(scope="module")
def site(browser, cluster) -> Iterator[BoardSite]:
    with board_site(browser, cluster, "elsewhere") as site:
        yield site
        site.close_desks()


@pytest.fixture(autouse=True)
def desks(site) -> Iterator[None]:
    yield
    site.close_desks()


@pytest.fixture
def last_farewell(site) -> Spot:
    return [spot for spot in site.farewells() if spot.resource == "6号厅"][-1]


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_on_a_phone_it_is_a_list_by_resource_with_rows_for_fingers(site, size):
    page = site.desk(size=size)
    rows = page.locator(".board [data-item]")
    assert rows.count() == 60
    assert min(row.bounding_box()["height"] for row in rows.all()) >= ROW
    tops = [row.bounding_box()["y"] for row in rows.all()]
    assert tops == sorted(tops)
    assert [*too_wide(page), *small_targets(page, FINGER), *violations(page)] == []
    picture(page, f"phone-{size[0]}")


def test_a_tap_on_a_phone_opens_the_case_and_a_swipe_drags_nothing(site):
    page = site.desk(size=PHONE)
    there = page.locator(".board [data-item]").first
    shown = there.inner_text()
    box = there.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 200, steps=4)
    page.mouse.up()
    assert there.inner_text() == shown
    there.click()
    page.wait_for_url("**/cases/**")


def test_without_javascript_everything_is_there_and_moves_by_form(site, last_farewell):
    page = site.desk(javascript=False)
    assert page.locator(".board a[data-item]").count() == 60
    assert page.locator(".board a[tabindex]").count() == 0
    expect(page.locator("#keys")).to_be_hidden()
    picture(page, "without-javascript")
    page.goto(f"{site.site.url}/board/move/{last_farewell.id}")
    earlier = clock.say_clock(last_farewell.starts_at - timedelta(minutes=30))
    page.get_by_label("开始").select_option(earlier)
    page.get_by_role("button", name="移动").click()
    expect(page.get_by_role("alert")).to_contain_text("家属已经知道")
    picture(page, "without-javascript-told")
    page.get_by_label("家属已经知道原来的时间").check(force=True)
    page.get_by_role("button", name="移动").click()
    expect(page.locator(".notice").first).to_contain_text(f"已移到6号厅 {earlier}。")
    assert site.spot(last_farewell.id).time == earlier


def test_the_form_at_the_side_asks_for_another_day_and_says_why_not(site):
    """The cremation stays the day before, and no farewell comes after it."""
    spot = site.farewells()[-1]
    page = site.desk()
    item(page, spot.id).click()
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="改到").wait_for()
    fill_day(page, "day", site.full.day + timedelta(days=1))
    panel.get_by_role("button", name="移动").click()
    expect(page.locator("#said [role=alert]")).to_contain_text("火化不能早于告别结束后")
    assert site.spot(spot.id) == spot


def test_the_page_is_light_once_its_assets_are_known(site):
    page = site.desk()
    body = page.request.get(site.site.url + site.full.path).body()
    grid = page.request.get(site.site.url + site.full.path.replace("/board", "/board/grid")).body()
    later = len(gzip.compress(body, 6)) + len(gzip.compress(grid, 6))
    assert later <= MOST_KIB * 1024, later


def test_the_scripts_of_the_board_are_light_too(site):
    page = site.desk()
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    scripts = [url for url in loaded if url.split("?")[0].endswith(".js")]
    assert len(scripts) >= 8
    size = sum(len(gzip.compress(page.request.get(url).body(), 6)) for url in scripts)
    assert size <= 25 * 1024, size


def test_three_characters_fit_in_forty_five_minutes(site):
    """The family hall of the full day is used in blocks of 45 minutes."""
    page = site.desk()
    names = page.locator(".board-row", has_text="6号厅").locator("[data-item] b")
    assert names.count() >= 5
    cut = names.evaluate_all(
        "all => all.filter(b => b.getBoundingClientRect().right"
        " > b.closest('a').getBoundingClientRect().right).map(b => b.textContent)"
    )
    assert cut == []


def test_all_rows_are_shown_on_request_and_the_board_stays_whole(site):
    page = site.desk(path=site.full.path)
    assert page.locator(".board-row").count() == 11
    click_through(page.get_by_role("link", name="也显示守灵间、整容间和灵车"))
    groups = page.locator(".board-group").all_inner_texts()
    assert groups == ["告别厅", "火化机", "守灵间", "整容间", "灵车"]
    page.wait_for_timeout(500)
    assert page.locator(".board-group").count() == 5
    assert violations(page) == []
    picture(page, "all-rows")
    click_through(page.get_by_role("link", name="后一天"))
    assert page.locator(".board-group").count() == 5


def test_seven_days_say_in_numbers_how_full_they_are(site):
    page = site.desk()
    week = page.get_by_role("navigation", name="七天的安排")
    assert week.get_by_role("link").count() == 7
    chosen = week.locator("[aria-current=date]")
    assert re.search(r"告别厅 30.*火化机 30", chosen.inner_text().replace("\n", " "))
    click_through(week.get_by_role("link").nth(3))
    assert page.locator(".board [data-item]").count() == 0


def test_the_sheet_for_the_wall_is_one_a3_page_with_masked_names(site):
    page = site.desk(path=site.full.path.replace("/board", "/board/print"))
    assert page.get_by_text("王某某").count() >= 1
    assert "王示安" not in page.content()
    sheet = print_to(page, "sheet")
    assert sheet == [A3]
    assert violations(page) == []
    click_through(page.get_by_role("link", name="显示全名"))
    assert page.get_by_text("王示安").count() >= 1
    assert print_to(page, "sheet-names") == [A3]


def test_a_board_printed_straight_from_the_screen_masks_the_names_too(site):
    page = site.desk()
    page.emulate_media(media="print")
    name = page.locator(".board [data-item] b").first
    assert name.evaluate("b => getComputedStyle(b).fontSize") == "0px"
    assert name.evaluate("b => getComputedStyle(b, '::after').content") == '"王某某"'
    assert print_to(page, "printed") == [A3]


def print_to(page: Page, name: str) -> list[tuple[int, int]]:
    """The sizes of the printed pages, in points."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    paper = page.pdf(path=PICTURES / f"{name}.pdf", prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return [(round(float(width)), round(float(height))) for width, height in boxes]
