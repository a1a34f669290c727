"""Billing's verbs, by noun; each is one transaction and one journal entry."""

from billing.operations.bills import issue_bill
from billing.operations.charges import record_charge, withdraw_charge
from billing.operations.goods import count_goods, receive_goods, return_goods, sell_goods
from billing.operations.payments import print_receipt, take_cash
from billing.operations.price_lists import (
    change_tariff_draft,
    discard_tariff_draft,
    draft_tariff_item,
    end_tariff_item,
    publish_tariff,
)
from billing.operations.tariff import publish_policy, publish_tariff_item

__all__ = [
    "change_tariff_draft",
    "count_goods",
    "discard_tariff_draft",
    "draft_tariff_item",
    "end_tariff_item",
    "issue_bill",
    "print_receipt",
    "publish_policy",
    "publish_tariff",
    "publish_tariff_item",
    "receive_goods",
    "record_charge",
    "return_goods",
    "sell_goods",
    "take_cash",
    "withdraw_charge",
]
