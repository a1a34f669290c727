"""Billing's tables; private to this package."""

from billing.models.accounts import Account
from billing.models.bills import (
    Bill,
    BillLine,
    BillSignature,
    Charge,
    CreditNote,
    CreditNoteLine,
    FeeReturn,
    FundingEntry,
    Quotation,
    WaiverGrant,
)
from billing.models.claims import ClaimEvidence, WaiverClaim
from billing.models.goods import Article, GoodsBatch, GoodsCount, StockMovement
from billing.models.payments import (
    FiscalReceipt,
    PaperRefund,
    Payment,
    PaymentEvent,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)
from billing.models.policies import PolicyDraft, WhatIf
from billing.models.rewards import (
    PayoutEntry,
    PayoutList,
    PayoutResult,
    RewardApplication,
    RewardEvidence,
)
from billing.models.settlements import Settlement, SettlementEntry, SettlementPayment
from billing.models.tariff import TariffItem, TariffPublication, WaiverPolicy

__all__ = [
    "Account",
    "Article",
    "Bill",
    "BillLine",
    "BillSignature",
    "Charge",
    "ClaimEvidence",
    "CreditNote",
    "CreditNoteLine",
    "FeeReturn",
    "FiscalReceipt",
    "FundingEntry",
    "GoodsBatch",
    "GoodsCount",
    "PaperRefund",
    "Payment",
    "PaymentEvent",
    "PayoutEntry",
    "PayoutList",
    "PayoutResult",
    "PolicyDraft",
    "Quotation",
    "Receipt",
    "ReceiptVoid",
    "Refund",
    "RewardApplication",
    "RewardEvidence",
    "Settlement",
    "SettlementEntry",
    "SettlementPayment",
    "Shift",
    "StockMovement",
    "TariffItem",
    "TariffPublication",
    "WaiverClaim",
    "WaiverGrant",
    "WaiverPolicy",
    "WhatIf",
]
