"""The menus of the bar: by keyboard, at a desk and in a hand, in one line at a desk."""

import pytest
from playwright.sync_api import expect

from kernel.people.actors import Role
from tests.browser.chromium import DESK, PHONE, violations
from tests.browser.inspection import too_wide
from tests.browser.test_scan import keep, sign_in


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_menu_opens_and_closes_by_keyboard_and_fits(browser, opened, size):
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.DESK)
        menu = page.locator(".menu", has_text="安放")
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        assert menu.get_by_role("link", name="骨灰寄存").is_visible()
        assert too_wide(page) == []
        assert violations(page) == []
        keep(page, f"menu-{size[0]}")
        page.keyboard.press("Escape")
        assert not menu.get_by_role("link", name="骨灰寄存").is_visible()
        expect(menu.locator("summary")).to_be_focused()
        menu.locator("summary").click()
        page.get_by_role("heading", level=1).click()
        assert not menu.get_by_role("link", name="骨灰寄存").is_visible()


def test_the_bar_of_the_desk_takes_one_line(browser, opened):
    with browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}) as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.DESK)
        assert page.locator(".bar").bounding_box()["height"] < 60
