"""Every page in Chromium: opens, speaks to everybody, fits, and fetches nothing from elsewhere."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from kernel import clock
from tests import world
from tests.browser import pages
from tests.browser.inspection import faults_of, small_targets, too_wide
from tests.browser.readers import Reader, Readers
from tests.browser.walk import Wishes, book, go_on, start

FINGER, ELDER_FINGER = 44, 60  # CSS pixels


@pytest.fixture(scope="module")
def readers(browser, opened) -> Iterator[Readers]:
    with Readers(browser, opened.site.url) as readers:
        yield readers


def test_every_page_of_the_system_is_opened_by_a_test(opened):
    assert pages.uncovered(opened.app) == set()
    assert pages.gone(opened.app) == set()


@pytest.mark.parametrize("visit", pages.STAFF_VISITS, ids=str)
def test_a_page_for_staff_is_whole(visit, opened, readers):
    reader = readers.staff(visit.role)
    reader.open(visit.path(opened.app, opened.county))
    assert faults_of(reader) == []


@pytest.mark.parametrize("visit", pages.FAMILY_VISITS, ids=str)
def test_a_page_for_families_is_whole_on_a_phone(visit, opened, readers):
    path = visit.path(opened.app, opened.county)
    for reader, finger in ((readers.narrow(), FINGER), (readers.elder(), ELDER_FINGER)):
        page = reader.open(path)
        assert [*faults_of(reader), *too_wide(page), *small_targets(page, finger)] == []


def test_every_page_of_a_booking_is_whole_on_a_phone(opened, readers):
    """Narrow for the fingers, then large for elders; each walks the whole way."""
    found: list[str] = []
    for reader, finger, time in ((readers.narrow(), FINGER, 0), (readers.elder(), ELDER_FINGER, 1)):

        def look(page: Page, reader: Reader = reader, finger: int = finger) -> None:
            faults = [*faults_of(reader), *too_wide(page), *small_targets(page, finger)]
            found.extend(f"{page.url.removeprefix(opened.site.url)} {fault}" for fault in faults)
            reader.troubles.clear()

        book(reader.page, opened.site.url, wishes(time=time), look)
    assert not found, "\n".join(found)


def test_a_page_that_refuses_is_whole_and_keeps_what_was_typed(opened, readers):
    reader = readers.family()
    page = reader.open("/")
    start(page, "JY")
    page.get_by_label("您的姓名").fill("王示梅")
    page.get_by_label("您的电话").fill("12")
    go_on(page)
    assert page.get_by_label("您的姓名").input_value() == "王示梅"
    assert "需要补充" in page.title()
    assert [*faults_of(reader), *too_wide(page), *small_targets(page, FINGER)] == []


def wishes(**changed: Any) -> Wishes:
    asked = {
        "home": "JY",
        "claimant_name": "王示梅",
        "phone": world.phone(),
        "deceased_name": "王示安",
        "identity_number": world.identity_number(),
        "died_on": clock.today() - timedelta(days=1),
        "pick_up_from": "嘉鱼县人民医院",
    }
    return Wishes(**(asked | changed))
