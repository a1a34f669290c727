"""What one desk moves the other sees within seconds, and nothing moves under its hands."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from funeral.operations import move_occupancy
from funeral.queries.plans import get_plan
from funeral.queries.schedule import get_occupancy
from kernel import clock
from tests.browser.board_site import BoardSite, Spot, board_site, item, row_of, said

SECONDS = 20_000  # ms


@pytest.fixture(scope="module")
def site(browser, cluster) -> Iterator[BoardSite]:
    with board_site(browser, cluster, "live") as site:
        yield site


@pytest.fixture
def page(site) -> Iterator[Page]:
    page = site.desk("jy-desk-two", path="/cases")
    # Its stream is open and it has drawn the board once more.
    with page.expect_response("**/board/grid**"):
        page.goto(site.site.url + site.full.path)
    yield page
    site.close_desks()


@pytest.fixture
def moved(site) -> Spot:
    return [spot for spot in site.farewells() if spot.resource == "6号厅"][-1]


def colleague_moves(site, spot, minutes) -> None:
    with site.app.app_context():
        occupancy = get_occupancy(spot.id)
        move_occupancy(
            occupancy_id=spot.id,
            resource_id=occupancy.resource_id,
            starts_at=occupancy.starts_at + timedelta(minutes=minutes),
            version=get_plan(spot.plan_id).version,
            despite_told=True,
            by=site.full.clerk,
        )


def test_a_colleagues_move_appears_without_moving_the_focus_or_the_page(site, page, moved):
    page.set_viewport_size({"width": 1200, "height": 500})
    focused = item(page, site.cremations()[0].id)
    focused.focus()
    page.evaluate("scrollTo(0, 120)")
    colleague_moves(site, moved, -30)
    expect(item(page, moved.id)).to_contain_text(moved_time(moved, -30), timeout=SECONDS)
    assert said(page) == f"同事移动了{name(page, moved)}：6号厅 {moved_time(moved, -30)}。"
    expect(focused).to_be_focused()
    assert page.evaluate("scrollY") == 120
    expect(page.locator("[data-part=untold]")).to_contain_text("需要重新通知家属")
    colleague_moves(site, moved, 30)
    expect(item(page, moved.id)).to_contain_text(moved.time, timeout=SECONDS)


def test_the_item_in_focus_moves_with_its_focus(site, page, moved):
    there = item(page, moved.id)
    there.focus()
    page.evaluate(
        "id => { window.node = document.querySelector(`[data-item='${id}']`) }", moved_id(moved)
    )
    colleague_moves(site, moved, -30)
    expect(there).to_contain_text(moved_time(moved, -30), timeout=SECONDS)
    expect(there).to_be_focused()
    assert page.evaluate("window.node === document.activeElement")
    colleague_moves(site, moved, 30)
    expect(there).to_contain_text(moved.time, timeout=SECONDS)


def test_news_waits_while_an_item_is_being_moved(site, page, moved):
    mine = item(page, site.farewells()[0].id)
    mine.focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    shifted = mine.inner_text()
    colleague_moves(site, moved, -15)
    page.wait_for_timeout(1_500)
    assert mine.inner_text() == shifted
    expect(item(page, moved.id)).to_contain_text(moved.time)
    page.keyboard.press("Escape")
    expect(item(page, moved.id)).to_contain_text(moved_time(moved, -15), timeout=SECONDS)
    colleague_moves(site, moved, 15)
    expect(item(page, moved.id)).to_contain_text(moved.time, timeout=SECONDS)


def test_news_that_comes_late_does_not_undo_what_the_keys_are_moving(site, page, moved):
    """The question was asked before the move began, and answered after."""
    waiting = []
    page.route("**/board/grid**", lambda route: waiting.append(route))  # noqa: PLW0108
    page.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    for _ in range(50):
        page.wait_for_timeout(100)
        if waiting:
            break
    mine = item(page, site.farewells()[0].id)
    mine.focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    shifted = mine.inner_text()
    assert waiting
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(1_000)
    assert mine.inner_text() == shifted
    page.keyboard.press("Escape")


def test_two_desks_that_move_the_same_item_do_not_overwrite_each_other(site, page, moved):
    """The second still saw the old times, for its news had not come."""
    page.route("**/board/grid**", lambda route: route.abort())
    colleague_moves(site, moved, -15)
    item(page, moved.id).focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowLeft")
    page.unroute("**/board/grid**")
    page.keyboard.press("Enter")
    expect(page.locator("#said [role=alert]")).to_contain_text("刚刚被同事改动过", timeout=SECONDS)
    expect(item(page, moved.id)).to_contain_text(moved_time(moved, -15), timeout=SECONDS)
    assert row_of(page, moved.id) == "6号厅"


def test_a_page_that_is_signed_out_says_that_it_hears_nothing_more(site, page):
    page.context.clear_cookies()
    page.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    expect(page.locator("#said [role=alert]")).to_contain_text("刷新页面", timeout=SECONDS)


def moved_id(spot) -> str:
    return str(spot.id)


def moved_time(spot, minutes) -> str:
    return clock.say_clock(spot.starts_at + timedelta(minutes=minutes))


def name(page, spot) -> str:
    return item(page, spot.id).locator("b").inner_text()
