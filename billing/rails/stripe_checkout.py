"""Stripe Checkout for relatives overseas: cards, and the wallets Stripe settles outside China."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe

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
from billing.rails.signatures import check_window
from kernel import clock

TIMEOUT = 10  # seconds; the library's own is 80
# Stripe wants a session to live 30 minutes to 24 hours. Ours are shorter, so each gets half an hour
# more; `close` ends it earlier. A fixed addition, since a repeated question must be the same one.
LONGER = timedelta(minutes=30)
LONGEST = timedelta(hours=23, minutes=30)
PAGES = 10  # of 100 sessions, looked through when a session's own number was lost
SESSIONS = {
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
}
REFUNDS = {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
CHARGES = {"charge.refunded"}
KEPT = ("id", "status", "payment_status", "amount_total", "currency", "created", "expires_at")
REFUND_STATES = {
    "succeeded": RefundState.DONE,
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
}
ITS_OWN_TROUBLE = 500


@dataclass(frozen=True)
class StripeAccount:
    secret_key: str
    webhook_secret: str
    api_url: str


class StripeRail:
    name = "stripe"

    def __init__(self, account: StripeAccount) -> None:
        self._webhook_secret = account.webhook_secret
        # Asked again by our own jobs, with the same idempotency key, and not inside a request.
        self._v1 = stripe.StripeClient(
            account.secret_key,
            base_addresses={"api": account.api_url.rstrip("/")},
            http_client=stripe.RequestsClient(timeout=TIMEOUT),
            max_network_retries=0,
        ).v1

    def start(self, order: Order) -> Action:
        ours = {"order_number": order.order_number, "notify_url": order.notify_url}
        latest = min(order.expires_at + LONGER, clock.now() + LONGEST)
        asked: Any = {
            "mode": "payment",
            "client_reference_id": order.order_number,
            "payment_method_types": ["card", "alipay", "wechat_pay"],
            "payment_method_options": {"wechat_pay": {"client": "web"}},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "cny",
                        "unit_amount": order.amount_fen,
                        "product_data": {"name": order.title},
                    },
                }
            ],
            "expires_at": int(latest.timestamp()),
            "success_url": order.return_url,
            "cancel_url": order.return_url,
            "metadata": ours,
            "payment_intent_data": {"metadata": {"order_number": order.order_number}},
        }
        try:
            made = _ask(
                lambda: self._v1.checkout.sessions.create(
                    asked, {"idempotency_key": order.order_number}
                )
            )
        except ProviderRefused as refused:
            # The same order in other words: what was made first is what the family sees.
            if refused.code != "idempotency_error":
                raise
            first = self._find(order.order_number)
            if first is None:
                raise
            made = first
        return Action(ActionKind.REDIRECT, made.get("url") or "", made["id"])

    def status(self, order_number: str, provider_ref: str | None) -> Status:
        found = self._session(order_number, provider_ref)
        if found is None:
            return Status(MoneyState.UNKNOWN_ORDER)
        intent = found.get("payment_intent") or {}
        charge = intent.get("latest_charge") or {}
        state = _state_of(found, intent)
        paid = charge.get("created") if state is MoneyState.PAID else None
        return Status(
            state=state,
            amount_fen=found["amount_total"],
            currency=found["currency"].upper(),
            order_number=found.get("client_reference_id"),
            provider_ref=found["id"],
            paid_at=datetime.fromtimestamp(paid, UTC) if paid else None,
            raw={name: found[name] for name in KEPT if name in found},
        )

    def close(self, order_number: str, provider_ref: str | None) -> None:
        status = self.status(order_number, provider_ref)
        if status.provider_ref is None or status.state in {MoneyState.CLOSED, MoneyState.FAILED}:
            return
        session_id = status.provider_ref
        try:
            _ask(lambda: self._v1.checkout.sessions.expire(session_id))
        except ProviderRefused:
            if self.status(order_number, session_id).state is not MoneyState.CLOSED:
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
        intent_id = self._intent_id(order_number, provider_ref)
        # Stripe forgets an idempotency key after a day; what it keeps is looked at first.
        for known in self._refunds(intent_id):
            if known.get("metadata", {}).get("refund_number") == refund_number:
                return _refund_of(known)
        numbers = {"refund_number": refund_number, "order_number": order_number}
        made = _ask(
            lambda: self._v1.refunds.create(
                {
                    "payment_intent": intent_id,
                    "amount": amount_fen,
                    "metadata": numbers | {"reason": reason[:500]},
                },
                {"idempotency_key": refund_number},
            )
        )
        return _refund_of(made)

    def refund_status(
        self, order_number: str, provider_ref: str | None, refund_number: str
    ) -> RefundStatus:
        for known in self._refunds(self._intent_id(order_number, provider_ref)):
            if known.get("metadata", {}).get("refund_number") == refund_number:
                return _refund_of(known)
        raise ProviderRefused(UNKNOWN_REFUND, "")

    def parse_notification(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Hint | None:
        signature = {name.lower(): text for name, text in headers.items()}.get(
            "stripe-signature", ""
        )
        try:
            # The library lets the future pass and reads a clock of its own: the window is ours.
            stripe.WebhookSignature.verify_header(body, signature, self._webhook_secret)
            stamp = re.search(r"(?:^|,)t=(\d{1,12})", signature)
            event = json.loads(body)
            kind, event_id, told = event["type"], event["id"], event["data"]["object"]
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError) as doubtful:
            raise NotGenuine("The signature is not Stripe's.") from doubtful
        if stamp is None:
            raise NotGenuine("The notification says no time.")
        check_window(datetime.fromtimestamp(int(stamp[1]), UTC), now)
        ours = told.get("metadata") or {}
        if kind in SESSIONS:
            order_number = told.get("client_reference_id")
        elif kind in REFUNDS | CHARGES:
            order_number = ours.get("order_number")
        else:
            return None
        if order_number is None:  # an account may take money for others, too
            return None
        refund_number = ours.get("refund_number") if kind in REFUNDS else None
        return Hint(event_id, order_number, refund_number, kind)

    def acknowledgement(self, *, ok: bool) -> tuple[str, int, str]:
        return "", 200 if ok else 400, "text/plain"

    def _session(self, order_number: str, session_id: str | None) -> dict[str, Any] | None:
        """With its payment and charge; None where Stripe has no such session."""
        if session_id is None:
            made = self._find(order_number)
            if made is None:
                return None
            session_id = made["id"]
        wanted = session_id
        try:
            return _ask(
                lambda: self._v1.checkout.sessions.retrieve(
                    wanted, {"expand": ["payment_intent.latest_charge"]}
                )
            )
        except ProviderRefused as refused:
            if refused.code == "resource_missing":
                return None
            raise

    def _find(self, order_number: str) -> dict[str, Any] | None:
        """The newest sessions, one by one: Stripe cannot be asked for our number."""
        asked: Any = {"limit": 100}
        for _ in range(PAGES):
            page = _ask(lambda: self._v1.checkout.sessions.list(asked))
            for session in page["data"]:
                if session.get("client_reference_id") == order_number:
                    return dict(session)
                asked["starting_after"] = session["id"]
            if not page.get("has_more"):
                return None
        raise ProviderRefused("too_many_sessions", order_number)

    def _intent_id(self, order_number: str, session_id: str | None) -> str:
        found = self._session(order_number, session_id)
        intent = (found or {}).get("payment_intent")
        if not intent:
            raise ProviderRefused(UNKNOWN_REFUND, "")
        return str(intent["id"])

    def _refunds(self, intent_id: str) -> Iterator[dict[str, Any]]:
        asked: Any = {"payment_intent": intent_id, "limit": 100}
        yield from _ask(lambda: self._v1.refunds.list(asked))["data"]


def _ask(question: Callable[[], stripe.StripeObject]) -> dict[str, Any]:
    try:
        return question().to_dict()
    except (stripe.APIConnectionError, stripe.RateLimitError) as lost:
        raise ProviderUnreachable(f"Stripe: {type(lost).__name__}") from lost
    except stripe.IdempotencyError as other:
        raise ProviderRefused("idempotency_error", str(other)) from other
    except stripe.StripeError as refused:
        status = refused.http_status or ITS_OWN_TROUBLE
        if status >= ITS_OWN_TROUBLE or refused.code == "idempotency_key_in_use":
            raise ProviderUnreachable(f"Stripe: HTTP {status}") from refused
        code = refused.code or type(refused).__name__
        raise ProviderRefused(code, refused.user_message or str(refused)) from refused


def _state_of(session: Mapping[str, Any], intent: Mapping[str, Any]) -> MoneyState:
    if session["payment_status"] != "unpaid":
        return MoneyState.PAID
    if session["status"] == "expired":
        return MoneyState.CLOSED
    # Completed, and the money did not come: a wallet or bank said no afterwards.
    failed = intent.get("status") in {"requires_payment_method", "canceled"}
    return MoneyState.FAILED if session["status"] == "complete" and failed else MoneyState.PENDING


def _refund_of(told: Mapping[str, Any]) -> RefundStatus:
    state = REFUND_STATES.get(told["status"], RefundState.FAILED)
    reason = told.get("failure_reason") or told["status"]
    return RefundStatus(
        state=state,
        amount_fen=told["amount"],
        provider_ref=told["id"],
        reason=reason if state is RefundState.FAILED else "",
    )
