"""A visit in Chromium: booked on a phone without JavaScript, let in at the gate with and without a
network, a cancelled pass refused; each page of it looked at."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cemetery.visits.models import VisitEntry
from cemetery.visits.passes import pass_of, write_pass
from cemetery.visits.queries.bookings import get_visit
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.browser.chromium import DESK, NARROW, PHONE, violations
from tests.browser.inspection import too_wide
from tests.browser.swept import book_today
from tests.browser.test_scan import sign_in
from tests.browser.walk import click_through
from tests.conftest import VAR

PICTURES = VAR.parent / "pictures"


def keep(page: Page, name: str) -> None:
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"visit-{name}.png", full_page=True)


def book(page: Page, opened, day: str | None = None) -> str:
    """The code; the second day is tomorrow, the first today, whose slot has begun."""
    swept = opened.county.swept
    page.goto(f"{opened.site.url}/visit/{swept.site_id}?day={day or swept.day}")
    click_through(page.locator(".visit-slot a").first)
    page.get_by_label("预约人姓名").fill("张示清")
    page.get_by_label("预约人身份证号码").fill(world.identity_number())
    page.get_by_label("电话", exact=True).fill("13800138000")
    page.get_by_label("一共几人").fill("2")
    page.get_by_label("同行人姓名").fill("李示明")
    page.get_by_role("button", name="确认预约").click()
    page.wait_for_url("**/v/*")
    return page.url.rsplit("/", 1)[1]


def test_a_family_books_looks_changes_and_cancels_at_320_pixels_without_javascript(browser, opened):
    size = {"width": NARROW[0], "height": NARROW[1]}
    with browser.new_context(viewport=size, java_script_enabled=False) as context:
        page = context.new_page()
        code = book(page, opened)
        assert page.locator(".pass-code svg").is_visible()
        assert too_wide(page) == []
        keep(page, "pass-320")
        click_through(page.get_by_role("link", name="改到别的时段"))
        assert too_wide(page) == []
        click_through(page.locator(".visit-days a").last)
        page.locator("input[name=slot]:enabled").first.check(force=True)
        click_through(page.get_by_role("button", name="更改时间"))
        assert "请用新的通行码" in page.locator("main").inner_text()
        page.locator("summary").click()
        click_through(page.get_by_role("button", name="确定取消预约"))
        assert f"预约 {code} 已经取消" in page.locator("main").inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_pass_and_the_sweep_are_accessible(browser, opened, size):
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        for code, name in (
            (opened.county.swept.booked, "pass"),
            (opened.county.swept.done, "sweep"),
        ):
            page.goto(f"{opened.site.url}/v")
            page.get_by_label("预约编号").fill(code)
            page.get_by_label("预约时电话的后四位").fill("8000")
            click_through(page.get_by_role("button", name="查询"))
            page.wait_for_url(f"**/{code}")
            assert violations(page) == []
            assert too_wide(page) == []
            keep(page, f"{name}-{size[0]}")
        page.goto(f"{opened.site.url}/v/{opened.county.swept.booked}/time")
        assert violations(page) == []


# ---- The gate, with and without a network ----


@pytest.fixture
def passes(opened):
    """Today's slot has begun, so these are booked at the desk, which may: three codes."""
    with opened.app.app_context():
        return [book_today(opened.county.swept.site_id) for _number in range(3)]


def written(opened, code: str) -> str:
    with opened.app.app_context():
        return write_pass(pass_of(get_visit(code)))


def forge(text: str) -> str:
    """Its last letter is another, whichever it was."""
    return text[:-1] + ("1" if text.endswith("0") else "0")


def entries(opened, code: str) -> list[VisitEntry]:
    with opened.app.app_context():
        booking = get_visit(code)
        return list(db.session.scalars(select(VisitEntry).filter_by(booking_id=booking.id)))


def at_gate(page: Page, opened) -> None:
    sign_in(page, opened.site.url, Role.COLUMBARIUM)
    page.goto(f"{opened.site.url}/visits/{opened.county.swept.site_id}/gate")
    page.wait_for_selector("#gate[data-ready=yes]")


def scan(page: Page, text: str, word: str) -> None:
    """A scanner types and presses Enter; `word` is in what the gate answers."""
    page.locator("#scanned").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#gate-answer")).to_contain_text(word, timeout=20_000)


def test_the_gate_goes_on_without_a_network_and_tells_later(browser, opened, passes):
    first, second, cancelled = passes
    with browser.new_context() as context:
        page = context.new_page()
        cancel_by_family(browser, opened, cancelled)
        forged = forge(written(opened, first))
        at_gate(page, opened)
        scan(page, written(opened, first), "可以进园 2")
        scan(page, written(opened, first), "已登记")
        context.set_offline(True)
        page.reload()
        page.wait_for_selector("#gate[data-connected=no]")
        scan(page, written(opened, second), "可以进园 2")
        scan(page, written(opened, second), "已经用过")
        scan(page, written(opened, first), "已经用过")
        scan(page, written(opened, cancelled), "取消或改期")
        scan(page, forged, "不是本系统发出")
        scan(page, second, "只认通行码")
        assert "待上传 1" in page.locator("#gate-state").inner_text()
        keep(page, "gate-offline")
        page.get_by_label("出园").check(force=True)
        scan(page, written(opened, second), "已登记出园")
        assert entries(opened, second) == []
        context.set_offline(False)
        expect(page.locator("#gate-state")).not_to_contain_text("待上传", timeout=30_000)
        assert {(e.direction, e.offline, e.conflict) for e in entries(opened, second)} == {
            ("in", True, ""),
            ("out", True, ""),
        }
        assert violations(page) == []
        keep(page, "gate")


