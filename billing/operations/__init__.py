"""Billing's verbs, by noun; each is one transaction and one journal entry."""

from billing.operations.bills import issue_bill, keep_quotation, sign_bill
from billing.operations.charges import record_charge, withdraw_charge
from billing.operations.claims import note_evidence, note_waiver_facts
from billing.operations.credits import credit_bill
from billing.operations.goods import count_goods, receive_goods, return_goods, sell_goods
from billing.operations.online import (
    close_payment,
    note_action,
    note_event,
    settle_payment,
    start_payment,
)
from billing.operations.papers import print_bill
from billing.operations.payments import take_by_terminal, take_cash, take_deposit, take_transfer
from billing.operations.payouts import (
    correct_payee,
    download_payout_list,
    freeze_payout_list,
    record_payout_failed,
    record_payout_paid,
)
from billing.operations.policies import (
    publish_policy_draft,
    return_policy_draft,
    save_policy_draft,
    start_policy_draft,
    submit_policy_draft,
)
from billing.operations.price_lists import (
    change_tariff_draft,
    discard_tariff_draft,
    draft_tariff_item,
    end_tariff_item,
    publish_tariff,
)
from billing.operations.receipts import (
    fetch_fiscal_receipt,
    print_receipt,
    record_fiscal_receipt,
    replace_receipt,
    void_receipt,
)
from billing.operations.refunds import (
    pay_out_refund,
    refund_by_hand,
    refund_deposit,
    refund_surplus,
    settle_refund,
)
from billing.operations.returns import pay_back_paper, return_fees
from billing.operations.rewards import (
    amend_reward,
    apply_for_reward,
    approve_reward,
    note_reward_evidence,
    refuse_reward,
    return_reward,
)
from billing.operations.settlements import freeze_settlement, record_settlement_paid
from billing.operations.shifts import close_shift, open_shift
from billing.operations.tariff import publish_policy, publish_tariff_item
from billing.operations.what_ifs import advance_what_if, cancel_what_if, fail_what_if, start_what_if

__all__ = [
    "advance_what_if",
    "amend_reward",
    "apply_for_reward",
    "approve_reward",
    "cancel_what_if",
    "change_tariff_draft",
    "close_payment",
    "close_shift",
    "correct_payee",
    "count_goods",
    "credit_bill",
    "discard_tariff_draft",
    "download_payout_list",
    "draft_tariff_item",
    "end_tariff_item",
    "fail_what_if",
    "fetch_fiscal_receipt",
    "freeze_payout_list",
    "freeze_settlement",
    "issue_bill",
    "keep_quotation",
    "note_action",
    "note_event",
    "note_evidence",
    "note_reward_evidence",
    "note_waiver_facts",
    "open_shift",
    "pay_back_paper",
    "pay_out_refund",
    "print_bill",
    "print_receipt",
    "publish_policy",
    "publish_policy_draft",
    "publish_tariff",
    "publish_tariff_item",
    "receive_goods",
    "record_charge",
    "record_fiscal_receipt",
    "record_payout_failed",
    "record_payout_paid",
    "record_settlement_paid",
    "refund_by_hand",
    "refund_deposit",
    "refund_surplus",
    "refuse_reward",
    "replace_receipt",
    "return_fees",
    "return_goods",
    "return_policy_draft",
    "return_reward",
    "save_policy_draft",
    "sell_goods",
    "settle_payment",
    "settle_refund",
    "sign_bill",
    "start_payment",
    "start_policy_draft",
    "start_what_if",
    "submit_policy_draft",
    "take_by_terminal",
    "take_cash",
    "take_deposit",
    "take_transfer",
    "void_receipt",
    "withdraw_charge",
]
