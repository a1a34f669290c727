"""Payment providers behind one interface: network only, no rows, no rules about bills.

What a provider sends is a hint which payment to look at; the truth is what `status` and
`refund_status` answer. Why: docs/decisions/0019-payment-rails.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

UNKNOWN_REFUND = "unknown_refund"  # `ProviderRefused.code` where no such refund was ever asked for


class ActionKind(StrEnum):
    """What the family does next: nothing, follow a link, scan a code, type a number elsewhere."""

    NONE = "none"
    REDIRECT = "redirect"
    QR = "qr"
    CODE = "code"


class MoneyState(StrEnum):
    """CLOSED: closed, expired, never paid. UNKNOWN_ORDER: the provider never saw it, or not yet."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CLOSED = "closed"
    UNKNOWN_ORDER = "unknown_order"


class RefundState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Order:
    """What one payment asks of a provider.

    `order_number`: 6 to 32 letters, digits, - or _, never used twice: WeChat's rule.
    `payment_code`: the family's 付款码, read at the desk.
    """

    order_number: str
    amount_fen: int
    title: str
    expires_at: datetime
    notify_url: str
    return_url: str
    payment_code: str | None = None
    client_ip: str | None = None
    mobile: bool = False


@dataclass(frozen=True)
class Action:
    """`text`: the address, or what the QR code holds, or nothing."""

    kind: ActionKind
    text: str
    provider_ref: str | None


@dataclass(frozen=True)
class Status:
    """A full or partial refund leaves PAID as it is. `raw` holds nothing about the payer."""

    state: MoneyState
    amount_fen: int | None = None
    currency: str | None = None
    order_number: str | None = None
    provider_ref: str | None = None
    paid_at: datetime | None = None
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RefundStatus:
    state: RefundState
    amount_fen: int
    provider_ref: str | None
    reason: str = ""


@dataclass(frozen=True)
class Hint:
    """Which payment to look at. `kind`: the provider's own word for what happened."""

    event_id: str
    order_number: str | None
    refund_number: str | None
    kind: str


class NotGenuine(Exception):
    """A notification that is not signed by the provider, or older or newer than five minutes."""


class ProviderUnreachable(Exception):
    """No answer, a 5xx, or one not to be believed. It may have been obeyed: ask again later."""


class ProviderRefused(Exception):
    """The provider said no; asking the same again does not help."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class Rail(Protocol):
    """One provider. Every method but the last two asks it and may raise ProviderUnreachable or
    ProviderRefused; each may be repeated with the same numbers and has its effect once."""

    name: str

    def start(self, order: Order) -> Action:
        """With `payment_code` the money may have moved when this returns: ask `status`."""

    def status(self, order_number: str, provider_ref: str | None) -> Status: ...

    def close(self, order_number: str, provider_ref: str | None) -> None:
        """After this nobody can pay. Raises ProviderRefused if it was paid meanwhile."""

    def refund(  # noqa: PLR0917 — the order every rail is called in
        self,
        order_number: str,
        provider_ref: str | None,
        total_fen: int,
        amount_fen: int,
        refund_number: str,
        reason: str,
    ) -> RefundStatus: ...

    def refund_status(
        self, order_number: str, provider_ref: str | None, refund_number: str
    ) -> RefundStatus:
        """Raises ProviderRefused with UNKNOWN_REFUND: then `refund` may be asked again."""

    def parse_notification(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Hint | None:
        """Pure. None for a genuine notification of something we do not follow: answer it 200.

        Raises NotGenuine."""

    def acknowledgement(self, *, ok: bool) -> tuple[str, int, str]:
        """(body, HTTP status, mimetype) the provider expects; if not `ok` it sends again."""
