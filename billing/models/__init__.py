"""Billing's tables; private to this package."""

from billing.models.bills import Bill, BillLine, Charge
from billing.models.payments import Payment, PaymentMethod, Receipt
from billing.models.tariff import ItemClass, PriceMode, TariffItem, WaiverPolicy

__all__ = [
    "Bill",
    "BillLine",
    "Charge",
    "ItemClass",
    "Payment",
    "PaymentMethod",
    "PriceMode",
    "Receipt",
    "TariffItem",
    "WaiverPolicy",
]