def test_who_was_let_in_without_a_network_is_told_before_anybody_is_asked(browser, opened, passes):
    first, second = passes[:2]
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(TELL_NOTHING_BY_ITSELF)
        at_gate(page, opened)
        page.wait_for_selector("#gate[data-connected=yes]")
        context.set_offline(True)
        scan(page, written(opened, first), "可以进园 2")
        context.set_offline(False)
        scan(page, written(opened, first), "已经用过")
        scan(page, written(opened, second), "可以进园 2")
        assert [each.conflict for each in entries(opened, first)] == [""]
        assert [each.offline for each in entries(opened, second)] == [False]


def test_without_a_network_they_leave_one_by_one(browser, opened, passes):
    code = passes[0]
    with browser.new_context() as context:
        page = context.new_page()
        at_gate(page, opened)
        scan(page, written(opened, code), "可以进园 2")
        context.set_offline(True)
        page.reload()
        page.wait_for_selector("#gate[data-connected=no]")
        page.get_by_label("出园").check(force=True)
        for number, word in (("1", "已登记出园 1"), ("2", "比还在园里的多"), ("", "已登记出园 1")):
            page.locator("#persons").fill(number)
            scan(page, written(opened, code), word)
        scan(page, written(opened, code), "已经用过")
        context.set_offline(False)
        expect(page.locator("#gate-state")).not_to_contain_text("待上传", timeout=30_000)
        told = [(each.direction, each.persons, each.conflict) for each in entries(opened, code)]
        assert sorted(told) == [("in", 2, ""), ("out", 1, ""), ("out", 1, "")]


def test_what_is_refused_afterwards_stays_until_the_guard_has_seen_it(browser, opened, passes):
    code = passes[0]
    with browser.new_context() as context:
        page = context.new_page()
        at_gate(page, opened)
        page.wait_for_selector("#gate[data-connected=yes]")
        context.set_offline(True)
        scan(page, written(opened, code), "可以进园 2")
        # As if the key had been changed before it could be told.
        page.evaluate(SPOIL_QUEUE, opened.county.swept.site_id.hex)
        context.set_offline(False)
        refused = page.locator("#gate-refused li")
        expect(refused).to_contain_text("不是本系统发出", timeout=30_000)
        assert code in refused.inner_text()
        assert "待上传" not in page.locator("#gate-state").inner_text()
        assert violations(page) == []
        keep(page, "gate-refused")
        context.set_offline(True)
        page.reload()
        expect(refused).to_have_count(1)
        page.get_by_role("button", name="已看过，划掉").click()
        expect(page.locator("#gate-refused")).to_be_hidden()
        page.reload()
        page.wait_for_selector("#gate[data-connected=no]")
        assert refused.count() == 0
        assert entries(opened, code) == []


def test_without_a_network_closed_slots_go_by_their_bookings(browser, opened, passes):
    closed, open_ = passes[:2]
    with browser.new_context() as context:
        page = context.new_page()
        at_gate(page, opened)
        page.wait_for_selector("#gate[data-connected=yes]")
        context.set_offline(True)
        # Both begin at the same minute: a slot and a ceremony, of which one is closed.
        page.evaluate(CLOSE, [opened.county.swept.site_id.hex, closed])
        page.reload()
        page.wait_for_selector("#gate[data-connected=no]")
        scan(page, written(opened, closed), "暂停开放")
        scan(page, written(opened, open_), "可以进园")


TELL_NOTHING_BY_ITSELF = """
  addEventListener("online", each => each.stopImmediatePropagation(), true);
  window.setInterval = () => 0;
"""
SPOIL_QUEUE = """site => {
  const name = `gate/${site}/queue`, queue = JSON.parse(localStorage.getItem(name));
  const forge = text => text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
  for (const each of queue) each.pass = forge(each.pass);
  localStorage.setItem(name, JSON.stringify(queue));
}"""
CLOSE = """([site, code]) => {
  const name = `gate/${site}/known`, known = JSON.parse(localStorage.getItem(name));
  localStorage.setItem(name, JSON.stringify({ ...known, closed: [code], at: "9999" }));
}"""


def test_two_gates_without_a_network_make_a_conflict_the_desk_sees(browser, opened, passes):
    code = passes[0]
    with browser.new_context() as east, browser.new_context() as west:
        pages = [east.new_page(), west.new_page()]
        for page in pages:
            at_gate(page, opened)
        for context, page in zip((east, west), pages, strict=True):
            context.set_offline(True)
            scan(page, written(opened, code), "可以进园")
        for context, page in zip((east, west), pages, strict=True):
            context.set_offline(False)
            expect(page.locator("#gate-state")).not_to_contain_text("待上传", timeout=30_000)
        assert sorted(e.conflict for e in entries(opened, code)) == ["", "PassUsed"]
        pages[0].reload()
        assert pages[0].get_by_role("link", name=code).is_visible()


def cancel_by_family(browser, opened, code: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{opened.site.url}/v")
        page.get_by_label("预约编号").fill(code)
        page.get_by_label("预约时电话的后四位").fill("8000")
        click_through(page.get_by_role("button", name="查询"))
        # Its slot has begun: the desk cancels, as the page says.
        assert page.get_by_role("button", name="确定取消预约").count() == 0
        sign_in(page, opened.site.url, Role.DESK)
        page.goto(f"{opened.site.url}/visits/booked/{code}")
        page.get_by_label("取消的原因").fill("家属来电")
        click_through(page.get_by_role("button", name="确定取消预约"))
        assert "已取消" in page.locator("main").inner_text()
