"""WeChat Pay v3 with the platform's public key: QR, H5 in a phone's browser, 付款码 at the desk."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from wechatpayv3 import WeChatPay
from wechatpayv3.type import WeChatPayType

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
from billing.rails.signatures import (
    check_window,
    is_signed,
    private_key,
    private_pem,
    public_key,
    public_pem,
)
from kernel import clock

TIMEOUT = (5, 10)  # seconds to connect, and to wait for an answer
FOLLOWED = {"TRANSACTION.SUCCESS", "REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"}
STATES = {
    "SUCCESS": MoneyState.PAID,
    "REFUND": MoneyState.PAID,  # it was, and something was given back
    "NOTPAY": MoneyState.PENDING,
    "ACCEPT": MoneyState.PENDING,
    "USERPAYING": MoneyState.PENDING,
    "CLOSED": MoneyState.CLOSED,
    "REVOKED": MoneyState.CLOSED,
    "PAYERROR": MoneyState.FAILED,
}
REFUND_STATES = {"SUCCESS": RefundState.DONE, "PROCESSING": RefundState.PENDING}
KEPT = ("transaction_id", "trade_type", "trade_state", "trade_state_desc", "success_time")
OBEYED = {200, 204}
TOO_OFTEN = 429
ITS_OWN_TROUBLE = 500
# The family types its password, also told as HTTP 202; or this very order was paid before.
ASK_LATER = {"USERPAYING", "USER_PAYING", "202", "ORDERPAID", "ORDER_PAID"}


@dataclass(frozen=True)
class WeChatAccount:
    mchid: str
    appid: str
    private_key: str
    cert_serial: str
    api_v3_key: str
    public_key: str
    public_key_id: str
    api_url: str


class WeChatRail:
    name = "wechat"

    def __init__(self, account: WeChatAccount) -> None:
        self._public_key = public_key(account.public_key)
        self._public_key_id = account.public_key_id
        self._client = WeChatPay(
            WeChatPayType.NATIVE,
            mchid=account.mchid,
            private_key=private_pem(private_key(account.private_key)),
            cert_serial_no=account.cert_serial,
            appid=account.appid,
            apiv3_key=account.api_v3_key,
            timeout=TIMEOUT,
            public_key=public_pem(self._public_key),
            public_key_id=account.public_key_id,
        )
        # The library has no setting for its address; this is the only place that reaches inside.
        self._client._core._gate_way = account.api_url.rstrip("/")  # noqa: SLF001

    def start(self, order: Order) -> Action:
        if order.payment_code:
            return self._take_code(order)
        known = self._describe(order) | {
            "notify_url": order.notify_url,
            "time_expire": clock.local(order.expires_at).isoformat(timespec="seconds"),
        }
        if order.mobile:
            known |= {
                "pay_type": WeChatPayType.H5,
                "scene_info": {
                    "payer_client_ip": order.client_ip or "127.0.0.1",
                    "h5_info": {"type": "Wap"},
                },
            }
            answer = self._ask(lambda: self._client.pay(**known))
            after = requests.Request(
                "GET", answer["h5_url"], params={"redirect_url": order.return_url}
            )
            return Action(ActionKind.REDIRECT, str(after.prepare().url), None)
        answer = self._ask(lambda: self._client.pay(pay_type=WeChatPayType.NATIVE, **known))
        return Action(ActionKind.QR, answer["code_url"], None)

    def _take_code(self, order: Order) -> Action:
        try:
            answer = self._ask(
                lambda: self._client.pay(
                    pay_type=WeChatPayType.CODEPAY,
                    payer={"auth_code": order.payment_code},
                    scene_info={
                        "device_ip": order.client_ip or "127.0.0.1",
                        "store_info": {"id": "1"},
                    },
                    **self._describe(order),
                )
            )
        except ProviderRefused as refused:
            if refused.code not in ASK_LATER:
                raise
            return Action(ActionKind.NONE, "", None)
        return Action(ActionKind.NONE, "", answer.get("transaction_id"))

    def _describe(self, order: Order) -> dict[str, Any]:
        return {
            "description": order.title[:40],  # 127 bytes
            "out_trade_no": order.order_number,
            "amount": {"total": order.amount_fen, "currency": "CNY"},
        }

    def status(self, order_number: str, provider_ref: str | None) -> Status:
        del provider_ref  # an unpaid order has none, so WeChat is always asked by our number
        try:
            found = self._ask(lambda: self._client.query(out_trade_no=order_number))
        except ProviderRefused as refused:
            if refused.code in {"ORDERNOTEXIST", "ORDER_NOT_EXIST"}:
                return Status(MoneyState.UNKNOWN_ORDER)
            raise
        amount = found.get("amount", {})
        paid = found.get("success_time")
        return Status(
            state=STATES.get(found["trade_state"], MoneyState.PENDING),
            amount_fen=amount.get("total"),
            currency=amount.get("currency"),
            order_number=found["out_trade_no"],
            provider_ref=found.get("transaction_id"),
            paid_at=datetime.fromisoformat(paid).astimezone(UTC) if paid else None,
            raw={name: found[name] for name in KEPT if name in found},
        )

    def close(self, order_number: str, provider_ref: str | None) -> None:
        status = self.status(order_number, provider_ref)
        if status.state in {MoneyState.CLOSED, MoneyState.UNKNOWN_ORDER}:
            return
        # An order of a 付款码 cannot be closed, only taken back; then nothing stays paid either.
        if status.raw.get("trade_state") in {"USERPAYING", "PAYERROR"}:
            self._ask(lambda: self._client.codepay_reverse(out_trade_no=order_number))
        else:
            self._ask(lambda: self._client.close(out_trade_no=order_number))

    def refund(  # noqa: PLR0917
        self,
        order_number: str,
        provider_ref: str | None,
        total_fen: int,
        amount_fen: int,
        refund_number: str,
        reason: str,
    ) -> RefundStatus:
        del provider_ref
        made = self._ask(
            lambda: self._client.refund(
                out_refund_no=refund_number,
                out_trade_no=order_number,
                amount={"refund": amount_fen, "total": total_fen, "currency": "CNY"},
                reason=reason[:26],  # 80 bytes
            )
        )
        return _refund_of(made)

    def refund_status(
        self, order_number: str, provider_ref: str | None, refund_number: str
    ) -> RefundStatus:
        del order_number, provider_ref
        try:
            found = self._ask(lambda: self._client.query_refund(out_refund_no=refund_number))
        except ProviderRefused as refused:
            if refused.code in {"RESOURCE_NOT_EXISTS", "REFUNDNOTEXIST"}:
                raise ProviderRefused(UNKNOWN_REFUND, refused.sentence) from refused
            raise
        return _refund_of(found)

    def parse_notification(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Hint | None:
        said = {name.lower(): value for name, value in headers.items()}
        # Before the library: for a number it does not know it would ask the network for it.
        if said.get("wechatpay-serial") != self._public_key_id:
            raise NotGenuine("The notification names another key.")
        try:
            stamp = said["wechatpay-timestamp"]
            message = f"{stamp}\n{said['wechatpay-nonce']}\n{body.decode()}\n"
            check_window(datetime.fromtimestamp(int(stamp), UTC), now)
            genuine = is_signed(self._public_key, message, said["wechatpay-signature"])
        except (KeyError, ValueError, OverflowError, OSError) as unreadable:
            raise NotGenuine("The notification is not signed.") from unreadable
        if not genuine:
            raise NotGenuine("The signature is not WeChat's.")
        return self._hint(said, body)

    def _hint(self, said: Mapping[str, str], body: bytes) -> Hint | None:
        try:
            if json.loads(body).get("event_type") not in FOLLOWED:
                return None
            event = self._client.callback(said, body)
        except Exception as unreadable:  # the library raises Exception itself
            raise NotGenuine("The notification cannot be read.") from unreadable
        if not event:
            raise NotGenuine("The notification cannot be decrypted with our key.")
        told = event["resource"]
        return Hint(
            event_id=event["id"],
            order_number=told.get("out_trade_no"),
            refund_number=told.get("out_refund_no"),
            kind=event["event_type"],
        )

    def acknowledgement(self, *, ok: bool) -> tuple[str, int, str]:
        if ok:
            return '{"code":"SUCCESS","message":""}', 200, "application/json"
        return '{"code":"FAIL","message":""}', 400, "application/json"

    def _ask(self, question: Callable[[], tuple[int, str | bytes]]) -> dict[str, Any]:
        """The answer, whose signature the library has checked where it is a 2xx."""
        try:
            status, text = question()
        except requests.RequestException as lost:
            raise ProviderUnreachable(f"WeChat Pay: {type(lost).__name__}") from lost
        except Exception as doubtful:  # the library raises Exception itself
            raise ProviderUnreachable(f"WeChat Pay: {doubtful}") from doubtful
        if status == TOO_OFTEN or status >= ITS_OWN_TROUBLE:
            raise ProviderUnreachable(f"WeChat Pay: HTTP {status}")
        try:
            answer: dict[str, Any] = json.loads(text) if text else {}
        except ValueError as unreadable:
            raise ProviderUnreachable(f"WeChat Pay: HTTP {status}, no JSON") from unreadable
        if status not in OBEYED:
            raise ProviderRefused(answer.get("code", str(status)), answer.get("message", ""))
        return answer


def _refund_of(told: Mapping[str, Any]) -> RefundStatus:
    state = REFUND_STATES.get(told["status"], RefundState.FAILED)
    return RefundStatus(
        state=state,
        amount_fen=told["amount"]["refund"],
        provider_ref=told.get("refund_id"),
        reason=told["status"] if state is RefundState.FAILED else "",
    )
