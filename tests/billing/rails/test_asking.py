"""Everything a rail asks of its provider, over the real wire with real signatures."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from billing.rails import (
    UNKNOWN_REFUND,
    ActionKind,
    MoneyState,
    ProviderRefused,
    ProviderUnreachable,
    RefundState,
)
from billing.rails.alipay import AlipayAccount, AlipayRail
from billing.rails.signatures import KeyUnreadable, private_key
from billing.rails.stripe_checkout import StripeAccount, StripeRail
from billing.rails.wechat_pay import WeChatAccount, WeChatRail
from billing.rails.wired import RailIncomplete, rails_of
from kernel import clock
from kernel.settings import Settings

CODES = {"wechat": "134567890123456789", "alipay": "281234567890123456"}


def test_a_family_scans_or_follows_a_link_and_pays(rail, providers, order_for):
    order = order_for(rail)
    action = rail.start(order)
    assert action.kind is (ActionKind.REDIRECT if rail.name == "stripe" else ActionKind.QR)
    page = requests.get(action.text, timeout=5)
    assert "￥1,140.50" in page.text
    assert "付款" in page.text
    asked = rail.status(order.order_number, action.provider_ref)
    assert (asked.state, asked.paid_at) == (MoneyState.PENDING, None)

    requests.post(action.text, {"answer": "pay"}, timeout=5, allow_redirects=False)

    status = rail.status(order.order_number, action.provider_ref)
    assert status.state is MoneyState.PAID
    assert (status.amount_fen, status.currency) == (114_050, "CNY")
    assert status.order_number == order.order_number
    assert status.provider_ref
    assert abs(status.paid_at - clock.now()) < timedelta(seconds=10)


def test_nothing_about_the_payer_is_kept(rail, pay):
    order, ref = pay(rail)
    kept = str(rail.status(order.order_number, ref).raw)
    for personal in ("oMadeUp", "2088000000000000", "159****", "example.org", "Made Up"):
        assert personal not in kept


@pytest.mark.parametrize("name", ["wechat", "alipay"])
def test_a_phone_is_sent_to_the_provider_and_back(rails, name, order_for, providers):
    rail = rails[name]
    order = order_for(rail, mobile=True, client_ip="203.0.113.9")
    action = rail.start(order)
    assert action.kind is ActionKind.REDIRECT
    page = requests.get(action.text, timeout=5)
    paid = requests.post(page.url, {"answer": "pay"}, timeout=5, allow_redirects=False)
    assert paid.headers["Location"] == order.return_url
    assert rail.status(order.order_number, None).state is MoneyState.PAID


@pytest.mark.parametrize("name", CODES)
def test_a_payment_code_read_at_the_desk_pays_at_once(rails, name, order_for):
    rail = rails[name]
    order = order_for(rail, payment_code=CODES[name])
    action = rail.start(order)
    assert (action.kind, action.text) == (ActionKind.NONE, "")
    assert rail.status(order.order_number, action.provider_ref).state is MoneyState.PAID
    assert rail.start(order).kind is ActionKind.NONE  # asked again, and not taken twice
    assert rail.status(order.order_number, None).amount_fen == 114_050


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("gives_up", [False, True])
def test_a_family_may_have_to_type_its_password(rails, name, order_for, providers, gives_up):
    rail = rails[name]
    order = order_for(rail, payment_code=CODES[name][:-1] + "1")
    assert rail.start(order).kind is ActionKind.NONE
    assert rail.status(order.order_number, None).state is MoneyState.PENDING
    if gives_up:
        rail.close(order.order_number, None)
        assert not providers.pay(name, order.order_number)
        assert rail.status(order.order_number, None).state is MoneyState.CLOSED
    else:
        assert providers.pay(name, order.order_number)
        assert rail.status(order.order_number, None).state is MoneyState.PAID


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("code", ["000000000000000000", None])
def test_a_payment_code_that_does_not_pay_is_refused(rails, name, order_for, code):
    rail = rails[name]
    order = order_for(rail, payment_code=code or CODES[name][:-1] + "0")
    with pytest.raises(ProviderRefused) as refused:
        rail.start(order)
    assert refused.value.sentence
    assert rail.status(order.order_number, None).state is not MoneyState.PAID


def test_starting_twice_is_one_order(rail, order_for, providers):
    order = order_for(rail)
    first = rail.start(order)
    assert rail.start(order) == first
    assert len([key for key in providers.ledger() if order.order_number in key]) == 1


def test_the_same_number_for_another_amount_is_not_taken(rail, order_for, providers):
    order = order_for(rail)
    first = rail.start(order)
    other = replace(order, amount_fen=1)
    if rail.name == "stripe":  # the session made first is shown again, with its first amount
        assert rail.start(other).provider_ref == first.provider_ref
    else:
        with pytest.raises(ProviderRefused):
            rail.start(other)
    assert providers.ledger()[f"{rail.name}:{order.order_number}"]["amount_fen"] == 114_050


def test_an_order_nobody_started_is_unknown(rail):
    assert rail.status("NEVER00001", None).state is MoneyState.UNKNOWN_ORDER
    rail.close("NEVER00001", None)


def test_stripe_finds_an_order_whose_session_number_was_lost(rails, order_for, pay):
    order, ref = pay(rails["stripe"])
    pay(rails["stripe"])
    assert rails["stripe"].status(order.order_number, None).provider_ref == ref
    assert rails["stripe"].status(order.order_number, "cs_test_gone").state is (
        MoneyState.UNKNOWN_ORDER
    )


def test_after_closing_nobody_can_pay(rail, order_for, providers):
    order = order_for(rail)
    action = rail.start(order)
    requests.get(action.text, timeout=5)  # Alipay knows a trade only once somebody has scanned it
    rail.close(order.order_number, action.provider_ref)
    rail.close(order.order_number, action.provider_ref)
    assert rail.status(order.order_number, action.provider_ref).state is MoneyState.CLOSED
    assert not providers.pay(rail.name, order.order_number)


def test_closing_what_was_paid_is_refused(rail, pay):
    order, ref = pay(rail)
    with pytest.raises(ProviderRefused):
        rail.close(order.order_number, ref)
    assert rail.status(order.order_number, ref).state is MoneyState.PAID


def test_an_order_ends_by_itself(rail, order_for, providers):
    order = order_for(rail)
    action = rail.start(order)
    requests.get(action.text, timeout=5)
    providers.clock(50 * 60)
    assert not providers.pay(rail.name, order.order_number)
    assert rail.status(order.order_number, action.provider_ref).state is MoneyState.CLOSED
    assert "付款</button>" not in requests.get(action.text, timeout=5).text


def test_money_that_does_not_come_after_all(rail, order_for, providers):
    providers.switch(async_failed=True)
    order = order_for(rail)
    action = rail.start(order)
    assert providers.pay(rail.name, order.order_number)
    state = rail.status(order.order_number, action.provider_ref).state
    assert state is (MoneyState.CLOSED if rail.name == "alipay" else MoneyState.FAILED)


@pytest.mark.parametrize("fen", [1, 9, 10, 99, 100, 101, 123_456, 99_999_999])
def test_amounts_come_back_as_they_went(rail, pay, fen):
    order, ref = pay(rail, amount_fen=fen)
    assert rail.status(order.order_number, ref).amount_fen == fen


def test_refunds_in_parts_and_never_more_than_was_paid(rail, pay, providers):
    order, ref = pay(rail)
    number = order.order_number

    def refund(fen, refund_number):
        return rail.refund(number, ref, 114_050, fen, refund_number, "多收退还")

    first = refund(4_050, f"{number}R1")
    assert (first.state, first.amount_fen) == (RefundState.DONE, 4_050)
    assert first.provider_ref
    assert refund(4_050, f"{number}R1").state is RefundState.DONE
    assert providers.ledger()[f"{rail.name}:{number}"]["refunded_fen"] == 4_050
    assert rail.status(number, ref).state is MoneyState.PAID
    with pytest.raises(ProviderRefused):
        refund(110_001, f"{number}R2")
    assert refund(110_000, f"{number}R3").state is RefundState.DONE
    assert rail.refund_status(number, ref, f"{number}R3").amount_fen == 110_000
    assert rail.status(number, ref).state is MoneyState.PAID
    with pytest.raises(ProviderRefused):
        refund(1, f"{number}R4")


def test_a_refund_nobody_asked_for_is_unknown(rail, pay):
    order, ref = pay(rail)
    with pytest.raises(ProviderRefused) as refused:
        rail.refund_status(order.order_number, ref, "NEVER00001")
    assert refused.value.code == UNKNOWN_REFUND


def test_what_was_not_paid_cannot_be_refunded(rail, order_for):
    order = order_for(rail)
    ref = rail.start(order).provider_ref
    with pytest.raises(ProviderRefused):
        rail.refund(order.order_number, ref, 114_050, 1, "R0000001", "")


def test_a_refund_may_take_days(rail, pay, providers):
    providers.switch(refund_late=True)
    order, ref = pay(rail)
    number = f"{order.order_number}R1"
    made = rail.refund(order.order_number, ref, 114_050, 100, number, "")
    assert (made.state, made.amount_fen) == (RefundState.PENDING, 100)
    providers.flush(order.order_number)
    assert rail.refund_status(order.order_number, ref, number).state is RefundState.DONE


def test_a_bank_may_send_a_refund_back(rail, pay, providers):
    providers.switch(refund_failed=True)
    order, ref = pay(rail)
    number = f"{order.order_number}R1"
    rail.refund(order.order_number, ref, 114_050, 100, number, "")
    assert rail.refund_status(order.order_number, ref, number).state is RefundState.FAILED


def test_down_is_not_no(rail, order_for, providers):
    providers.switch(down=True)
    order = order_for(rail)
    with pytest.raises(ProviderUnreachable):
        rail.start(order)
    providers.clear()
    assert rail.start(order).text


def test_an_answer_that_never_arrives_may_be_asked_for_again(rail, order_for, providers):
    providers.switch(crash_before_answer=1)
    order = order_for(rail)
    with pytest.raises(ProviderUnreachable):
        rail.start(order)
    action = rail.start(order)
    assert providers.pay(rail.name, order.order_number)
    providers.switch(crash_before_answer=1)
    number = f"{order.order_number}R1"
    with pytest.raises(ProviderUnreachable):  # Stripe's is lost while it looks for the session
        rail.refund(order.order_number, action.provider_ref, 114_050, 100, number, "")
    made = rail.refund(order.order_number, action.provider_ref, 114_050, 100, number, "")
    assert made.state is RefundState.DONE
    assert providers.ledger()[f"{rail.name}:{order.order_number}"]["refunded_fen"] == 100


@pytest.mark.parametrize("name", CODES)
def test_a_payment_code_whose_answer_is_lost_was_still_paid(rails, name, order_for, providers):
    providers.switch(crash_before_answer=1)
    order = order_for(rails[name], payment_code=CODES[name])
    with pytest.raises(ProviderUnreachable):
        rails[name].start(order)
    assert rails[name].status(order.order_number, None).state is MoneyState.PAID


def test_a_slow_provider_is_waited_for(rail, order_for, providers):
    providers.switch(slow=0.2)
    assert rail.start(order_for(rail)).text


def test_nobody_there(rail, order_for, providers):
    order = order_for(rail)
    action = rail.start(order)
    assert providers.pay(rail.name, order.order_number)
    providers.kill()
    with pytest.raises(ProviderUnreachable):
        rail.status(order.order_number, action.provider_ref)
    providers.start()
    assert rail.status(order.order_number, action.provider_ref).state is MoneyState.PAID


def test_another_amount_than_asked_is_told_as_it_is(rail, pay, providers):
    providers.switch(amount_off=-50)
    order, ref = pay(rail)
    assert rail.status(order.order_number, ref).amount_fen == 114_000


def test_keys_of_somebody_else_do_not_open_the_door(providers, order_for, rails, tmp_path):
    known = providers.settings()
    stranger = known | {"wechat_private_key": known["alipay_private_key"]}
    account = {name: stranger[f"wechat_{name}"] for name in WeChatAccount.__dataclass_fields__}
    with pytest.raises(ProviderRefused):
        WeChatRail(WeChatAccount(**account)).start(order_for(rails["wechat"]))
    alipay = AlipayAccount(
        known["alipay_app_id"],
        known["wechat_private_key"],
        known["alipay_public_key"],
        known["alipay_gateway"],
    )
    with pytest.raises(ProviderRefused) as refused:
        AlipayRail(alipay).start(order_for(rails["alipay"]))
    assert refused.value.code == "isv.invalid-signature"
    stripe = StripeAccount("sk_test_other", "whsec_x", known["stripe_api_url"])
    with pytest.raises(ProviderRefused):
        StripeRail(stripe).start(order_for(rails["stripe"]))


@pytest.mark.parametrize("name", ["wechat", "alipay"])
def test_an_answer_signed_by_somebody_else_is_not_believed(providers, order_for, name):
    known = providers.settings()
    other = {"wechat": "alipay", "alipay": "wechat"}[name]
    mixed = known | {f"{name}_public_key": known[f"{other}_public_key"]}
    rail = rails_of(Settings(**mixed))[name]
    with pytest.raises(ProviderUnreachable):
        rail.start(order_for(rail))


def test_without_settings_there_are_no_rails():
    assert rails_of(Settings()) == {}


def test_only_what_is_configured_is_there(providers):
    known = providers.settings()
    some = {name: value for name, value in known.items() if name.startswith("alipay")}
    assert set(rails_of(Settings(**some))) == {"alipay"}
    assert set(rails_of(Settings(**known))) == {"wechat", "alipay", "stripe"}


@pytest.mark.parametrize(
    "left_out", ["wechat_api_v3_key", "alipay_app_id", "stripe_webhook_secret"]
)
def test_half_a_configuration_stops_the_start(providers, left_out):
    known = providers.settings() | {left_out: ""}
    with pytest.raises(RailIncomplete, match=left_out.upper()):
        rails_of(Settings(**known))


def test_keys_may_be_files_pem_or_bare(providers, tmp_path):
    bare = providers.settings()["alipay_private_key"]
    pem = f"-----BEGIN PRIVATE KEY-----\n{bare}\n-----END PRIVATE KEY-----\n"
    (tmp_path / "key.pem").write_text(pem)
    (tmp_path / "key.txt").write_text(bare)
    written = [bare, pem, str(tmp_path / "key.pem"), str(tmp_path / "key.txt")]
    assert len({private_key(text).private_numbers().d for text in written}) == 1
    for wrong in ("", "no key", str(tmp_path / "none.pem"), "QUJD"):
        with pytest.raises(KeyUnreadable):
            private_key(wrong)
