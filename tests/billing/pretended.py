"""A provider inside the test: what it answers is said by the test. The wire is tested elsewhere."""

# ruff: noqa: ARG002 — a rail is called with more than this one needs

from collections.abc import Mapping
from datetime import datetime

from billing.rails import (
    UNKNOWN_REFUND,
    Action,
    ActionKind,
    Hint,
    MoneyState,
    Order,
    ProviderRefused,
    ProviderUnreachable,
    RefundState,
    RefundStatus,
    Status,
)


class PretendedRail:
    """`orders`: what it was asked for. `state`, `amount_fen`: what it says; `down`: nothing."""

    def __init__(self, name: str = "wechat") -> None:
        self.name = name
        self.orders: dict[str, Order] = {}
        self.state = MoneyState.PENDING
        self.amount_fen: int | None = None
        self.down = False
        self.refuses = ""
        self.refund_state = RefundState.DONE
        self.closed: list[str] = []

    def start(self, order: Order) -> Action:
        self._answer()
        self.orders[order.order_number] = order
        if order.payment_code:
            self.state = MoneyState.PAID
            return Action(ActionKind.NONE, "", None)
        return Action(ActionKind.QR, "weixin://wxpay/bizpayurl?pr=1", None)

    def status(self, order_number: str, provider_ref: str | None) -> Status:
        self._answer()
        if order_number not in self.orders:
            return Status(MoneyState.UNKNOWN_ORDER)
        amount = self.amount_fen or self.orders[order_number].amount_fen
        return Status(self.state, amount, "CNY", order_number, "4200000001")

    def close(self, order_number: str, provider_ref: str | None) -> None:
        self._answer()
        self.closed.append(order_number)

    def refund(  # noqa: PLR0917 — the order every rail is called in
        self,
        order_number: str,
        provider_ref: str | None,
        total_fen: int,
        amount_fen: int,
        refund_number: str,
        reason: str,
    ) -> RefundStatus:
        self._answer()
        return RefundStatus(self.refund_state, amount_fen, "5000", "账户已注销")

    def refund_status(
        self, order_number: str, provider_ref: str | None, refund_number: str
    ) -> RefundStatus:
        raise ProviderRefused(UNKNOWN_REFUND, "没有这笔退款")

    def parse_notification(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Hint | None:
        return None

    def acknowledgement(self, *, ok: bool) -> tuple[str, int, str]:
        return "", 200 if ok else 500, "text/plain"

    def _answer(self) -> None:
        if self.down:
            raise ProviderUnreachable("no answer")
        if self.refuses:
            raise ProviderRefused("REFUSED", self.refuses)
