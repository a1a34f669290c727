"""A provider in the test's own hands; the real wire protocols are tried in tests/billing/rails."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from billing.online import RAILS
from billing.rails import (
    Action,
    ActionKind,
    MoneyState,
    Order,
    ProviderRefused,
    ProviderUnreachable,
    RefundState,
    RefundStatus,
    Status,
)


@dataclass
class PretendedRail:
    """`asked`: every question so far. `is_down`: nothing is answered. `paid`: order → fen."""

    name: str = "wechat"
    asked: list[str] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    paid: dict[str, int] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    is_down: bool = False
    refuses: bool = False

    def start(self, order: Order) -> Action:
        self._answer("start")
        if self.refuses:
            raise ProviderRefused("NO_AUTH", "商户未开通")
        self.orders[order.order_number] = order
        kind = ActionKind.REDIRECT if order.mobile else ActionKind.QR
        return Action(kind, f"https://pay.example/{order.order_number}", None)

    def status(self, order_number: str, _provider_ref: str | None) -> Status:
        self._answer("status")
        if order_number in self.paid:
            return Status(MoneyState.PAID, self.paid[order_number], "CNY", order_number, "P1")
        if order_number in self.closed:
            return Status(MoneyState.CLOSED)
        known = order_number in self.orders
        return Status(MoneyState.PENDING if known else MoneyState.UNKNOWN_ORDER)

    def close(self, order_number: str, _provider_ref: str | None) -> None:
        self._answer("close")
        if order_number in self.paid:
            raise ProviderRefused("ORDERPAID", "已支付")
        self.closed.add(order_number)

    def refund(self, *asked: Any) -> RefundStatus:
        self._answer("refund")
        return RefundStatus(RefundState.DONE, asked[3], "R1")

    def refund_status(self, *_asked: Any) -> RefundStatus:
        raise ProviderRefused("unknown_refund", "")

    def pay(self, order_number: str) -> None:
        """As the family does it at the provider."""
        self.paid[order_number] = self.orders[order_number].amount_fen

    def _answer(self, question: str) -> None:
        self.asked.append(question)
        if self.is_down:
            raise ProviderUnreachable("down")


@contextmanager
def only(app: Flask, *rails: PretendedRail) -> Iterator[None]:
    """The office has contracts with these providers and no others."""
    before = app.extensions[RAILS]
    app.extensions[RAILS] = {rail.name: rail for rail in rails}
    try:
        yield
    finally:
        app.extensions[RAILS] = before
