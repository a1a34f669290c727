"""What providers send, and what the switches make of it: only genuine and fresh is a hint."""

import json
import time
from datetime import timedelta

import pytest

from billing.rails import MoneyState, NotGenuine
from kernel import clock

PAID = {
    "wechat": ["TRANSACTION.SUCCESS"],
    "alipay": ["TRADE_SUCCESS"],
    "stripe": ["checkout.session.completed", None],  # and one of a kind nobody follows
}
REFUNDED = {
    "wechat": ["REFUND.SUCCESS"],
    "alipay": ["TRADE_SUCCESS"],
    "stripe": ["charge.refunded", "refund.updated"],
}


def kinds_of(inbox) -> list[str | None]:
    return sorted((hint.kind if hint else None for hint in inbox.hints), key=str)


def refund(rail, order, ref, fen=100):
    number = f"{order.order_number}R1"
    rail.refund(order.order_number, ref, order.amount_fen, fen, number, "多收退还")
    return number


@pytest.fixture
def letter(rail, pay, providers, inbox):
    """A genuine notification of a payment: the order, its headers and body."""
    order, _ = pay(rail)
    providers.wait_for(rail.name, order.order_number)
    for headers, body in inbox.letters:
        if rail.parse_notification(headers, body, clock.now()):
            return order, headers, body
    raise AssertionError(inbox)


def test_a_payment_is_told_once_it_is_acknowledged(rail, pay, providers, inbox):
    order, _ = pay(rail)
    notices = providers.wait_for(rail.name, order.order_number)
    assert [notice["answers"] for notice in notices] == [[200]] * len(PAID[rail.name])
    assert kinds_of(inbox) == sorted(PAID[rail.name], key=str)
    hint = next(hint for hint in inbox.hints if hint)
    assert (hint.order_number, hint.refund_number) == (order.order_number, None)
    assert hint.event_id


def test_a_refund_is_told_with_its_number(rail, pay, providers, inbox):
    order, ref = pay(rail)
    providers.wait_for(rail.name, order.order_number)
    inbox.hints.clear()
    number = refund(rail, order, ref)
    providers.wait_for(rail.name, order.order_number)
    assert kinds_of(inbox) == REFUNDED[rail.name]
    assert {hint.order_number for hint in inbox.hints} == {order.order_number}
    assert number in {hint.refund_number for hint in inbox.hints}


def test_a_busy_office_is_told_again_with_the_same_event(rail, pay, providers, inbox):
    inbox.busy = 2
    order, _ = pay(rail)
    notices = providers.wait_for(rail.name, order.order_number)
    assert sum(notice["answers"].count(503) for notice in notices) == 2
    assert kinds_of(inbox) == sorted(PAID[rail.name], key=str)


def test_duplicates_carry_one_event_number(rail, pay, providers, inbox):
    providers.switch(duplicate=True)
    order, _ = pay(rail)
    providers.wait_for(rail.name, order.order_number)
    hints = [hint for hint in inbox.hints if hint]
    assert len(hints) == 2
    assert len({hint.event_id for hint in hints}) == 1


def test_a_switch_may_be_of_one_order_only(rails, order_for, providers, inbox):
    rail = rails["wechat"]
    unlucky, lucky = order_for(rail), order_for(rail)
    providers.switch(unlucky.order_number, lost=True)
    for order in (unlucky, lucky):
        rail.start(order)
        providers.pay("wechat", order.order_number)
        providers.wait_for("wechat", order.order_number)
    assert [hint.order_number for hint in inbox.hints] == [lucky.order_number]


def test_a_refund_may_be_told_before_its_payment(rail, pay, providers, inbox):
    providers.switch(reordered=True)
    order, ref = pay(rail)
    providers.wait_for(rail.name, order.order_number)
    assert [hint for hint in inbox.hints if hint] == []
    refund(rail, order, ref)
    providers.wait_for(rail.name, order.order_number)
    told = [hint for hint in inbox.hints if hint]
    assert told[0].kind in REFUNDED[rail.name]
    assert told[1].kind in PAID[rail.name]
    assert told[1].refund_number is None


def test_a_late_notification_waits_to_be_let_go(rail, pay, providers, inbox):
    providers.switch(late=True)
    order, ref = pay(rail)
    providers.wait_for(rail.name, order.order_number)
    assert inbox.letters == []
    assert rail.status(order.order_number, ref).state is MoneyState.PAID
    providers.flush(order.order_number)
    providers.wait_for(rail.name, order.order_number)
    assert len(inbox.hints) == len(PAID[rail.name])


def test_a_notification_may_be_late_by_seconds(rails, pay, providers, inbox):
    providers.switch(late=0.3)
    began = time.monotonic()
    order, _ = pay(rails["alipay"])
    providers.wait_for("alipay", order.order_number)
    assert time.monotonic() - began > 0.25
    assert len(inbox.hints) == 1


def test_a_lost_notification_never_comes_but_the_truth_can_be_asked(rail, pay, providers, inbox):
    providers.switch(lost=True)
    order, ref = pay(rail)
    assert all(notice["lost"] for notice in providers.wait_for(rail.name, order.order_number))
    providers.flush()
    assert inbox.letters == []
    assert rail.status(order.order_number, ref).state is MoneyState.PAID


@pytest.mark.parametrize("how", ["signature", "amount", "old"])
def test_forged_notifications_are_refused_beside_the_genuine(rail, pay, providers, inbox, how):
    providers.switch(forged=[how])
    order, _ = pay(rail)
    notices = providers.wait_for(rail.name, order.order_number)
    assert len(inbox.refused) == len(PAID[rail.name])
    assert kinds_of(inbox) == sorted(PAID[rail.name], key=str)
    assert [n["answers"] for n in notices if n["forged"]] == [[400]] * len(inbox.refused)


