"""Billing's pages, by noun; each view is named after its operation or query."""

from billing.views import bills, notifications, payouts, prices, reward_requests, rewards
from billing.views.blueprint import billing

__all__ = ["billing", "bills", "notifications", "payouts", "prices", "reward_requests", "rewards"]
