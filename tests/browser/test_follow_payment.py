"""The open page of a payment: it follows by itself, and asks once when the family comes back."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from billing.kinds import PaymentMethod
from billing.operations import note_action, settle_payment, start_payment
from billing.queries import get_bill
from billing.rails import Action, ActionKind, MoneyState, Status
from kernel.people.actors import family, job
from tests.browser.readers import Readers


@pytest.fixture
def page(browser, opened):
    with Readers(browser, opened.site.url) as readers:
        yield readers.family().page


def begin(opened) -> str:
    """One yuan over WeChat, which this office has no contract with: no job asks about it."""
    with opened.app.app_context():
        by = family(get_bill(opened.county.bill).case_number)
        payment = start_payment(
            bill_number=opened.county.bill, method=PaymentMethod.WECHAT, amount_fen=1_00, by=by
        )
        code = Action(ActionKind.QR, "weixin://wxpay/bizpayurl?pr=" + uuid.uuid4().hex[:9], None)
        note_action(order_number=payment.order_number, action=code, by=by)
        return payment.order_number


def arrive(opened, order: str) -> None:
    with opened.app.app_context():
        paid = Status(MoneyState.PAID, 1_00, "CNY", order, "P" + order[:20])
        settle_payment(order_number=order, status=paid, by=job("test"))


def address(opened, order: str) -> str:
    return f"{opened.site.url}/pay/{opened.county.accounts.open}/{order}"


def test_the_page_shows_by_itself_that_the_money_came(opened, page: Page):
    order = begin(opened)
    page.goto(address(opened, order))
    expect(page.get_by_role("heading", level=1)).to_have_text("付款 1 元")
    arrive(opened, order)
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到 1 元", timeout=15_000)
    expect(page.locator("#news")).to_have_text("已收到 1 元")
    assert "已收到 1 元" in page.title()


def test_who_comes_back_from_paying_is_asked_about_once(opened, page: Page):
    order = begin(opened)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if sent.method == "POST" else None)
    page.goto(address(opened, order) + "?returned=1")
    page.wait_for_timeout(7_000)
    assert asked == [address(opened, order) + "/look"]
    arrive(opened, order)
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到 1 元", timeout=15_000)


def test_the_bill_can_be_printed_from_the_page(opened, page: Page):
    page.goto(f"{opened.site.url}/pay/{opened.county.accounts.open}")
    expect(page.get_by_role("button", name="打印这一页")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (page.locator("#pay"), page.get_by_role("button")):
        assert [each for each in hidden.all() if each.is_visible()] == []
