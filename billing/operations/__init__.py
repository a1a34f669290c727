"""Billing's verbs, by noun; each is one transaction and one journal entry."""

from billing.operations.bills import issue_bill, keep_quotation, record_charge, sign_bill
from billing.operations.credits import credit_bill
from billing.operations.online import (
    close_payment,
    note_action,
    note_event,
    settle_payment,
    start_payment,
)
from billing.operations.papers import print_bill
from billing.operations.payments import take_by_terminal, take_cash, take_deposit, take_transfer
from billing.operations.receipts import print_receipt
from billing.operations.refunds import (
    pay_out_refund,
    refund_by_hand,
    refund_deposit,
    refund_surplus,
    settle_refund,
)
from billing.operations.tariff import publish_policy, publish_tariff_item

__all__ = [
    "close_payment",
    "credit_bill",
    "issue_bill",
    "keep_quotation",
    "note_action",
    "note_event",
    "pay_out_refund",
    "print_bill",
    "print_receipt",
    "publish_policy",
    "publish_tariff_item",
    "record_charge",
    "refund_by_hand",
    "refund_deposit",
    "refund_surplus",
    "settle_payment",
    "settle_refund",
    "sign_bill",
    "start_payment",
    "take_by_terminal",
    "take_cash",
    "take_deposit",
    "take_transfer",
]
