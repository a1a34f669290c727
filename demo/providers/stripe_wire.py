"""Stripe's API and webhooks as its documents say they are spoken, as far as Checkout needs them."""

import hashlib
import hmac
import json
import secrets
from typing import Any

from flask import Blueprint, Response, request

from demo.providers.answering import Providers
from demo.providers.book import Declined, Entry, Notice, Refund

STATES = {  # of the session, of its money, of the payment intent
    "open": ("open", "unpaid", "requires_payment_method"),
    "processing": ("complete", "unpaid", "processing"),
    "paid": ("complete", "paid", "succeeded"),
    "failed": ("complete", "unpaid", "requires_payment_method"),
    "closed": ("expired", "unpaid", "canceled"),
}
REFUND_STATES = {"pending": "pending", "done": "succeeded", "failed": "failed"}
EVENTS = {
    "paid": "checkout.session.completed",
    "unpaid": "checkout.session.completed",
    "failed": "checkout.session.async_payment_failed",
    "expired": "checkout.session.expired",
    "refund": "charge.refunded",
    "refund_state": "refund.updated",
    "other": "payment_intent.succeeded",
}
WHY = {
    "paid": "checkout_session_already_complete",
    "closed": "checkout_session_expired",
    "unpaid": "charge_not_captured",
    "too_much": "refund_amount_exceeds_charge",
}
SHORTEST, LONGEST = 30 * 60 - 60, 24 * 3600  # seconds a session may live; a minute for slow clocks
OLD = 600  # seconds; what a recorded notification is when it is played again


