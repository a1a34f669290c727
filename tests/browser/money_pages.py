"""The money's pages that staff open: bills, till, price list, policies, settlements, rewards."""

from kernel.people.actors import Role
from tests.browser.visits import Visit

MONEY_VISITS = (
    Visit("billing.list_tariff_items", Role.ADMINISTRATOR),
    Visit("billing.list_tariff_items", Role.OFFICER, lambda _: {"state": "draft"}, "officer"),
    Visit("billing.get_tariff_item", Role.ADMINISTRATOR, lambda c: {"item_id": c.item_id}),
    Visit("billing.get_tariff_item", Role.OFFICER, lambda c: {"item_id": c.draft_id}, "draft"),
    Visit("billing.draft_tariff_item", Role.ADMINISTRATOR),
    Visit("billing.draft_tariff_item", Role.ADMINISTRATOR, lambda c: {"after": c.item_id}, "after"),
    *(
        Visit(f"billing.{page}", Role.ADMINISTRATOR, lambda county: {"item_id": county.draft_id})
        for page in ("change_tariff_draft", "discard_tariff_draft")
    ),
    Visit("billing.end_tariff_item", Role.ADMINISTRATOR, lambda c: {"item_id": c.item_id}),
    Visit("billing.publish_tariff", Role.ADMINISTRATOR),
    Visit("billing.list_publications", Role.OFFICER),
    Visit("billing.get_publication", Role.OFFICER, lambda c: {"number": c.publication}),
    Visit("billing.list_goods", Role.DESK),
    Visit("billing.list_goods", Role.ADMINISTRATOR, name="keeper"),
    Visit("billing.receive_goods", Role.ADMINISTRATOR),
    Visit("billing.count_goods", Role.ADMINISTRATOR),
    Visit("billing.list_stock_movements", Role.DESK),
    Visit("billing.get_bill", Role.DESK, lambda county: {"number": county.bill}, "open"),
    Visit("billing.get_bill", Role.DESK, lambda county: {"number": county.paid_bill}, "paid"),
    Visit("billing.show_till", Role.DESK),
    Visit("billing.show_till", Role.OFFICER, name="officer"),
    Visit("billing.list_receipts", Role.DESK),
    Visit("billing.list_receipts", Role.OFFICER, lambda _: {"state": "voided"}, "voided"),
    Visit("billing.get_receipt", Role.DESK, lambda c: {"number": c.closing.receipt}, "counts"),
    Visit("billing.get_receipt", Role.DESK, lambda c: {"number": c.closing.voided}, "voided"),
    Visit("billing.show_drawer", Role.DESK, name="open"),
    Visit("billing.show_drawer", Role.ADMINISTRATOR, name="none"),
    Visit("billing.list_shifts", Role.OFFICER),
    *(
        Visit(f"billing.{page}", Role.DESK, lambda county: {"number": county.closing.shift})
        for page in ("get_shift", "print_shift")
    ),
    *(
        Visit(f"billing.{page}", Role.DESK, lambda county: {"day": county.closing.day})
        for page in (
            *("get_day_report", "print_day_report", "list_bills_of_day", "list_lines_of_day"),
            *("list_credit_notes_of_day", "list_payments_of_day", "list_refunds_of_day"),
            *("list_fee_returns_of_day", "list_paper_refunds_of_day"),
            "list_deposits_of_day",
        )
    ),
    Visit("billing.list_settlements", Role.ADMINISTRATOR),
    *(
        Visit(
            f"billing.{page}",
            Role.ADMINISTRATOR,
            lambda county: {"number": county.closing.settlement},
        )
        for page in ("get_settlement", "print_settlement")
    ),
    Visit("billing.get_bill", Role.DESK, lambda c: {"number": c.money.bill}, "partly"),
    Visit("billing.get_bill", Role.DESK, lambda c: {"number": c.money.reversed_bill}, "reversed"),
    *(
        Visit(f"billing.{page}", Role.DESK, lambda county: {"number": county.money.bill})
        for page in (
            *("take_cash", "take_by_terminal", "take_transfer", "start_payment"),
            *("credit_bill", "sign_bill", "get_bill_print"),
        )
    ),
    Visit("billing.sign_bill", Role.DESK, lambda county: {"number": county.bill}, "unsigned"),
    Visit("billing.get_payment", Role.DESK, lambda c: {"order_number": c.money.order}),
    Visit("billing.get_credit_note", Role.DESK, lambda c: {"number": c.money.credit_note}),
    Visit("billing.list_refunds", Role.DESK),
    Visit("billing.list_refunds", Role.ADMINISTRATOR, lambda _: {"state": "failed"}, "none"),
    Visit("billing.get_refund", Role.DESK, lambda county: {"number": county.money.refund}),
    Visit("billing.list_troubled", Role.DESK),
    Visit("billing.list_rewards", Role.OFFICER),
    Visit("billing.apply_for_reward", Role.COLUMBARIUM, name="burials"),
    Visit("billing.apply_for_reward", Role.DESK, lambda _: {"burial": "lawn"}, "lawn"),
    Visit(
        "billing.apply_for_reward",
        Role.DESK,
        lambda c: {"case": c.cases["certified"], "burial": "niche"},
        "case",
    ),
    *(
        Visit("billing.get_reward", role, lambda c: {"number": c.rewarded.waiting}, role.value)
        for role in (Role.OFFICER, Role.DESK)
    ),
    Visit("billing.get_reward", Role.OFFICER, lambda c: {"number": c.rewarded.paid}, "paid"),
    *(
        Visit(f"billing.{page}", Role.OFFICER, lambda c: {"number": c.rewarded.waiting})
        for page in ("amend_reward", "return_reward", "refuse_reward")
    ),
    Visit(
        "billing.note_reward_evidence",
        Role.DESK,
        lambda c: {"number": c.rewarded.waiting, "asked": "火化证明"},
    ),
    Visit(
        "billing.correct_payee",
        Role.DESK,
        lambda c: {"number": c.rewarded.paid, "recipient": "family"},
    ),
    Visit("billing.list_payouts", Role.OFFICER),
    *(
        Visit(f"billing.{page}", Role.OFFICER, lambda c: {"number": c.rewarded.payout_list})
        for page in ("get_payout_list", "print_payout_list")
    ),
    Visit(
        "billing.record_payout_failed", Role.OFFICER, lambda c: {"entry_id": c.rewarded.entry_id}
    ),
    Visit("billing.list_policies", Role.OFFICER),
    Visit("billing.get_policy", Role.OFFICER, lambda _: {"code": "jiayu-2025", "version": 1}),
    Visit("billing.start_policy_draft", Role.OFFICER),
    Visit(
        "billing.get_policy_draft", Role.OFFICER, lambda c: {"draft_id": c.policies.wrong}, "wrong"
    ),
    Visit(
        "billing.get_policy_draft",
        Role.OFFICER,
        lambda c: {"draft_id": c.policies.submitted},
        "submitted",
    ),
    Visit("billing.start_what_if", Role.OFFICER, lambda c: {"draft_id": c.policies.submitted}),
    Visit("billing.get_what_if", Role.OFFICER, lambda c: {"what_if_id": c.policies.what_if}),
    Visit(
        "billing.get_what_if",
        Role.OFFICER,
        lambda c: {"what_if_id": c.policies.waiting},
        "waiting",
    ),
    Visit("billing.list_what_if_cases", Role.OFFICER, lambda c: {"what_if_id": c.policies.what_if}),
)
