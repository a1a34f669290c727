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
from billing.operations.payouts import (
    correct_payee,
    download_payout_list,
    freeze_payout_list,
    record_payout_failed,
    record_payout_paid,
)
from billing.operations.receipts import print_receipt
from billing.operations.refunds import (
    pay_out_refund,
    refund_by_hand,
    refund_surplus,
    settle_refund,
)
from billing.operations.rewards import (
    amend_reward,
    apply_for_reward,
    approve_reward,
    note_reward_evidence,
    refuse_reward,
    return_reward,
)
from billing.operations.tariff import publish_policy, publish_tariff_item

__all__ = [
    "amend_reward",
    "apply_for_reward",
    "approve_reward",
    "close_payment",
    "correct_payee",
    "credit_bill",
    "download_payout_list",
    "freeze_payout_list",
    "issue_bill",
    "keep_quotation",
    "note_action",
    "note_event",
    "note_reward_evidence",
    "pay_out_refund",
    "print_receipt",
    "publish_policy",
    "publish_tariff_item",
    "record_charge",
    "record_payout_failed",
    "record_payout_paid",
    "refund_by_hand",
    "refund_surplus",
    "refuse_reward",
    "return_reward",
    "settle_payment",
    "settle_refund",
    "sign_bill",
    "start_payment",
    "take_by_terminal",
    "take_cash",
    "take_deposit",
    "take_transfer",
]
