"""Billing's tables; private to this package."""

from billing.models.bills import Bill, BillLine, Charge
from billing.models.payments import Payment, Receipt
from billing.models.tariff import TariffItem, WaiverPolicy

__all__ = ["Bill", "BillLine", "Charge", "Payment", "Receipt", "TariffItem", "WaiverPolicy"]