class StripeWire:
    def __init__(self, providers: Providers) -> None:
        self._providers, self._book = providers, providers.book
        self._known = providers.keys.known

    def pages(self) -> Blueprint:
        pages = Blueprint("stripe", __name__, url_prefix="/stripe/v1")
        pages.before_request(self._check)
        pages.post("/checkout/sessions")(self.place)
        pages.get("/checkout/sessions")(self.list_sessions)
        pages.get("/checkout/sessions/<ref>")(self.query)
        pages.post("/checkout/sessions/<ref>/expire")(self.close)
        pages.post("/refunds")(self.give_back)
        pages.get("/refunds")(self.list_refunds)
        return pages

    def _check(self) -> Response | None:
        if request.headers.get("Authorization") == f"Bearer {self._known['stripe_secret_key']}":
            return None
        return _refuse(401, "", "Invalid API Key provided")

    def place(self) -> Response:
        asked = request.form.to_dict()
        number, key = asked["client_reference_id"], request.headers["Idempotency-Key"]
        fingerprint = key + json.dumps(sorted(asked.items()))

        def obey() -> Response:
            known = self._book.find("stripe", number)
            if known is not None:  # a key seen before gives the answer of then
                if known.fingerprint == fingerprint:
                    return _say(self._session(known))
                return _refuse(400, "", "Keys for idempotent requests…", "idempotency_error")
            lives = int(asked["expires_at"]) - self._book.now()
            if not SHORTEST <= lives <= LONGEST:
                return _refuse(400, "parameter_invalid", "expires_at: 30 minutes to 24 hours")
            entry = self._book.place(
                "stripe",
                number,
                "session",
                ref=f"cs_test_{secrets.token_hex(24)}",
                amount_fen=int(asked["line_items[0][price_data][unit_amount]"]),
                title=asked["line_items[0][price_data][product_data][name]"],
                # Stripe itself notifies one address, set in its dashboard.
                notify_url=asked.get("metadata[notify_url]", ""),
                return_url=asked["success_url"],
                expires_at=float(asked["expires_at"]),
                fingerprint=fingerprint,
                metadata={"order_number": asked["payment_intent_data[metadata][order_number]"]},
            )
            return _say(self._session(entry))

        return self._providers.answer(number, obey)

    def list_sessions(self) -> Response:
        with self._book.lock:
            entries = [entry for entry in self._book.entries.values() if entry.rail == "stripe"]
            entries.sort(key=lambda entry: entry.made_at, reverse=True)
            after = request.args.get("starting_after")
            if after:
                refs = [entry.ref for entry in entries]
                entries = entries[refs.index(after) + 1 :]
            limit = request.args.get("limit", 10, int)
            page = [self._session(entry) for entry in entries[:limit]]
        return _say({"object": "list", "data": page, "has_more": len(entries) > limit})

    def query(self, ref: str) -> Response:
        entry = self._entry(ref=ref)
        if entry is None:
            return _refuse(404, "resource_missing", "No such checkout.session")
        return self._providers.answer(
            entry.number, lambda: _say(self._session(entry, expand="expand[0]" in request.args))
        )

    def close(self, ref: str) -> Response:
        entry = self._entry(ref=ref)
        if entry is None:
            return _refuse(404, "resource_missing", "No such checkout.session")

        def obey() -> Response:
            if entry.state != "open":
                return _refuse(400, "", "Only Checkout Sessions with a status in [open] can expire")
            self._book.close(entry)
            return _say(self._session(entry))

        return self._providers.answer(entry.number, obey)

    def give_back(self) -> Response:
        asked = request.form.to_dict()
        entry = self._entry(ref=asked["payment_intent"].replace("pi_", "cs_test_"))
        if entry is None:
            return _refuse(404, "resource_missing", "No such payment_intent")

        def obey() -> Response:
            number = asked["metadata[refund_number]"]
            if number != request.headers["Idempotency-Key"]:
                return _refuse(400, "", "This made-up Stripe wants both to be the same.")
            try:
                reason = asked.get("metadata[reason]", "")
                made = self._book.give_back(entry, number, int(asked["amount"]), reason)
            except Declined as declined:
                if declined.why == "other":
                    return _refuse(400, "", "Keys for idempotent requests…", "idempotency_error")
                return _refuse(400, WHY[declined.why], "The charge cannot be refunded.")
            return _say(self._refund(entry, made))

        return self._providers.answer(entry.number, obey)

    def list_refunds(self) -> Response:
        entry = self._entry(ref=request.args["payment_intent"].replace("pi_", "cs_test_"))
        if entry is None:
            return _refuse(404, "resource_missing", "No such payment_intent")

        def obey() -> Response:
            made = [self._refund(entry, refund) for refund in reversed(entry.refunds)]
            return _say({"object": "list", "data": made, "has_more": False})

        return self._providers.answer(entry.number, obey)

    def notification(self, entry: Entry, notice: Notice) -> tuple[dict[str, str], bytes]:
        """Headers and body, signed now."""
        now = int(self._book.now())
        kind = EVENTS[notice.kind]
        if notice.kind == "paid" and any(known.kind == "unpaid" for known in entry.notices):
            kind = "checkout.session.async_payment_succeeded"
        told = self._told(entry, notice)
        body = json.dumps(
            {
                "id": f"evt_{notice.id}",
                "object": "event",
                "api_version": "2026-10-28.endive",
                "created": now,
                "livemode": False,
                "type": kind,
                "data": {"object": told},
            },
            ensure_ascii=False,
        )
        stamp = now - (OLD if notice.forged == "old" else 0)
        signature = hmac.new(
            self._known["stripe_webhook_secret"].encode(),
            f"{stamp}.{body}".encode(),
            hashlib.sha256,
        ).hexdigest()
        if notice.forged == "signature":
            signature = secrets.token_hex(32)
        if notice.forged == "amount":
            body = body.replace(f": {entry.amount_fen},", f": {entry.amount_fen + 100},")
            body = body.replace(notice.id, secrets.token_hex(12))  # not all events hold an amount
        headers = {"Stripe-Signature": f"t={stamp},v1={signature}"}
        return headers | {"Content-Type": "application/json; charset=utf-8"}, body.encode()

    def is_accepted(self, status: int, body: str) -> bool:
        del body
        return 200 <= status < 300  # noqa: PLR2004

    def _told(self, entry: Entry, notice: Notice) -> dict[str, Any]:
        if notice.kind == "refund_state":
            return self._refund(
                entry, next(r for r in entry.refunds if r.number == notice.refund_number)
            )
        intent = self._intent(entry)
        if notice.kind == "refund":
            charge: dict[str, Any] = intent["latest_charge"]
            return charge
        if notice.kind == "other":
            return intent
        session = self._session(entry)
        return session | {"payment_status": "unpaid"} if notice.kind == "unpaid" else session

    def _entry(self, ref: str) -> Entry | None:
        with self._book.lock:
            return self._book.find_by(rail="stripe", ref=ref)

    def _session(self, entry: Entry, *, expand: bool = False) -> dict[str, Any]:
        status, payment_status, _ = STATES[entry.state]
        intent = self._intent(entry) if status == "complete" else None
        off = self._book.switches.read(entry.number, "amount_off") or 0
        return {
            "id": entry.ref,
            "object": "checkout.session",
            "client_reference_id": entry.number,
            "amount_total": entry.amount_fen + off,
            "currency": "cny",
            "created": int(entry.made_at),
            "expires_at": int(entry.expires_at),
            "customer_details": {"email": "made-up@example.org", "name": "Made Up"},
            "metadata": entry.metadata,
            "payment_intent": intent if expand or intent is None else intent["id"],
            "payment_status": payment_status,
            "status": status,
            "url": f"{self._providers.url}/pay/{entry.token}" if status == "open" else None,
        }

    def _intent(self, entry: Entry) -> dict[str, Any]:
        number = entry.ref.removeprefix("cs_test_")
        charge = {
            "id": f"ch_{number}",
            "object": "charge",
            "amount": entry.amount_fen,
            "amount_refunded": entry.refunded_fen,
            "created": int(entry.paid_at or self._book.now()),
            "metadata": entry.metadata,
            "payment_intent": f"pi_{number}",
        }
        return {
            "id": f"pi_{number}",
            "object": "payment_intent",
            "amount": entry.amount_fen,
            "currency": "cny",
            "latest_charge": charge if entry.paid_at is not None else None,
            "metadata": entry.metadata,
            "status": STATES[entry.state][2],
        }

    def _refund(self, entry: Entry, refund: Refund) -> dict[str, Any]:
        return {
            "id": refund.ref,
            "object": "refund",
            "amount": refund.amount_fen,
            "currency": "cny",
            "created": int(refund.asked_at),
            "metadata": entry.metadata | {"refund_number": refund.number, "reason": refund.reason},
            "payment_intent": entry.ref.replace("cs_test_", "pi_"),
            "status": REFUND_STATES[refund.state],
            "failure_reason": "lost_or_stolen_card" if refund.state == "failed" else None,
        }


def _say(told: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype="application/json")


def _refuse(status: int, code: str, message: str, kind: str = "invalid_request_error") -> Response:
    error = {"type": kind, "message": message} | ({"code": code} if code else {})
    return _say({"error": error}, status)
