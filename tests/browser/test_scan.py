"""The scan page and the cremation hall's tablet, at a desk and in a hand; with and without JS."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from funeral.models import Wristband
from funeral.queries.cases import get_case
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.browser.chromium import DESK, PHONE, violations
from tests.browser.county import LOGINS
from tests.browser.inspection import too_wide
from tests.conftest import VAR

PICTURES = VAR.parent / "pictures"


@pytest.fixture(scope="module")
def band(opened) -> str:
    """On the wrist of who was received."""
    with opened.app.app_context():
        case = get_case(opened.county.cases["received"])
        found = db.session.scalars(
            select(Wristband).filter_by(case_id=case.id, revoked_at=None)
        ).one()
        return found.token


def sign_in(page: Page, url: str, role: Role) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("登录名").fill(LOGINS[role])
    page.get_by_label("密码").fill(world.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def keep(page: Page, name: str) -> None:
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "javascript"), [(DESK, True), (PHONE, True), (PHONE, False)])
def test_a_scan_needs_no_mouse_and_shows_what_may_happen_now(
    browser, opened, band, size, javascript
):
    viewport = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport, java_script_enabled=javascript) as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.OPERATOR)
        page.goto(f"{opened.site.url}/scan")
        expect(page.locator("#wristband")).to_be_focused()
        page.keyboard.type(band)
        page.keyboard.press("Enter")
        page.wait_for_selector(".moves")
        assert page.get_by_role("button", name="登记整容").is_visible()
        assert too_wide(page) == []
        if javascript:
            assert violations(page) == []
        keep(page, f"scan-{size[0]}")
        page.goto(f"{opened.site.url}/furnace")
        assert too_wide(page) == []
        keep(page, f"furnace-{size[0]}")


def test_the_scanner_goes_on_to_the_second_box(browser, opened, band):
    with browser.new_context() as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.OPERATOR)
        page.goto(f"{opened.site.url}/furnace")
        page.locator("#wristband").focus()
        page.keyboard.type(band)
        page.keyboard.press("Enter")
        expect(page.locator("#work_order")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_selector(".govuk-error-summary")
        assert page.locator("#wristband").input_value() == band


@pytest.mark.parametrize(("size", "javascript"), [(DESK, True), (PHONE, True), (PHONE, False)])
def test_one_box_answers_every_code_as_fast_as_a_scanner_types(
    browser, opened, band, size, javascript
):
    viewport = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport, java_script_enabled=javascript) as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.OPERATOR)
        page.goto(f"{opened.site.url}/code")
        for text, answer in (
            (band.lower(), "#what"),
            ("https://example.com/x", "#code-error"),
            (opened.county.bill, "#what"),
            (band, "#what"),
        ):
            expect(page.locator("#code")).to_be_focused()
            page.keyboard.type(text, delay=2)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert page.locator(answer).is_visible()
            assert page.locator("#code").input_value() == ""
            assert page.url.endswith("/code"), "no code stands in an address"
            assert too_wide(page) == []
            if javascript:
                assert violations(page) == []
                keep(page, f"code-{answer[1:]}-{size[0]}")
        page.get_by_role("button", name="登记遗体移动").click()
        page.wait_for_selector(".moves")


def test_the_board_says_what_was_scanned_instead_of_a_wristband(browser, opened):
    with browser.new_context() as context:
        page = context.new_page()
        sign_in(page, opened.site.url, Role.DESK)
        page.goto(f"{opened.site.url}/board")
        page.keyboard.press("/")
        page.keyboard.type(opened.county.bill, delay=2)
        page.keyboard.press("Enter")
        page.get_by_text("扫到的是账单，请扫遗体上的腕带。").first.wait_for()
        assert page.url.endswith("/board")
