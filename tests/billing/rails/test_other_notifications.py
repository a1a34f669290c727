"""Genuine notifications of things nobody asked about, made with the providers' own keys."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest

from billing.rails import NotGenuine
from billing.rails.wired import rails_of
from demo.providers.keys import Keys
from kernel import clock
from kernel.settings import Settings


@pytest.fixture
def keys(providers) -> Keys:
    return Keys(providers.folder)


def from_wechat(keys: Keys, told: dict) -> tuple[dict[str, str], bytes]:
    body, stamp = json.dumps(told), str(int(clock.now().timestamp()))
    headers = {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": "abc",
        "Wechatpay-Serial": keys.known["public_key_id"],
        "Wechatpay-Signature": keys.sign("wechat_platform", f"{stamp}\nabc\n{body}\n"),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }
    return headers, body.encode()


def from_alipay(keys: Keys, **other: str) -> bytes:
    told = {
        "app_id": keys.known["app_id"],
        "notify_id": "n1",
        "notify_time": clock.local(clock.now()).strftime("%Y-%m-%d %H:%M:%S"),
        "notify_type": "trade_status_sync",
        "out_trade_no": "T1",
        "passback_params": "",
        "trade_status": "TRADE_SUCCESS",
        **other,
    }
    line = "&".join(f"{name}={told[name]}" for name in sorted(told))
    told |= {"sign": keys.sign("alipay_platform", line), "sign_type": "RSA2"}
    return urlencode(told).encode()


def from_stripe(keys: Keys, kind: str, told: dict) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"id": "evt_1", "type": kind, "data": {"object": told}})
    stamp = int(clock.now().timestamp())
    secret = keys.known["stripe_webhook_secret"].encode()
    signature = hmac.new(secret, f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={stamp},v1={signature}"}, body.encode()


def test_wechat_events_of_other_products_are_let_pass(rails, keys):
    letter = from_wechat(keys, {"id": "1", "event_type": "PAYSCORE.USER_PAID"})
    assert rails["wechat"].parse_notification(*letter, clock.now()) is None


def test_a_wechat_notification_sealed_with_another_key_is_not_ours(
    rails, providers, pay, inbox, keys
):
    order, _ = pay(rails["wechat"])
    providers.wait_for("wechat", order.order_number)
    other = rails_of(Settings(**providers.settings() | {"wechat_api_v3_key": "0" * 32}))
    with pytest.raises(NotGenuine):
        other["wechat"].parse_notification(*inbox.letters[0], clock.now())
    letter = from_wechat(keys, {"id": "1", "event_type": "TRANSACTION.SUCCESS", "resource": 1})
    with pytest.raises(NotGenuine):
        rails["wechat"].parse_notification(*letter, clock.now())


def test_alipay_notifications_of_other_kinds_are_let_pass(rails, keys):
    rail, now = rails["alipay"], clock.now()
    assert rail.parse_notification({}, from_alipay(keys), now).order_number == "T1"
    other = from_alipay(keys, notify_type="open_app_auth_notify")
    assert rail.parse_notification({}, other, now) is None


def test_alipay_notifications_of_another_app_or_with_a_field_twice_are_not_ours(rails, keys):
    rail, now = rails["alipay"], clock.now()
    for body in (from_alipay(keys, app_id="1"), from_alipay(keys) + b"&out_trade_no=T2"):
        with pytest.raises(NotGenuine):
            rail.parse_notification({}, body, now)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("customer.created", {}),
        ("checkout.session.completed", {"client_reference_id": None}),
        ("charge.refunded", {"metadata": {}}),
    ],
)
def test_stripe_events_that_are_not_about_our_orders_are_let_pass(rails, keys, kind, told):
    letter = from_stripe(keys, kind, told)
    assert rails["stripe"].parse_notification(*letter, clock.now()) is None


def test_a_signed_stripe_letter_that_is_no_event_is_not_genuine(rails, keys):
    headers, body = from_stripe(keys, "x", {})
    for strange in (b"[]", b"{}", b"7"):
        stamp = int(clock.now().timestamp())
        secret = keys.known["stripe_webhook_secret"].encode()
        signed = hmac.new(secret, f"{stamp}.".encode() + strange, hashlib.sha256).hexdigest()
        with pytest.raises(NotGenuine):
            rails["stripe"].parse_notification(
                {"Stripe-Signature": f"t={stamp},v1={signed}"}, strange, clock.now()
            )
    assert rails["stripe"].parse_notification(headers, body, clock.now()) is None
