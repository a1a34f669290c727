"""A cremator fails on a full day: marked, planned anew, applied and told, as the desk does it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from funeral.drafting import start_of
from funeral.models import Replan
from kernel.db import db
from tests.browser.board_site import BoardSite, board_site, picture
from tests.browser.chromium import violations
from tests.browser.walk import click_through

PHONE = (390, 844)


@pytest.fixture(scope="module")
def site(browser, cluster) -> Iterator[BoardSite]:
    with board_site(browser, cluster, "replan") as site:
        yield site


@pytest.fixture(autouse=True)
def closed(site) -> Iterator[None]:
    yield
    site.close_desks()


def report(site: BoardSite, page: Page, cremator: str, from_: str, to: str) -> None:
    """From the board; the day of the full board, by its form."""
    click_through(page.get_by_role("link", name="火化机故障"))
    page.get_by_label("哪一台火化机").select_option(label=cremator)
    year, month, day = str(site.full.day).split("-")
    for group in ("从哪一天", "到哪一天"):
        fields = page.get_by_role("group", name=group)
        for label, value in (("年", year), ("月", str(int(month))), ("日", str(int(day)))):
            fields.get_by_label(label, exact=True).fill(value)
    page.get_by_label("从几点").fill(from_)
    page.get_by_label("到几点").fill(to)
    page.get_by_label("原因").fill("鼓风机不转")
    # A full day is worked out before the answer comes.
    click_through(page.get_by_role("button", name="登记故障并重新安排"), patience=60_000)
    page.get_by_role("heading", name="停用后的新日程").wait_for()


def adopted(site: BoardSite) -> dict[str, dict[str, Any]]:
    """What the desk adopted, by plan, as funeral.drafting writes it."""
    with site.app.app_context():
        [replan] = db.session.scalars(select(Replan).where(Replan.applied_at.is_not(None)))
        return {move["plan"]: move for move in replan.proposal}


def too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_a_full_day_is_planned_anew_and_its_families_are_told(site):
    page = site.desk()
    before = site.farewells()
    report(site, page, "2号火化机", "8:00", "14:00")
    assert violations(page) == []
    picture(page, "replan-proposal")
    moving = page.get_by_role("table", name="要移动的").locator("tbody tr").count()
    assert moving > 0
    click_through(page.get_by_role("button", name="采用", exact=True))
    page.get_by_role("heading", name="要通知的家属").wait_for()
    assert violations(page) == []
    picture(page, "replan-applied")
    tasks = page.locator(".replan-tasks > li")
    assert 0 < tasks.count() <= moving
    for _ in range(tasks.count()):
        click_through(page.get_by_role("button", name="已通知家属").first)
    assert page.get_by_role("button", name="已通知家属").count() == 0
    # How good five seconds make it is the machine's matter: what was adopted must be what stands.
    proposed = adopted(site)
    moves = {plan: move for plan, move in proposed.items() if move["stuck"] is None}
    for spot in before:
        farewell = moves.get(str(spot.plan_id), {}).get("farewell")
        starts_at = start_of(farewell["after"]) if farewell else spot.starts_at
        assert site.spot(spot.id).starts_at == starts_at
    failed = [spot for spot in site.cremations() if spot.resource == "2号火化机"]
    left = {str(spot.plan_id) for spot in failed if "08:00" <= spot.time < "14:00"}
    assert left <= proposed.keys() - moves.keys(), "only those nobody has a place for"


def test_it_works_on_a_phone_and_without_javascript(site):
    page = site.desk(size=PHONE, javascript=False)
    report(site, page, "4号火化机", "9:00", "12:00")
    assert not too_wide(page)
    picture(page, "replan-phone")
    click_through(page.get_by_role("button", name="放弃"))
    assert "日程没有变动" in page.content()


def test_its_pages_are_whole_on_a_phone(site):
    for name, path in (("form", "/board/breakdown"), ("what-if", "/board/what-if")):
        page = site.desk(size=PHONE, path=path)
        assert violations(page) == []
        assert not too_wide(page)
        picture(page, f"replan-{name}")
        site.close_desks()
