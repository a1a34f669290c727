"""A screen on a wall says itself when it has lost the network, and comes back by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from booking.operations import call_next
from hardware.operations import add_screen, retire_screen
from hardware.qr import new_token
from kernel.people.actors import SETUP
from kernel.places import find_institution

SECONDS = 20_000  # ms
POLL = 11_000  # ms, a little more than between two questions of screen.js
STALE = 31_000  # ms, a little more than screen.js waits before it says so


@pytest.fixture
def board(browser, opened) -> Iterator[Page]:
    """The waiting hall's screen, 1080 lines high, with a clock that can be put forward."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    page.clock.install()
    token = opened.county.screens.tokens["waiting_board"]
    with page.expect_response("**/content") as answer:
        page.goto(f"{opened.site.url}/screen/{token}")
    answer.value.finished()
    yield page
    context.close()


def call(opened, window: str) -> str:
    with opened.app.app_context():
        home = find_institution("JY")
        return call_next(institution_id=home.id, window=window, by=SETUP).number


def latest(page: Page):
    return page.locator(".hall-calls .is-latest")


def test_a_call_appears_within_seconds_and_a_lost_network_heals_by_itself(board, opened):
    number = call(opened, "5")
    expect(latest(board)).to_have_text(f"{number} 5号窗口", timeout=SECONDS)
    expect(board.locator("#stale")).to_be_hidden()

    board.context.set_offline(True)
    board.clock.fast_forward(STALE)
    expect(board.locator("#stale")).to_contain_text("已断开，正在重新连接", timeout=SECONDS)
    missed = call(opened, "6")
    expect(latest(board)).to_have_text(f"{number} 5号窗口")

    board.context.set_offline(False)
    expect(latest(board)).to_have_text(f"{missed} 6号窗口", timeout=SECONDS)
    expect(board.locator("#stale")).to_be_hidden()


def test_a_server_that_is_just_starting_is_waited_for(board):
    board.route("**/content", lambda route: route.fulfill(status=502, body="starting"))
    board.clock.fast_forward(STALE)
    expect(board.locator("#stale")).to_be_visible(timeout=SECONDS)
    expect(latest(board)).to_be_visible()
    board.unroute("**/content")
    board.clock.fast_forward(STALE)
    expect(board.locator("#stale")).to_be_hidden(timeout=SECONDS)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (1280, 720)])
def test_every_screen_fits_without_scrolling(board, opened, width, height):
    board.set_viewport_size({"width": width, "height": height})
    for token in opened.county.screens.tokens.values():
        board.goto(f"{opened.site.url}/screen/{token}")
        over = board.evaluate(
            "[document.documentElement.scrollHeight - innerHeight,"
            " document.documentElement.scrollWidth - innerWidth,"
            " ...[...document.querySelectorAll('main *')].map(e =>"
            " e.getBoundingClientRect().bottom - innerHeight)]"
        )
        assert max(over) <= 1


def test_a_screen_taken_down_says_so_by_itself(board, opened):
    token = new_token()
    with opened.app.app_context():
        screen = add_screen(
            institution_id=find_institution("JY").id,
            kind="waiting_board",
            name="要停用的",
            token=token,
            by=SETUP,
        )
        screen_id = screen.id
    board.goto(f"{opened.site.url}/screen/{token}")
    with opened.app.app_context():
        retire_screen(screen_id=screen_id, by=SETUP)
    # At the latest when it asks of itself, should all streams be taken.
    board.clock.fast_forward(POLL)
    expect(board.locator("main")).to_have_text("这块屏幕已经停用。", timeout=SECONDS)


def test_without_scripts_the_page_loads_itself_again(browser, opened):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{opened.site.url}/screen/{opened.county.screens.tokens['hall_door']}")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "30"
    context.close()
