"""短信网关: one question to the gateway that sends; each provider has its own behind it."""

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from flask import Flask, current_app

from kernel.settings import Settings
from kernel.texts.kinds import TextState

GATEWAY = "text_gateway"
TIMEOUT_SECONDS = 10
REPORTS = "/texts/reports"
# What is wrong with the text and not with the moment or the way to the gateway.
FOR_GOOD = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.GONE}
STATES = {
    "accepted": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "failed": TextState.FAILED,
}


@dataclass(frozen=True)
class Outgoing:
    """One sending. `id` is ours: sent twice with it, the family gets one text."""

    id: str
    phone: str
    signature: str
    template: str
    facts: dict[str, str]
    text: str


@dataclass(frozen=True)
class Said:
    """What the gateway says of one. `state`: SENT, DELIVERED or FAILED."""

    state: TextState
    receipt: str = ""
    reason: str = ""


class TextGateway(Protocol):
    @property
    def key(self) -> str:
        """What both sides sign and know each other by."""

    @property
    def per_second(self) -> int:
        """How many texts it takes."""

    def send(self, message: Outgoing) -> Said:
        """FAILED: it will never send this. Raises OSError, ValueError: not known, ask again."""

    def find(self, message_id: str) -> Said | None:
        """None: it never got it. Raises OSError, ValueError."""


@dataclass(frozen=True)
class Gateway:
    """Speaks JSON over HTTP to a gateway that translates for the provider (docs/sms.md)."""

    url: str
    key: str = ""
    per_second: int = 20
    report_to: str = ""

    def send(self, message: Outgoing) -> Said:
        asked = asdict(message) | {"report_to": self.report_to}
        try:
            return self._ask("/messages", asked)
        except HTTPError as error:
            with error:
                if error.code not in FOR_GOOD:
                    raise
                return Said(TextState.FAILED, reason=_reason(error))

    def find(self, message_id: str) -> Said | None:
        try:
            return self._ask(f"/messages/{message_id}")
        except HTTPError as error:
            with error:
                if error.code != HTTPStatus.NOT_FOUND:
                    raise
                return None

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Said:
        asked = Request(  # noqa: S310 — the address is a setting, not typed by anybody
            self.url.rstrip("/") + path,
            data=json.dumps(body, ensure_ascii=False).encode() if body else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
        )
        with urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 — the same
            return read_said(json.load(answer))


def read_said(said: dict[str, Any]) -> Said:
    """Raises ValueError for what docs/sms.md does not know."""
    state = STATES.get(str(said.get("state")))
    if state is None:
        raise ValueError("The gateway says a state that docs/sms.md does not know.")
    return Said(state, str(said.get("receipt") or ""), str(said.get("reason") or ""))


def gateway_of(settings: Settings) -> Gateway | None:
    """None where none is connected."""
    if not settings.sms_url:
        return None
    return Gateway(
        url=settings.sms_url,
        key=settings.sms_key,
        per_second=settings.sms_per_second,
        report_to=settings.public_url + REPORTS,
    )


def use_gateway(app: Flask, gateway: TextGateway | None) -> None:
    app.extensions[GATEWAY] = gateway


def find_gateway() -> TextGateway | None:
    """None: texts are written and not sent, and staff calls."""
    gateway: TextGateway | None = current_app.extensions.get(GATEWAY)
    return gateway


def _reason(error: HTTPError) -> str:
    try:
        return str(json.load(error).get("reason") or error.code)
    except (ValueError, AttributeError):
        return str(error.code)