def test_stripe_tells_that_money_is_under_way_and_then_that_it_came(rails, pay, providers, inbox):
    rail = rails["stripe"]
    providers.switch(**{"async": True})
    order, ref = pay(rail)
    providers.wait_for("stripe", order.order_number)
    assert rail.status(order.order_number, ref).state is MoneyState.PENDING
    providers.flush(order.order_number)
    providers.wait_for("stripe", order.order_number)
    assert rail.status(order.order_number, ref).state is MoneyState.PAID
    assert [hint.kind for hint in inbox.hints] == [
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
    ]


def test_stripe_tells_that_money_did_not_come_and_that_a_session_ended(
    rails, pay, order_for, providers, inbox
):
    rail = rails["stripe"]
    providers.switch(async_failed=True)
    order, _ = pay(rail)
    providers.wait_for("stripe", order.order_number)
    providers.clear()
    unpaid = order_for(rail)
    ref = rail.start(unpaid).provider_ref
    rail.close(unpaid.order_number, ref)
    providers.wait_for("stripe", unpaid.order_number)
    assert kinds_of(inbox) == [
        "checkout.session.async_payment_failed",
        "checkout.session.completed",
        "checkout.session.expired",
    ]


def test_a_provider_killed_before_it_could_tell_tells_after_its_restart(
    rail, order_for, providers, inbox
):
    inbox.busy = 10_000
    order = order_for(rail)
    rail.start(order)
    providers.pay(rail.name, order.order_number)
    providers.kill()
    inbox.busy = 0
    providers.start()
    providers.wait_for(rail.name, order.order_number)
    assert len(inbox.hints) == len(PAID[rail.name])


def test_money_may_come_after_the_order_was_closed(rail, order_for, providers, inbox):
    order = order_for(rail)
    action = rail.start(order)
    assert providers.pay(rail.name, order.order_number, late=True)
    other = order_for(rail)
    ref = rail.start(other).provider_ref
    providers.clock(3600)
    assert providers.pay(rail.name, other.order_number, late=True)
    providers.clock(0)
    assert rail.status(other.order_number, ref).state is MoneyState.PAID
    assert rail.status(order.order_number, action.provider_ref).state is MoneyState.PAID


@pytest.mark.parametrize(("minutes", "genuine"), [(-6, False), (-4, True), (4, True), (6, False)])
def test_the_window_is_five_minutes_both_ways(rail, letter, minutes, genuine):
    order, headers, body = letter
    now = clock.now() + timedelta(minutes=minutes)
    if genuine:
        assert rail.parse_notification(headers, body, now).order_number == order.order_number
    else:
        with pytest.raises(NotGenuine):
            rail.parse_notification(headers, body, now)


def test_headers_are_read_in_any_case(rail, letter):
    order, headers, body = letter
    for written in (str.lower, str.upper):
        said = {written(name): value for name, value in headers.items()}
        hint = rail.parse_notification(said, body, clock.now())
        assert hint.order_number == order.order_number


def test_one_changed_byte_is_not_genuine(rail, letter):
    order, headers, body = letter
    number = order.order_number.encode()
    changed = body.replace(number, number[:-1] + b"x") if number in body else body[:-1] + b" "
    with pytest.raises(NotGenuine):
        rail.parse_notification(headers, changed, clock.now())


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\xff\xfe", b"[]", b"null", b"a=b&sign=x", b'{"type": 1}', b"&&&===%%%"]
)
def test_rubbish_is_not_genuine(rail, letter, body):
    _, headers, _ = letter
    for said in ({}, headers):
        with pytest.raises(NotGenuine):
            rail.parse_notification(said, body, clock.now())


@pytest.mark.parametrize(
    "changed",
    [
        {"Wechatpay-Serial": "1234ABCD"},  # the library would fetch this certificate
        {"Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"},
        {"Wechatpay-Timestamp": "soon"},
        {"Wechatpay-Timestamp": "9" * 30},
        {"Wechatpay-Signature": "%%%"},
    ],
)
def test_wechat_headers_that_say_other_things(rails, pay, providers, inbox, changed):
    order, _ = pay(rails["wechat"])
    providers.wait_for("wechat", order.order_number)
    headers, body = inbox.letters[0]
    with pytest.raises(NotGenuine):
        rails["wechat"].parse_notification(headers | changed, body, clock.now())


@pytest.mark.parametrize("header", ["", "t=1", "v1=00", "t=soon,v1=00", "t=1,v1=", ",,=,"])
def test_stripe_headers_that_say_nothing(rails, header):
    with pytest.raises(NotGenuine):
        rails["stripe"].parse_notification({"Stripe-Signature": header}, b"{}", clock.now())


def test_every_rail_acknowledges_in_its_providers_words(rails):
    assert json.loads(rails["wechat"].acknowledgement(ok=True)[0])["code"] == "SUCCESS"
    assert json.loads(rails["wechat"].acknowledgement(ok=False)[0])["code"] == "FAIL"
    assert rails["alipay"].acknowledgement(ok=True)[:2] == ("success", 200)
    assert rails["alipay"].acknowledgement(ok=False)[1] == 400
    assert rails["stripe"].acknowledgement(ok=True)[1] == 200
    assert rails["stripe"].acknowledgement(ok=False)[1] == 400
