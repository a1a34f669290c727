"""Billing's verbs, by noun; each is one transaction and one journal entry."""

from billing.operations.bills import issue_bill, keep_quotation, record_charge, sign_bill
from billing.operations.payments import take_by_terminal, take_cash, take_deposit, take_transfer
from billing.operations.policies import (
    publish_policy_draft,
    return_policy_draft,
    save_policy_draft,
    start_policy_draft,
    submit_policy_draft,
)
from billing.operations.receipts import print_receipt
from billing.operations.tariff import publish_policy, publish_tariff_item
from billing.operations.what_ifs import (
    advance_what_if,
    cancel_what_if,
    fail_what_if,
    start_what_if,
)

__all__ = [
    "advance_what_if",
    "cancel_what_if",
    "fail_what_if",
    "issue_bill",
    "keep_quotation",
    "print_receipt",
    "publish_policy",
    "publish_policy_draft",
    "publish_tariff_item",
    "record_charge",
    "return_policy_draft",
    "save_policy_draft",
    "sign_bill",
    "start_policy_draft",
    "start_what_if",
    "submit_policy_draft",
    "take_by_terminal",
    "take_cash",
    "take_deposit",
    "take_transfer",
]
