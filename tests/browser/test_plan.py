"""The plan of a zone: arrows walk over it, Enter opens a unit; the lists do the same without it."""

import pytest
from playwright.sync_api import ViewportSize

from kernel.people.actors import Role
from tests.browser.chromium import DESK, PHONE
from tests.browser.inspection import too_wide
from tests.browser.test_scan import keep, sign_in
from tests.browser.walk import click_through


def view(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


@pytest.fixture
def path(opened) -> str:
    return f"{opened.site.url}/zones/{opened.county.grounded.zone_id}"


def test_arrows_walk_from_unit_to_unit_and_each_is_said(browser, opened, path):
    with browser.new_context(viewport=view(DESK)) as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.ADMINISTRATOR)
        page.goto(f"{path}?row=2")
        plan = page.get_by_role("application", name="松区的平面图，用方向键逐个查看，回车选定")
        plan.focus()
        said = page.locator(".wall-said")
        assert said.text_content() == "松区2排1号，空闲"
        for key in ("ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
        assert said.text_content() == "松区2排3号，停用"
        keep(page, "ground_zone")
        page.keyboard.press("Enter")
        page.wait_for_url("**number=3*")
        assert page.get_by_role("heading", name="松区2排3号").is_visible()
        # A click does what Enter does.
        page.locator(".wall .cells a").first.click(position={"x": 24 * 4 + 12, "y": 12})
        page.wait_for_url("**number=5*")
        assert page.get_by_role("heading", name="松区1排5号").is_visible()
        keep(page, "ground_unit")


def test_without_script_the_lists_lead_to_every_unit(browser, opened, path):
    with browser.new_context(viewport=view(PHONE), java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.COLUMBARIUM)
        page.goto(path)
        click_through(page.get_by_role("link", name="3排"))
        keep(page, "ground_zone_m")
        assert not too_wide(page)
        click_through(page.get_by_role("link", name="4号 空闲").first)
        assert page.get_by_role("heading", name="树葬位 松区3排4号").is_visible()
        keep(page, "ground_unit_m")
