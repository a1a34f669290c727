"""Billing's pages, by noun; each view is named after its operation or query."""

from billing.views import (
    bills,
    days,
    family,
    following,
    goods,
    notifications,
    policies,
    price_lists,
    prices,
    receipts,
    settlements,
    shifts,
    till,
    what_ifs,
)
from billing.views.blueprint import billing

__all__ = [
    "billing",
    "bills",
    "days",
    "family",
    "following",
    "goods",
    "notifications",
    "policies",
    "price_lists",
    "prices",
    "receipts",
    "settlements",
    "shifts",
    "till",
    "what_ifs",
]
