"""核对退款: what the provider says later than we thought, and what it refuses to say."""

import pytest

from billing import jobs, online
from billing.kinds import RefundState
from billing.operations import refund_by_hand, settle_refund, start_payment
from billing.queries import get_order, get_refund, list_refunds
from billing.rails import ProviderRefused, ProviderUnreachable, RefundStatus
from billing.rails import RefundState as SentState
from kernel import clock
from tests.billing.bills import billed
from tests.billing.test_pay_out_refund import owed_back, paid_online


@pytest.fixture
def refund(home):
    bill = billed(home)
    paid_online(home, bill)
    return owed_back(home, bill)


def say(home, refund, state, reason=""):
    status = RefundStatus(state, refund.amount_fen, "5001", reason)
    return settle_refund(number=refund.number, status=status, by=home.clerk)


def test_a_question_that_is_refused_says_nothing_about_the_money(home, refund, rail, monkeypatch):
    def refuse(*_asked):
        raise ProviderRefused("SIGN_ERROR", "证书已过期")

    monkeypatch.setattr(rail, "refund_status", refuse)
    with pytest.raises(ProviderUnreachable):
        online.send_back(refund, home.clerk)
    assert get_refund(refund.number).state == RefundState.ASKED


def test_what_was_called_refused_is_not_sent_again(home, refund, rail, monkeypatch):
    say(home, refund, SentState.FAILED, "账户已注销")
    sent = []
    monkeypatch.setattr(rail, "refund", lambda *asked: sent.append(asked))
    online.send_back(get_refund(refund.number), home.clerk)
    assert sent == []


def test_a_refund_that_succeeds_after_all_is_done(home, refund):
    say(home, refund, SentState.FAILED, "银行处理中")
    assert refund.payment.refunded_fen == 0
    done = say(home, refund, SentState.DONE)
    assert (done.state, done.trouble) == (RefundState.DONE, None)
    assert done.payment.refunded_fen == refund.amount_fen


def test_given_by_hand_and_by_the_provider_a_person_must_look(home, refund):
    say(home, refund, SentState.FAILED)
    refund_by_hand(number=refund.number, by=home.clerk)
    twice = say(home, refund, SentState.DONE)
    assert twice.state == RefundState.FAILED
    assert "请核对是否退了两次" in twice.trouble
    assert twice.payment.refunded_fen == refund.amount_fen


def test_a_refund_the_bank_sends_back_later_is_seen(home, refund):
    say(home, refund, SentState.DONE)
    back = say(home, refund, SentState.FAILED, "对方账户已销户")
    assert (back.state, back.trouble) == (RefundState.DONE, "对方账户已销户")
    assert list_refunds(state=RefundState.FAILED).items == [back]


def test_what_a_provider_refused_waits_among_the_tasks_until_it_is_redone(home, refund):
    say(home, refund, SentState.FAILED)
    assert [each.number for each in list_refunds(state=RefundState.ASKED).items] == [refund.number]
    by_hand = refund_by_hand(number=refund.number, by=home.clerk)
    assert [each.number for each in list_refunds(state=RefundState.ASKED).items] == [by_hand.number]


def test_one_payment_nobody_can_ask_about_does_not_keep_the_others(home, rail, monkeypatch):
    orders = [
        start_payment(bill_number=billed(home).number, method="wechat", by=home.clerk).order_number
        for _each in range(3)
    ]
    asked = []

    def ask(order_number, _ref):
        asked.append(order_number)
        raise KeyError("TRADE_PENDING")

    monkeypatch.setattr(rail, "status", ask)
    with clock.frozen(clock.now() + jobs.ASK_AFTER * 2):
        assert jobs.reconcile_payments() == 0
    assert sorted(asked) == sorted(orders)
    assert {get_order(order).state for order in orders} == {"pending"}
