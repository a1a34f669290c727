"""A policy text is checked while it is typed, and a what-if is watched without reloading."""

import pytest
from playwright.sync_api import Page, expect

from billing.models import PolicyDraft
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.browser.chromium import PHONE
from tests.browser.county import LOGINS
from tests.browser.inspection import too_wide
from tests.browser.readers import Readers
from tests.browser.walk import click_through
from tests.conftest import VAR

PICTURES = VAR / "pictures" / "policies"


@pytest.fixture
def officer(browser, opened):
    with Readers(browser, opened.site.url) as readers:
        yield readers.staff(Role.OFFICER)


def address(opened) -> str:
    return f"/policies/drafts/{opened.county.policies.wrong}"


def test_the_faulty_line_is_marked_while_typing_and_the_meaning_follows(opened, officer):
    page = officer.open(address(opened))
    mistake, source = page.locator("#mistake"), page.locator("#source")
    expect(mistake).to_contain_text("不能小于零")
    faulty = page.locator(".policy-lines .is-faulty")
    line = int(faulty.inner_text())
    mistake.get_by_role("link").click()
    selected = source.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert "quantity: -5" in selected
    source.fill(source.input_value().replace("quantity: -5", "quantity: 50"))
    expect(mistake).to_have_text("写法没有问题。")
    expect(faulty).to_have_count(0)
    expect(page.locator("#reading")).to_contain_text("前50小时免费")
    source.fill(source.input_value().replace("quantity: 50", "quantity: 50\n    quantity: 60"))
    expect(mistake).to_contain_text("写了两次")
    assert int(faulty.inner_text()) == line + 1
    assert officer.troubles == []
    with opened.app.app_context():
        kept = db.session.get(PolicyDraft, opened.county.policies.wrong)
        assert "quantity: -5" in kept.source


def test_without_javascript_the_button_checks_and_keeps_what_was_typed(browser, opened):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(opened.site.url + "/sign-in")
    page.get_by_label("登录名").fill(LOGINS[Role.OFFICER])
    page.get_by_label("密码").fill(world.PASSWORD)
    click_through(page.get_by_role("button", name="登录"))
    page.goto(opened.site.url + address(opened))
    source = page.locator("#source")
    typed = source.input_value().replace("quantity: -5", "quantity: 51")
    source.fill(typed)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#mistake")).to_have_text("写法没有问题。")
    expect(page.locator("#reading")).to_contain_text("前51小时免费")
    assert page.locator("#source").input_value() == typed
    context.close()


def test_a_what_if_is_watched_until_its_tables_stand_there(opened, officer):
    page = officer.open(f"/policies/drafts/{opened.county.policies.submitted}/what-if")
    page.get_by_role("button", name="开始测算").click()
    page.wait_for_url("**/policies/what-ifs/*")
    expect(page.get_by_role("link", name="下载三张表")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="进度 测算完成")).to_be_visible()
    rows = page.get_by_role("table", name="按项目").get_by_role("row")
    expect(rows.last).to_contain_text("合计")


def test_the_pages_fit_on_a_phone_too(opened, officer):
    policies = opened.county.policies
    paths = {
        "list": "/policies",
        "published": "/policies/jiayu-2025/1",
        "wrong": address(opened),
        "submitted": f"/policies/drafts/{policies.submitted}",
        "what-if": f"/policies/what-ifs/{policies.what_if}",
        "cases": f"/policies/what-ifs/{policies.what_if}/cases",
        "ask": f"/policies/drafts/{policies.submitted}/what-if",
    }
    for name, path in paths.items():
        _picture(officer.open(path), f"{name}-1440")
    officer.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for name, path in paths.items():
        page = officer.open(path)
        _picture(page, f"{name}-390")
        assert too_wide(page) == [], name


def _picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
