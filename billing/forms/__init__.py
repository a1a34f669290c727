"""Billing's forms, by noun."""

from billing.forms.bills import TakeCashForm
from billing.forms.goods import CountGoodsForm, ReceiveGoodsForm
from billing.forms.price_lists import EndTariffItemForm, TariffItemForm

__all__ = [
    "CountGoodsForm",
    "EndTariffItemForm",
    "ReceiveGoodsForm",
    "TakeCashForm",
    "TariffItemForm",
]
