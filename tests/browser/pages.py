"""Every page anybody can open, with who opens it and what stands in its address."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, url_for

from kernel.people.actors import Role
from tests.browser.county import County

Values = Callable[[County], dict[str, object]]


@dataclass(frozen=True)
class Visit:
    """`role` None: a family. `values`: what the address needs, from the county of the tests."""

    endpoint: str
    role: Role | None = None
    values: Values = lambda _county: {}
    name: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.endpoint, self.name) if part)

    def path(self, app: Flask, county: County) -> str:
        with app.test_request_context():
            return url_for(self.endpoint, **self.values(county))


def _case(endpoint: str, stage: str, role: Role = Role.DESK) -> Visit:
    return Visit(endpoint, role, lambda county: {"number": county.cases[stage]}, stage)


def _resource(endpoint: str) -> Visit:
    return Visit(endpoint, Role.ADMINISTRATOR, lambda county: {"resource_id": county.resource_id})


def _signing(county: County) -> dict[str, object]:
    return {"number": county.kept.case, "step_id": county.kept.step_id}


def _returning(county: County) -> dict[str, object]:
    return {"number": county.kept.case, "belonging_id": county.kept.belonging_id}


def _charge(county: County, charge_id: uuid.UUID) -> dict[str, object]:
    return {"number": county.cases["opened"], "charge_id": charge_id}


def _paying(order: str) -> Values:
    return lambda county: {
        "token": county.accounts.open,
        "order_number": getattr(county.accounts, order),
    }


FAMILY_VISITS = (
    Visit("kernel.sign_in"),
    Visit("kernel.accessibility"),
    Visit("booking.start_draft"),
    Visit("booking.find_booking"),
    Visit("billing.list_prices", None, lambda _: {"code": "JY"}),
    Visit("billing.list_prices", None, lambda _: {"code": "JY", "day": "2025-09-14"}, "before"),
    Visit("funeral.list_order", None, lambda county: {"code": "JY", "day": county.day}),
    Visit("booking.show_waiting", None, lambda c: {"token": c.offered_wait}, "offered"),
    Visit("booking.show_waiting", None, lambda c: {"token": c.waiting_wait}, "waiting"),
    Visit("cemetery.get_plate", None, lambda county: {"token": county.token}),
    Visit("funeral.show_terms", None, lambda _: {"code": "JY"}),
    Visit("funeral.verify_certificate", name="typed"),
    Visit("billing.find_account"),
    Visit("billing.show_account", None, lambda c: {"token": c.accounts.told}, "told"),
    Visit("billing.show_account", None, lambda c: {"token": c.accounts.open}, "open"),
    Visit("billing.show_account", None, lambda c: {"token": c.accounts.paid}, "paid"),
    Visit("billing.follow_payment", None, _paying("paying"), "paying"),
    Visit("billing.follow_payment", None, _paying("given_up"), "given-up"),
    Visit("funeral.verify_certificate", None, lambda c: {"token": c.verify_token}, "scanned"),
)
STAFF_VISITS = (
    Visit("booking.desk", Role.DESK),
    Visit("booking.list_bookings", Role.DESK),
    Visit("booking.get_booking", Role.DESK, lambda c: {"code": c.waiting_booking}, "waiting"),
    Visit("booking.get_booking", Role.DESK, lambda c: {"code": c.opened_booking}, "opened"),
    Visit("booking.decline_booking", Role.DESK, lambda c: {"code": c.waiting_booking}),
    Visit("booking.change_booking_at_desk", Role.DESK, lambda c: {"code": c.waiting_booking}),
    Visit("booking.list_waiting", Role.DESK),
    Visit("booking.cancel_booking", Role.DESK, lambda c: {"code": c.waiting_booking}),
    Visit("hardware.list_printers", Role.DESK),
    Visit("hardware.add_printer", Role.DESK),
    Visit("hardware.change_printer", Role.DESK, lambda county: {"printer_id": county.printer_id}),
    Visit("funeral.list_cases", Role.DESK),
    Visit("funeral.list_cases", Role.DESK, lambda _: {"search": "没有这个人"}, "nothing"),
    Visit("funeral.open_walk_in_case", Role.DESK),
    *(
        _case("funeral.get_case", stage, role)
        for stage, role in (
            ("opened", Role.DESK),
            ("unnamed", Role.ADMINISTRATOR),
            ("received", Role.OPERATOR),
            ("burning", Role.OPERATOR),
            ("certified", Role.COLUMBARIUM),
            ("billed", Role.DESK),
            ("paid", Role.DESK),
        )
    ),
    _case("funeral.record_paper", "opened"),
    _case("funeral.correct_particulars", "opened"),
    _case("funeral.correct_particulars", "unnamed", Role.ADMINISTRATOR),
    _case("funeral.correct_particulars", "billed"),
    _case("funeral.receive_remains", "opened"),
    _case("funeral.receive_remains", "received"),
    _case("funeral.tag_remains", "opened"),
    _case("funeral.tag_remains", "received"),
    _case("funeral.replace_wristband", "received"),
    _case("funeral.issue_work_order", "opened"),
    _case("funeral.issue_work_order", "received"),
    _case("funeral.replace_work_order", "received"),
    _case("funeral.set_hold_flag", "received"),
    Visit(
        "funeral.lift_hold_flag",
        Role.DESK,
        lambda county: {"number": county.cases["received"], "flag_id": county.flag_id},
    ),
    _case("funeral.record_death_kind", "received"),
    _case("funeral.note_waiver_facts", "received"),
    _case("funeral.hand_over_ashes", "certified"),
    Visit("funeral.record_move", Role.OPERATOR),
    Visit("funeral.check_furnace", Role.OPERATOR),
    Visit("funeral.list_refused_scans", Role.ADMINISTRATOR),
    _case("funeral.plan_case", "received"),
    _case("funeral.record_farewell", "opened"),
    _case("funeral.cancel_farewell", "opened"),
    _case("funeral.cancel_plan", "opened"),
    _case("funeral.start_cremation", "opened", Role.OPERATOR),
    _case("funeral.start_cremation", "received", Role.OPERATOR),
    _case("funeral.end_cremation", "burning", Role.OPERATOR),
    _case("funeral.issue_certificate", "certified"),
    _case("funeral.issue_certificate", "opened"),
    *(
        Visit(f"funeral.{page}", Role.DESK, lambda c: {"number": c.certificate})
        for page in ("collect_certificate", "reissue_certificate", "void_certificate")
    ),
    Visit("funeral.list_blanks", Role.DESK),
    Visit("funeral.list_blanks", Role.ADMINISTRATOR, lambda _: {"state": "collected"}, "used"),
    Visit("funeral.receive_blanks", Role.DESK),
    Visit("funeral.count_stock", Role.DESK),
    Visit("funeral.get_blank", Role.DESK, lambda county: {"blank_id": county.blank_id}),
    Visit(
        "funeral.get_blank", Role.DESK, lambda county: {"blank_id": county.free_blank_id}, "free"
    ),
    Visit("funeral.void_blank", Role.DESK, lambda county: {"blank_id": county.free_blank_id}),
    _case("funeral.make_bill", "certified"),
    _case("funeral.make_bill", "opened"),
    Visit("funeral.show_storage", Role.DESK),
    Visit("funeral.list_overdue", Role.ADMINISTRATOR),
    *(
        Visit(f"funeral.{page}", Role.DESK, lambda county: {"number": county.kept.case}, "kept")
        for page in (
            *("get_case", "extend_storage", "show_ladder", "record_unclaimed_step"),
            *("end_unclaimed", "record_belonging", "keep_photo"),
        )
    ),
    _case("funeral.extend_storage", "opened"),
    _case("funeral.show_ladder", "received"),
    _case("funeral.record_unclaimed_step", "received"),
    _case("funeral.register_unclaimed", "received"),
    _case("funeral.keep_photo", "received", Role.OPERATOR),
    Visit("funeral.sign_unclaimed_step", Role.DESK, _signing),
    Visit("funeral.return_belonging", Role.DESK, _returning),
    Visit("funeral.list_transfers", Role.DESK),
    Visit("funeral.list_transfers", Role.ADMINISTRATOR, lambda _: {"all": 1}, "all"),
    Visit("funeral.order_transfer", Role.DESK, lambda c: {"case": c.cases["opened"]}, "case"),
    Visit("funeral.order_transfer", Role.DESK, name="nobody"),
    Visit("funeral.list_rungs", Role.ADMINISTRATOR),
    Visit("funeral.add_unclaimed_rung", Role.ADMINISTRATOR),
    Visit("funeral.end_unclaimed_rung", Role.ADMINISTRATOR, lambda c: {"rung_id": c.kept.rung_id}),
    Visit("funeral.assign_transfer", Role.DESK, lambda c: {"order_id": c.kept.order_id}, "new"),
    Visit("funeral.assign_transfer", Role.DESK, lambda c: {"order_id": c.kept.trip_id}, "out"),
    Visit("funeral.cancel_transfer", Role.DESK, lambda c: {"order_id": c.kept.order_id}),
    Visit("funeral.list_trips", Role.DRIVER),
    Visit("funeral.get_trip", Role.DRIVER, lambda c: {"order_id": c.kept.trip_id}, "out"),
    Visit("funeral.get_trip", Role.DESK, lambda c: {"order_id": c.kept.order_id}, "new"),
    Visit("funeral.board", Role.DESK, name="today"),
    Visit("funeral.board", Role.OPERATOR, lambda county: {"day": county.day}, "tomorrow"),
    Visit("funeral.board", Role.DESK, lambda _: {"rows": "all"}, "all-rows"),
    Visit("funeral.print_board", Role.DESK, lambda county: {"day": county.day}),
    Visit(
        "funeral.move_occupancy",
        Role.DESK,
        lambda county: {"occupancy_id": county.occupancy_id, "day": county.day},
    ),
    Visit("funeral.list_resources", Role.DESK),
    Visit("funeral.list_resources", Role.ADMINISTRATOR, name="keeper"),
    _resource("funeral.get_resource"),
    *(
        _resource(f"funeral.{page}")
        for page in ("change_resource", "set_hours", "set_special_day", "retire_resource")
    ),
    Visit("funeral.add_resource", Role.ADMINISTRATOR),
    Visit("funeral.list_closures", Role.OPERATOR),
    Visit("funeral.ask_closure", Role.DESK),
    Visit("funeral.report_breakdown", Role.OPERATOR),
    *(
        Visit("funeral.get_closure", role, lambda c: {"closure_id": c.closure_id}, role.value)
        for role in (Role.ADMINISTRATOR, Role.DESK)
    ),
    Visit("funeral.replan_breakdown", Role.OPERATOR),
    Visit("funeral.try_replan", Role.DESK),
    Visit("funeral.get_replan", Role.DESK, lambda county: {"replan_id": county.replan_id}),
    Visit("funeral.list_terms", Role.DESK),
    Visit("funeral.lay_down_terms", Role.ADMINISTRATOR),
    _case("funeral.reserve_resource", "received"),
    Visit("funeral.release_occupancy", Role.DESK, lambda c: {"occupancy_id": c.vigil_id}),
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
    _case("funeral.charge_item", "opened"),
    _case("funeral.sell_article", "opened"),
    Visit("funeral.withdraw_item", Role.DESK, lambda c: _charge(c, c.hand_charge_id)),
    Visit("funeral.return_article", Role.DESK, lambda c: _charge(c, c.sold_charge_id)),
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
    _case("funeral.take_deposit", "certified"),
    _case("funeral.get_case", "settled"),
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
    Visit("cemetery.list_deposits", Role.COLUMBARIUM),
    _case("cemetery.deposit_ashes", "certified", Role.COLUMBARIUM),
    _case("cemetery.deposit_ashes", "opened", Role.DESK),
    Visit("cemetery.get_deposit", Role.COLUMBARIUM, lambda county: {"number": county.deposit}),
    Visit("cemetery.replace_plate", Role.COLUMBARIUM, lambda county: {"number": county.deposit}),
    Visit("oversight.dashboard", Role.OFFICER),
    Visit("oversight.dashboard", Role.OFFICER, lambda _: {"month": "2026-01"}, "nothing"),
    *(
        Visit(f"oversight.{listed}", Role.OFFICER)
        for listed in (
            "list_cremations_of_month",
            "list_certificates_of_month",
            "list_cases_of_month",
            "list_waivers",
            "record_deaths",
            "list_journal",
        )
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
    Visit("oversight.get_entry", Role.OFFICER, lambda county: {"entry_id": county.journal_entry}),
)
# Shown on the way of a booking only, where each asks for the answers before it: walk.py opens them.
ON_THE_WAY = {
    "booking.tell_claimant",
    "booking.tell_deceased",
    "booking.choose_identity_kind",
    "booking.tell_household",
    "booking.tell_transfer",
    "booking.choose_day",
    "booking.choose_hall",
    "booking.choose_time",
    "booking.join_waiting_list",
    "booking.confirm_booking",
    "booking.show_booking",
    "booking.change_booking",
}
# No pages: what a browser fetches or is sent on from.
NO_PAGES = {
    "funeral.list_order_homes": "sends on where there is one home",
    "static": "files",
    "billing.list_prices_as_json": "the price list for machines",
    "kernel.healthz": "a word for whoever watches the server",
    "kernel.toggle_elder": "sends back to where one was",
    "kernel.switch_language": "the same",
    "booking.find_record": "leads a scanned number to its page",
    "billing.hear_of_payment": "news for the open page of a payment",
    "billing.choose_day_report": "sends on to the day chosen",
    "billing.download_day_report": "a file",
    "billing.download_settlement": "a file",
    "billing.get_payment_state": "news for the page that follows a payment",
    "funeral.board_changes": "news for the day board (tests/browser/test_board_live.py)",
    "funeral.board_grid": "the changing part of the day board",
    "funeral.board_item": "the side of the day board for one item",
    "billing.what_if_changes": "news of a what-if (tests/billing/test_what_ifs.py)",
    "billing.download_what_if": "a file",
    "billing.download_what_if_cases": "a file",
}


def uncovered(app: Flask) -> set[str]:
    """Endpoints that answer GET and are opened by no test."""
    answering = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    visited = {visit.endpoint for visit in (*FAMILY_VISITS, *STAFF_VISITS)}
    return answering - visited - ON_THE_WAY - NO_PAGES.keys()


def gone(app: Flask) -> set[str]:
    """Endpoints named above that are no longer there."""
    visited = {visit.endpoint for visit in (*FAMILY_VISITS, *STAFF_VISITS)}
    answering = {rule.endpoint for rule in app.url_map.iter_rules()}
    return (visited | ON_THE_WAY | NO_PAGES.keys()) - answering
