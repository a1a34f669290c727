"""Billing's tables; private to this package."""

from billing.models.bills import Bill, BillLine, Charge
from billing.models.goods import Article, GoodsBatch, GoodsCount, StockMovement
from billing.models.payments import Payment, Receipt
from billing.models.tariff import TariffItem, TariffPublication, WaiverPolicy

__all__ = [
    "Article",
    "Bill",
    "BillLine",
    "Charge",
    "GoodsBatch",
    "GoodsCount",
    "Payment",
    "Receipt",
    "StockMovement",
    "TariffItem",
    "TariffPublication",
    "WaiverPolicy",
]
