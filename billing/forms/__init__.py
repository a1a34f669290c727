"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm
from billing.forms.family import FindAccountForm, PayOnlineForm

__all__ = ["FindAccountForm", "PayOnlineForm", "TakeCashForm"]
