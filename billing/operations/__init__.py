"""Billing's verbs, by noun; each is one transaction and one journal entry."""

from billing.operations.bills import issue_bill, record_charge
from billing.operations.payments import print_receipt, take_cash
from billing.operations.tariff import publish_policy, publish_tariff_item

__all__ = [
    "issue_bill",
    "print_receipt",
    "publish_policy",
    "publish_tariff_item",
    "record_charge",
    "take_cash",
]
