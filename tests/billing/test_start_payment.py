"""发起网上付款: a sum reserved, an order opened, followed on screen, closed or taken."""

import json
import re

import pytest
from flask import Flask

from billing import online
from billing.errors import MoreThanOpen, NothingPaid, PayingElsewhere
from billing.kinds import PaymentMethod, PaymentState
from billing.operations import (
    close_payment,
    note_action,
    note_event,
    settle_payment,
    start_payment,
    take_cash,
)
from billing.payment_code import method_of_code, plain_code
from billing.queries import get_order, list_payments, list_refunds_of, standing_of
from billing.rails import Action, ActionKind, Hint, MoneyState, Status
from kernel import clock
from kernel.db import db
from tests import world
from tests.billing.bills import at_once, billed, second_clerk
from tests.funeral import desk


@pytest.fixture
def bill(home):
    return billed(home)


def begin(clerk, bill, **changed):
    """Sends the form; the address of the page that follows."""
    asked = {"amount": "100", "payer_name": "张小四", "payment_code": "", "method": "wechat"}
    answer = clerk.post(f"/bills/{bill.number}/online", data=asked | changed)
    assert answer.status_code == 302, desk.words(answer.text)
    return answer.location


def start(home, bill, **changed):
    asked = {
        "bill_number": bill.number,
        "method": PaymentMethod.WECHAT,
        "amount_fen": 100_00,
        "by": home.clerk,
    }
    return start_payment(**(asked | changed))


def test_the_family_scans_a_code_and_the_page_says_until_when(home, bill, clerk, rail):
    page = clerk.get(begin(clerk, bill)).text
    said = desk.words(page)
    assert "微信支付 等待付款 100 元 等待家属付款。" in said
    [payment] = list_payments(bill.case_id)
    assert f"请在 {clock.say_clock(payment.expires_at)} 以前付" in said
    assert "张小四" in said
    assert 'aria-label="付款用的二维码"' in page
    assert "<svg" in page
    order = rail.orders[payment.order_number]
    assert (order.amount_fen, order.payment_code) == (100_00, None)
    assert "/pay/" in order.return_url


def test_what_is_being_paid_is_not_taken_twice(home, bill, clerk, rail):
    begin(clerk, bill, amount="1100")
    with pytest.raises(PayingElsewhere):
        take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    assert "正在付款" in desk.read(clerk, f"/bills/{bill.number}")
    assert "余下的款正在付" in desk.read(clerk, f"/bills/{bill.number}")


def test_the_page_follows_the_payment_by_itself(home, bill, clerk, rail):
    where = begin(clerk, bill)
    first = json.loads(clerk.get(f"{where}/state").text)
    assert first["said"] == "等待家属付款。"
    assert f'data-version="{first["version"]}"' in clerk.get(where).text
    rail.state = MoneyState.PAID
    online.look_at(list_payments(bill.case_id)[0], home.clerk)
    now = json.loads(clerk.get(f"{where}/state").text)
    assert now["version"] != first["version"]
    said = desk.read(clerk, where)
    assert "已收款" in said
    assert f"收据号 {world.numbered('JYS', 1)}" in said
    assert "查一下" not in said


def test_looking_asks_the_provider_and_takes_the_money_once(home, bill, clerk, rail):
    where = begin(clerk, bill)
    rail.state = MoneyState.PAID
    assert "已收款" in desk.send(clerk, f"{where}/look")
    assert "已收款" in desk.send(clerk, f"{where}/look")
    assert standing_of(bill.case_id).paid_fen == 100_00
    assert world.numbered("JYS", 2) not in desk.read(clerk, f"/bills/{bill.number}")


@pytest.mark.parametrize(
    ("code", "method"),
    [("134567890123456789", "微信支付"), ("２８ 4567890123456780", "支付宝")],
)
def test_a_scanned_code_chooses_the_method_and_may_pay_at_once(bill, clerk, rail, code, method):
    where = begin(clerk, bill, payment_code=code, method="wechat")
    said = desk.read(clerk, where)
    assert f"{method} 已收款" in said


def test_what_does_not_fit_is_said_beside_its_field_and_what_was_typed_stays(bill, clerk, rail):
    path = f"/bills/{bill.number}/online"
    asked = {"amount": "100", "payer_name": "张小四", "method": "wechat"}
    code = desk.beside(clerk, path, "payment_code", **asked, payment_code="6901234567892")
    assert code.startswith("这不是微信或支付宝的付款码")
    more = desk.beside(clerk, path, "amount", **(asked | {"amount": "2000"}))
    assert more == "未付的只有1,100 元，请核对金额。"
    none = desk.beside(clerk, path, "method", **(asked | {"method": ""}))
    assert none == "请选择付款方式，或扫家属的付款码。"
    other = desk.beside(clerk, path, "method", **(asked | {"method": "stripe"}))
    assert other == "这里还没有开通这种付款方式，请改用其他方式。"
    page = clerk.post(path, data=asked | {"amount": "2000"}).text
    assert 'value="2000"' in page
    assert 'value="张小四"' in page
    assert list_payments(bill.case_id) == []


