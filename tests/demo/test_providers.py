"""The made-up providers as such; what they say to the rails is tested in tests/billing/rails."""

import stat
from http import HTTPStatus

import pytest
import requests

from tests.emulators.providers import Providers


def test_keys_and_settings_are_for_their_owner_only(providers):
    for name in ("keys.json", "providers.env", "switches.json"):
        assert stat.S_IMODE((providers.folder / name).stat().st_mode) == 0o600


def test_a_restart_keeps_keys_port_and_switches(tmp_path):
    with Providers(tmp_path) as providers:
        before, port = providers.env(), providers.port
        providers.switch("T1", lost=True)
        providers.kill()
        providers.start()
        assert (providers.env(), providers.port) == (before, port)
        assert requests.get(providers.url, timeout=5).json()["set"] == {"T1": {"lost": True}}


def test_a_switch_nobody_knows_is_refused(providers):
    with pytest.raises(requests.HTTPError):
        providers.switch(explode=True)


def test_unsigned_questions_are_refused(providers):
    wechat = requests.get(f"{providers.url}/wechat/v3/pay/transactions/out-trade-no/T1", timeout=5)
    assert wechat.status_code == HTTPStatus.UNAUTHORIZED
    stripe = requests.get(f"{providers.url}/stripe/v1/checkout/sessions/cs_1", timeout=5)
    assert stripe.status_code == HTTPStatus.UNAUTHORIZED
    gateway = f"{providers.url}/alipay/gateway.do"
    asked = {"method": "alipay.trade.query", "biz_content": '{"out_trade_no": "T1"}'}
    assert "isv.invalid-signature" in requests.post(gateway, asked, timeout=5).text
    assert requests.get(gateway, asked, timeout=5).status_code == HTTPStatus.BAD_REQUEST


def test_nobody_can_pay_what_was_never_ordered(providers):
    assert not providers.pay("wechat", "NEVER00001")
    missing = requests.get(f"{providers.url}/pay/nothing", timeout=5)
    assert missing.status_code == HTTPStatus.NOT_FOUND
