"""Billing's pages, by noun; each view is named after its operation or query."""

from billing.views import (
    bills,
    credit_notes,
    notifications,
    online_payments,
    prices,
    printing,
    refunds,
    signing,
    taking,
)
from billing.views.blueprint import billing

__all__ = [
    "billing",
    "bills",
    "credit_notes",
    "notifications",
    "online_payments",
    "prices",
    "printing",
    "refunds",
    "signing",
    "taking",
]
