"""Alipay's open platform, RSA2: QR, a phone's browser, 付款码 at the desk.

Written here because the official SDK takes 439 MB (docs/decisions/0019-payment-rails.md).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests

from billing.rails import (
    UNKNOWN_REFUND,
    Action,
    ActionKind,
    Hint,
    MoneyState,
    NotGenuine,
    Order,
    ProviderRefused,
    ProviderUnreachable,
    RefundState,
    RefundStatus,
    Status,
)
from billing.rails.signatures import check_window, is_signed, private_key, public_key, sign
from kernel import clock
from kernel.money import decimal_yuan

TIMEOUT = (5, 10)  # seconds to connect, and to wait for an answer
MOMENT = "%Y-%m-%d %H:%M:%S"  # on the clocks of China
OBEYED = "10000"
WAITS = "10003"  # the family types its password
ITS_OWN_TROUBLE = "20000"
PAID_BEFORE = "ACQ.TRADE_HAS_SUCCESS"  # this very order, asked again
NOT_THERE = "ACQ.TRADE_NOT_EXIST"
STATES = {
    "WAIT_BUYER_PAY": MoneyState.PENDING,
    "TRADE_SUCCESS": MoneyState.PAID,
    "TRADE_FINISHED": MoneyState.PAID,
    "TRADE_CLOSED": MoneyState.CLOSED,
}
KEPT = ("trade_no", "out_trade_no", "trade_status", "total_amount", "send_pay_date")


@dataclass(frozen=True)
class AlipayAccount:
    app_id: str
    private_key: str
    public_key: str
    gateway: str


class AlipayRail:
    name = "alipay"

    def __init__(self, account: AlipayAccount) -> None:
        self._app_id = account.app_id
        self._private_key = private_key(account.private_key)
        self._public_key = public_key(account.public_key)
        self._gateway = account.gateway

    def start(self, order: Order) -> Action:
        asked = {
            "out_trade_no": order.order_number,
            "total_amount": decimal_yuan(order.amount_fen),
            "subject": order.title,
            "time_expire": clock.local(order.expires_at).strftime(MOMENT),
        }
        if order.payment_code:
            return self._take_code(asked, order)
        if order.mobile:
            page = asked | {"product_code": "QUICK_WAP_WAY", "quit_url": order.return_url}
            signed = self._signed(
                "alipay.trade.wap.pay",
                page,
                notify_url=order.notify_url,
                return_url=order.return_url,
            )
            return Action(ActionKind.REDIRECT, f"{self._gateway}?{urlencode(signed)}", None)
        made = self._ask("alipay.trade.precreate", asked, notify_url=order.notify_url)
        return Action(ActionKind.QR, made["qr_code"], None)

    def _take_code(self, asked: dict[str, str], order: Order) -> Action:
        code = {
            "scene": "bar_code",
            "auth_code": order.payment_code or "",
            "product_code": "FACE_TO_FACE_PAYMENT",
        }
        try:
            paid = self._ask("alipay.trade.pay", asked | code, notify_url=order.notify_url)
        except ProviderRefused as refused:
            if refused.code != PAID_BEFORE:
                raise
            return Action(ActionKind.NONE, "", None)
        return Action(ActionKind.NONE, "", paid.get("trade_no"))

    def status(self, order_number: str, provider_ref: str | None) -> Status:
        """A QR code nobody has scanned yet is an UNKNOWN_ORDER to Alipay."""
        del provider_ref  # an unpaid order has none, so Alipay is always asked by our number
        try:
            found = self._ask("alipay.trade.query", {"out_trade_no": order_number})
        except ProviderRefused as refused:
            if refused.code == NOT_THERE:
                return Status(MoneyState.UNKNOWN_ORDER)
            raise
        paid = found.get("send_pay_date")
        # TRADE_CLOSED is said of what was never paid and of what was given back whole.
        state = MoneyState.PAID if paid else STATES.get(found["trade_status"], MoneyState.PENDING)
        return Status(
            state=state,
            amount_fen=_fen(found["total_amount"]),
            currency=found.get("trans_currency", "CNY"),
            order_number=found["out_trade_no"],
            provider_ref=found.get("trade_no"),
            paid_at=_moment(paid) if paid else None,
            raw={name: found[name] for name in KEPT if name in found},
        )

    def close(self, order_number: str, provider_ref: str | None) -> None:
        """A QR code not scanned cannot be closed: its `time_expire` ends it."""
        try:
            self._ask("alipay.trade.close", {"out_trade_no": order_number})
        except ProviderRefused as refused:
            if refused.code == NOT_THERE:
                return
            if self.status(order_number, provider_ref).state is not MoneyState.CLOSED:
                raise

    def refund(  # noqa: PLR0917
        self,
        order_number: str,
        provider_ref: str | None,
        total_fen: int,
        amount_fen: int,
        refund_number: str,
        reason: str,
    ) -> RefundStatus:
        del total_fen
        asked = {
            "out_trade_no": order_number,
            "refund_amount": decimal_yuan(amount_fen),
            "out_request_no": refund_number,
            "refund_reason": reason,
        }
        made = self._ask("alipay.trade.refund", asked)
        if made.get("fund_change") == "Y":
            return RefundStatus(RefundState.DONE, amount_fen, made.get("trade_no"))
        # N: asked before, or still on its way.
        try:
            return self.refund_status(order_number, provider_ref, refund_number)
        except ProviderRefused as refused:
            if refused.code != UNKNOWN_REFUND:
                raise
            return RefundStatus(RefundState.PENDING, amount_fen, made.get("trade_no"))

    def refund_status(
        self, order_number: str, provider_ref: str | None, refund_number: str
    ) -> RefundStatus:
        del provider_ref
        asked = {"out_trade_no": order_number, "out_request_no": refund_number}
        try:
            found = self._ask("alipay.trade.fastpay.refund.query", asked)
        except ProviderRefused as refused:
            if refused.code == NOT_THERE:
                raise ProviderRefused(UNKNOWN_REFUND, refused.sentence) from refused
            raise
        if "refund_amount" not in found:  # Alipay answers success and says nothing
            raise ProviderRefused(UNKNOWN_REFUND, "")
        state = {
            "REFUND_SUCCESS": RefundState.DONE,
            "REFUND_FAIL": RefundState.FAILED,
        }.get(found.get("refund_status", ""), RefundState.PENDING)
        reason = found.get("error_code", "") if state is RefundState.FAILED else ""
        return RefundStatus(state, _fen(found["refund_amount"]), found.get("trade_no"), reason)

    def parse_notification(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Hint | None:
        del headers  # everything, the signature too, is in the form
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100)
            told = dict(pairs)
            sent_at = _moment(told["notify_time"])
            signature, app_id, event_id = told["sign"], told["app_id"], told["notify_id"]
        except (KeyError, ValueError) as unreadable:
            raise NotGenuine("The notification is not signed.") from unreadable
        signed = {name: text for name, text in told.items() if name not in {"sign", "sign_type"}}
        if len(told) != len(pairs) or not is_signed(self._public_key, _line(signed), signature):
            raise NotGenuine("The signature is not Alipay's.")
        if app_id != self._app_id:
            raise NotGenuine("The notification is for another app.")
        check_window(sent_at, now)
        if told.get("notify_type") != "trade_status_sync":
            return None
        return Hint(
            event_id=event_id,
            order_number=told.get("out_trade_no"),
            refund_number=told.get("out_biz_no") if "refund_fee" in told else None,
            kind=told.get("trade_status", ""),
        )

    def acknowledgement(self, *, ok: bool) -> tuple[str, int, str]:
        return ("success", 200, "text/plain") if ok else ("fail", 400, "text/plain")

    def _signed(self, method: str, content: Mapping[str, str], **addresses: str) -> dict[str, str]:
        asked = {
            "app_id": self._app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": clock.local(clock.now()).strftime(MOMENT),
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False),
            **addresses,
        }
        return asked | {"sign": sign(self._private_key, _line(asked))}

    def _ask(self, method: str, content: Mapping[str, str], **addresses: str) -> dict[str, Any]:
        try:
            answer = requests.post(
                self._gateway,
                data=urlencode(self._signed(method, content, **addresses)),
                headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
                timeout=TIMEOUT,
            )
            answer.raise_for_status()
            text = answer.content.decode()
        except (requests.RequestException, UnicodeDecodeError) as lost:
            raise ProviderUnreachable(f"Alipay: {type(lost).__name__}") from lost
        told, genuine = self._read(text, method.replace(".", "_") + "_response")
        code, sub_code = told.get("code"), told.get("sub_code", "")
        if genuine and code in {OBEYED, WAITS}:
            return told
        # What is wrong with our own keys or app is told without a signature; nothing else is.
        if code in {None, OBEYED, WAITS, ITS_OWN_TROUBLE} or "SYSTEM_ERROR" in sub_code:
            raise ProviderUnreachable(f"Alipay: {code} {sub_code}")
        if not genuine and not sub_code.startswith(("isv.", "aop.")):
            raise ProviderUnreachable("Alipay: the answer is not signed by Alipay.")
        raise ProviderRefused(sub_code or str(code), told.get("sub_msg") or told.get("msg", ""))

    def _read(self, text: str, name: str) -> tuple[dict[str, Any], bool]:
        """(answer, whether Alipay signed it). Signed are the very characters of the object."""
        found = re.search(rf'"(?:{name}|error_response)"\s*:\s*', text)
        try:
            start = found.end() if found else len(text)
            told, end = json.JSONDecoder().raw_decode(text, start)
            signature = json.loads(text).get("sign", "")
        except (ValueError, AttributeError) as unreadable:
            raise ProviderUnreachable("Alipay: the answer cannot be read.") from unreadable
        return told, is_signed(self._public_key, text[start:end], signature)


def _line(told: Mapping[str, str]) -> str:
    return "&".join(f"{name}={told[name]}" for name in sorted(told))


def _fen(yuan: str) -> int:
    """From "1280.5"; Alipay writes no thousands separators."""
    amount = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2}))?", yuan, re.ASCII)
    if amount is None:
        raise ProviderUnreachable(f"Alipay: {yuan!r} is no amount.")
    return int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0"))


def _moment(written: str) -> datetime:
    told = datetime.strptime(written, MOMENT).replace(tzinfo=clock.SHANGHAI)
    return told.astimezone(UTC)
