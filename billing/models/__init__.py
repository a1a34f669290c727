"""Billing's tables; private to this package."""

from billing.models.accounts import Account
from billing.models.bills import (
    Bill,
    BillLine,
    BillSignature,
    Charge,
    CreditNote,
    CreditNoteLine,
    FundingEntry,
    Quotation,
    WaiverGrant,
)
from billing.models.payments import (
    FiscalReceipt,
    Payment,
    PaymentEvent,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)
from billing.models.rewards import (
    PayoutEntry,
    PayoutList,
    PayoutResult,
    RewardApplication,
    RewardEvidence,
)
from billing.models.tariff import TariffItem, WaiverPolicy

__all__ = [
    "Account",
    "Bill",
    "BillLine",
    "BillSignature",
    "Charge",
    "CreditNote",
    "CreditNoteLine",
    "FiscalReceipt",
    "FundingEntry",
    "Payment",
    "PaymentEvent",
    "PayoutEntry",
    "PayoutList",
    "PayoutResult",
    "Quotation",
    "Receipt",
    "ReceiptVoid",
    "Refund",
    "RewardApplication",
    "RewardEvidence",
    "Shift",
    "TariffItem",
    "WaiverGrant",
    "WaiverPolicy",
]
