"""Billing's pages, by noun; each view is named after its operation or query."""

from billing.views import bills, family, following, notifications, prices
from billing.views.blueprint import billing

__all__ = ["billing", "bills", "family", "following", "notifications", "prices"]
