"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm

__all__ = ["TakeCashForm"]
