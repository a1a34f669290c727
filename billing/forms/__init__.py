"""Billing's forms, by noun."""

from billing.forms.bills import CreditBillForm, SignBillForm
from billing.forms.payments import (
    PayOutRefundForm,
    RefundByHandForm,
    RefundSurplusForm,
    StartPaymentForm,
    TakeByTerminalForm,
    TakeCashForm,
    TakeCashPartForm,
    TakeDepositForm,
    TakeTransferForm,
)

__all__ = [
    "CreditBillForm",
    "PayOutRefundForm",
    "RefundByHandForm",
    "RefundSurplusForm",
    "SignBillForm",
    "StartPaymentForm",
    "TakeByTerminalForm",
    "TakeCashForm",
    "TakeCashPartForm",
    "TakeDepositForm",
    "TakeTransferForm",
]
