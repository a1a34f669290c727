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
from billing.operations.payments import take_by_terminal, take_cash, take_deposit, take_transfer
from billing.operations.receipts import (
    fetch_fiscal_receipt,
    print_receipt,
    record_fiscal_receipt,
    replace_receipt,
    void_receipt,
)
from billing.operations.refunds import pay_out_refund, refund_by_hand, refund_surplus, settle_refund
from billing.operations.settlements import freeze_settlement, record_settlement_paid
from billing.operations.shifts import close_shift, open_shift
from billing.operations.tariff import publish_policy, publish_tariff_item

__all__ = [
    "close_payment",
    "close_shift",
    "credit_bill",
    "fetch_fiscal_receipt",
    "freeze_settlement",
    "issue_bill",
    "keep_quotation",
    "note_action",
    "note_event",
    "open_shift",
    "pay_out_refund",
    "print_receipt",
    "publish_policy",
    "publish_tariff_item",
    "record_charge",
    "record_fiscal_receipt",
    "record_settlement_paid",
    "refund_by_hand",
    "refund_surplus",
    "replace_receipt",
    "settle_payment",
    "settle_refund",
    "sign_bill",
    "start_payment",
    "take_by_terminal",
    "take_cash",
    "take_deposit",
    "take_transfer",
    "void_receipt",
]
