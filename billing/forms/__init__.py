"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm
from billing.forms.receipts import RecordFiscalReceiptForm, VoidReceiptForm
from billing.forms.settlements import FreezeSettlementForm, RecordSettlementPaidForm
from billing.forms.shifts import CloseShiftForm, OpenShiftForm

__all__ = [
    "CloseShiftForm",
    "FreezeSettlementForm",
    "OpenShiftForm",
    "RecordFiscalReceiptForm",
    "RecordSettlementPaidForm",
    "TakeCashForm",
    "VoidReceiptForm",
]
