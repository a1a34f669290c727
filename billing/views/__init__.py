"""Billing's pages, by noun; each view is named after its operation or query."""

from billing.views import (
    bills,
    days,
    notifications,
    prices,
    receipts,
    settlements,
    shifts,
    till,
)
from billing.views.blueprint import billing

__all__ = [
    "billing",
    "bills",
    "days",
    "notifications",
    "prices",
    "receipts",
    "settlements",
    "shifts",
    "till",
]
