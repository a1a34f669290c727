"""Billing's verbs, by noun; each is one transaction and one journal entry."""

from billing.operations.bills import issue_bill, keep_quotation, record_charge, sign_bill
from billing.operations.payments import take_by_terminal, take_cash, take_deposit, take_transfer
from billing.operations.receipts import print_receipt
from billing.operations.tariff import publish_policy, publish_tariff_item

__all__ = [
    "issue_bill",
    "keep_quotation",
    "print_receipt",
    "publish_policy",
    "publish_tariff_item",
    "record_charge",
    "sign_bill",
    "take_by_terminal",
    "take_cash",
    "take_deposit",
    "take_transfer",
]
