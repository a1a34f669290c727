"""A family without JavaScript keeps, changes and cancels its booking, and waits for a full day."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kernel import clock
from tests import world
from tests.browser import pages
from tests.browser.inspection import faults_of, small_targets, too_wide
from tests.browser.readers import Readers
from tests.browser.walk import Wishes, choose, click_through, confirm, go_on, walk_to_check

FINGER = 44
OURS = ("funeral.list_order", "booking.show_waiting", "booking.list_waiting", "booking.desk")
AT_DESK = ("booking.decline_booking", "booking.change_booking_at_desk", "booking.get_booking")


@pytest.fixture(scope="module")
def readers(browser, opened):
    with Readers(browser, opened.site.url) as readers:
        yield readers


def look(page: Page, name: str) -> None:
    """SHOTS: a folder for pictures, for who wants to see."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def whole(reader, name: str, finger: int = FINGER) -> list[str]:
    look(reader.page, name)
    faults = [
        # axe needs the page's own script.
        *(faults_of(reader) if "without" not in name else []),
        *too_wide(reader.page),
        *(small_targets(reader.page, finger) if finger else []),
    ]
    reader.troubles.clear()
    return [f"{name}: {fault}" for fault in faults]


def test_pages_of_the_waiting_list_and_the_order_are_whole(opened, readers):
    found = []
    for visit in (*pages.FAMILY_VISITS, *pages.STAFF_VISITS):
        if visit.endpoint not in (*OURS, *AT_DESK):
            continue
        path = visit.path(opened.app, opened.county)
        reader = readers.staff(visit.role) if visit.role else readers.narrow()
        reader.open(path)
        found += whole(reader, str(visit), 0 if visit.role else FINGER)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", ["narrow", "without_javascript"])
def test_the_family_keeps_changes_and_cancels_by_itself(opened, readers, kind):
    reader = getattr(readers, kind)()
    page, found = reader.page, []
    page.goto(opened.site.url + "/")
    walk_to_check(page, wishes())
    assert "这个时间为您保留到" in page.locator("main").inner_text()
    found += whole(reader, f"{kind}-check")
    confirm(page)
    code = page.url.rsplit("/", 1)[1]
    found += whole(reader, f"{kind}-booked")
    click_through(page.get_by_role("link", name="更改时间"))
    found += whole(reader, f"{kind}-change")
    page.locator("input[name=starts_at]:enabled").first.check(force=True)
    go_on(page)
    assert page.url.endswith(f"/b/{code}")
    assert "时间已经更改。" in page.locator("body").inner_text()
    page.get_by_text("取消预约", exact=True).first.click()
    click_through(page.get_by_role("button", name="确定取消预约"))
    assert "已经取消" in page.locator("main").inner_text()
    found += whole(reader, f"{kind}-cancelled")
    assert not found, "\n".join(found)


def test_waiting_for_a_full_day_without_script(opened, readers):
    reader = readers.without_javascript()
    page, found = reader.page, []
    page.goto(opened.site.url + "/")
    walk_to_check(page, wishes(phone="13800139001"))
    page.goto(opened.site.url + "/book/wait")
    found += whole(reader, "without-join")
    page.locator("[name=day]").select_option((clock.today() + timedelta(days=4)).isoformat())
    choose(page, "hall_class", "small")
    choose(page, "cremator_type", "flat")
    go_on(page)
    assert "不用候补" in page.locator("main").inner_text()
    found += whole(reader, "without-join-refused")
    choose(page, "cremator_type", "collecting")
    go_on(page)
    assert "/wait/" in page.url
    assert "家庭中排第 2 位。" in page.locator("main").inner_text()
    found += whole(reader, "without-waiting")
    assert not found, "\n".join(found)


def wishes(**changed) -> Wishes:
    asked = {
        "home": "JY",
        "claimant_name": "王示梅",
        "phone": world.phone(),
        "deceased_name": "王示荣",
        "identity_number": world.identity_number(),
        "died_on": clock.today(),
        "day": clock.today() + timedelta(days=2),
    }
    return Wishes(**(asked | changed))