def test_no_answer_keeps_the_payment_which_can_be_tried_again_or_closed(home, bill, clerk, rail):
    rail.down = True
    where = begin(clerk, bill)
    said = desk.read(clerk, where)
    assert "支付机构暂时没有回应。这笔付款还在" in said
    assert "还没有取到付款用的二维码。" in said
    assert "支付机构暂时没有回应" in desk.send(clerk, f"{where}/close")
    assert list_payments(bill.case_id)[0].state == PaymentState.PENDING
    rail.down = False
    assert "等待家属付款。" in desk.send(clerk, f"{where}/open")
    assert "已关闭" in desk.send(clerk, f"{where}/close")
    db.session.rollback()
    assert standing_of(bill.case_id).open_fen == bill.due_fen


def test_a_refusal_of_the_provider_is_told_in_its_words(home, bill, clerk, rail):
    rail.refuses = "商户号未开通"
    assert "支付机构没有受理：商户号未开通。" in desk.read(clerk, begin(clerk, bill))


def test_whoever_paid_before_it_was_closed_has_paid(home, bill, clerk, rail):
    where = begin(clerk, bill)
    rail.state = MoneyState.PAID
    assert "已收款" in desk.send(clerk, f"{where}/close")
    assert standing_of(bill.case_id).paid_fen == 100_00


def test_another_amount_is_parked_for_a_person_and_shown_clearly(home, bill, clerk, rail):
    where = begin(clerk, bill)
    rail.state, rail.amount_fen = MoneyState.PAID, 99_00
    said = desk.send(clerk, f"{where}/look")
    assert "到账99元，应为100元，请联系支付机构核对。" in said
    assert "这笔付款要人工核对" in said
    listed = desk.read(clerk, "/payments/troubled")
    assert "张小四" in listed
    assert "到账99元，应为100元" in listed
    assert standing_of(bill.case_id).paid_fen == 0


def test_money_after_the_end_goes_back_as_a_task(home, bill, clerk, rail):
    where = begin(clerk, bill)
    desk.send(clerk, f"{where}/close")
    order_number = where.rsplit("/", 1)[1]
    paid = Status(MoneyState.PAID, 100_00, "CNY", order_number, "4200000001")
    settle_payment(order_number=order_number, status=paid, by=home.clerk)
    assert "关闭后到账，退回" in desk.read(clerk, where)
    assert [refund.amount_fen for refund in list_refunds_of(bill.case_id)] == [100_00]
    assert standing_of(bill.case_id).open_fen == bill.due_fen


def test_the_same_form_sent_twice_opens_one_order(home, bill, clerk, rail):
    first = begin(clerk, bill, idempotency_key="0193")
    assert begin(clerk, bill, idempotency_key="0193") == first
    assert len(rail.orders) == 1


def test_two_tills_starting_at_once_reserve_no_more_than_the_bill(app: Flask, home, bill):
    number, other = bill.number, second_clerk(home)
    said = at_once(
        app,
        *(
            lambda by=by: start_payment(
                bill_number=number, method=PaymentMethod.WECHAT, amount_fen=700_00, by=by
            )
            for by in (home.clerk, other)
        ),
    )
    assert said == ["MoreThanOpen", "done"]


def test_only_a_sum_that_is_open_can_be_started(home, bill):
    with pytest.raises(MoreThanOpen):
        start(home, bill, amount_fen=1100_01)
    with pytest.raises(NothingPaid):
        start(home, bill, amount_fen=0)


def test_a_link_is_shown_where_the_provider_gives_one(home, bill, clerk, rail):
    payment = start(home, bill)
    link = "https://pay.example/" + "x" * 400
    note_action(
        order_number=payment.order_number,
        action=Action(ActionKind.REDIRECT, link, "cs_1"),
        by=home.clerk,
    )
    page = clerk.get(f"/payments/{payment.order_number}").text
    assert f'href="{link}"' in page
    # Too long for a code: it is opened, not scanned.
    assert 'class="pay-code"' not in page
    close_payment(order_number=payment.order_number, by=home.clerk)
    assert get_order(payment.order_number).state == PaymentState.CLOSED


def test_a_notification_about_no_order_of_ours_is_kept_once(home, bill):
    for _time in range(2):
        note_event(rail="wechat", hint=Hint("evt-1", "NOBODY", None, "paid"), by=home.clerk)


def test_without_a_contract_the_desk_is_told_so(bill, clerk):
    assert "本馆还没有开通网上付款" in desk.read(clerk, f"/bills/{bill.number}/online")
    assert not re.search(r"网上付款</a>", clerk.get(f"/bills/{bill.number}").text)


def test_codes_are_told_apart_by_their_first_digits():
    assert method_of_code("1" + "0" * 17) is PaymentMethod.WECHAT
    assert method_of_code("15" + "0" * 16) is PaymentMethod.WECHAT
    assert method_of_code("25" + "0" * 14) is PaymentMethod.ALIPAY
    assert method_of_code("30" + "0" * 22) is PaymentMethod.ALIPAY
    for other in ("16" + "0" * 16, "10" + "0" * 15, "24" + "0" * 16, "30" + "0" * 23, "", "1a"):
        assert method_of_code(other) is None
    assert plain_code(" １３ 4 ") == "134"
