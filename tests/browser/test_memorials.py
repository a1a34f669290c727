"""The family's side of a memorial page in Chromium, at 320 pixels without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from kernel.people.actors import Role
from tests.browser.chromium import DESK, NARROW, PHONE, violations
from tests.browser.inspection import small_targets, too_wide
from tests.browser.test_scan import sign_in
from tests.browser.walk import click_through
from tests.conftest import VAR
from tests.memorials.scene import a_photo

PICTURES = VAR.parent / "pictures"


def keep(page: Page, name: str) -> None:
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"memorial-{name}.png", full_page=True)


def enter(page: Page, opened) -> str:
    path = f"{opened.site.url}/M/{opened.county.remembered.key}"
    page.goto(path)
    page.get_by_label("电话后四位").fill("8000")
    page.get_by_role("button", name="打开").click()
    page.wait_for_url("**/page")
    return page.url.removesuffix("/page")


def test_a_family_looks_after_its_page_at_320_pixels_without_javascript(browser, opened):
    size = {"width": NARROW[0], "height": NARROW[1]}
    with browser.new_context(viewport=size, java_script_enabled=False) as context:
        page = context.new_page()
        door = enter(page, opened)
        for name in ("page", "parts", "text", "pictures", "messages", "take-down"):
            page.goto(f"{door}/{name}")
            assert [*too_wide(page), *small_targets(page, 44)] == [], name
            keep(page, f"{name}-320")
        page.goto(f"{door}/messages")
        click_through(page.get_by_role("button", name="同意显示").first)
        assert "留言已同意显示。" in page.locator("main").inner_text()
        page.goto(f"{door}/pictures")
        page.get_by_label("照片", exact=True).check(force=True)
        file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
        page.locator("input[type=file]").set_input_files(file)
        click_through(page.get_by_role("button", name="上传照片"))
        assert "照片已保存。" in page.locator("main").inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_the_family_speaks_to_everybody(browser, opened, size):
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        door = enter(page, opened)
        for name in ("page", "parts", "text", "pictures", "messages", "take-down"):
            page.goto(f"{door}/{name}")
            assert violations(page) == [], name
            keep(page, f"{name}-{size[0]}")
        shown = f"{opened.site.url}/p/{opened.county.token}"
        for name, path in (
            ("plate", shown),
            ("shown", f"{shown}/memorial/{opened.county.remembered.memorial_id}"),
        ):
            page.goto(path)
            assert "某某" not in page.locator("main").inner_text()
            keep(page, f"{name}-{size[0]}")
    if size == DESK:
        with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
            page = context.new_page()
            sign_in(page, opened.site.url, Role.DESK)
            number = opened.county.cases["paid"]
            for name in ("memorial", "memorial/open", "memorial/take-down"):
                page.goto(f"{opened.site.url}/cases/{number}/{name}")
                keep(page, name.replace("/", "-"))
