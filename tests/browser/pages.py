"""Every page anybody can open, with who opens it and what stands in its address."""

import uuid

from flask import Flask

from kernel.people.actors import Role
from tests.browser.ash_pages import STAFF_AT_ASHES
from tests.browser.county import County
from tests.browser.ground_pages import GROUND_VISITS
from tests.browser.memorial_pages import FAMILY_AT_MEMORIALS, STAFF_AT_MEMORIALS
from tests.browser.money_pages import MONEY_VISITS
from tests.browser.right_pages import RIGHT_VISITS
from tests.browser.text_pages import TEXT_VISITS
from tests.browser.visit_pages import FAMILY_AT_GRAVES, STAFF_AT_GRAVES
from tests.browser.visits import Values, Visit, of_case
from tests.browser.voyage_pages import FAMILY_AT_SEA, STAFF_AT_SEA


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


def _batch(stage: str) -> Values:
    return lambda county: {"batch_id": getattr(county.plated, stage)}


def _unit(which: str) -> Values:
    return lambda county: {"unit_id": getattr(county.plated, which)}


def _screen(kind: str) -> Values:
    return lambda county: {"token": county.screens.tokens[kind]}


def _ticket_at_machine(county: County) -> dict[str, object]:
    screens = county.screens
    return {"token": screens.tokens["ticket_machine"], "ticket_token": screens.ticket}


FAMILY_VISITS = (
    *FAMILY_AT_GRAVES,
    *FAMILY_AT_SEA,
    *FAMILY_AT_MEMORIALS,
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
    Visit("cemetery.find_resting_place"),
    Visit("cemetery.find_plate"),
    Visit("cemetery.get_plate", None, lambda c: {"token": c.plated.token}, "niche"),
    Visit("funeral.show_terms", None, lambda _: {"code": "JY"}),
    Visit("funeral.verify_certificate", name="typed"),
    Visit("billing.find_account"),
    Visit("billing.show_account", None, lambda c: {"token": c.accounts.told}, "told"),
    Visit("billing.show_account", None, lambda c: {"token": c.accounts.open}, "open"),
    Visit("billing.show_account", None, lambda c: {"token": c.accounts.paid}, "paid"),
    Visit("billing.follow_payment", None, _paying("paying"), "paying"),
    Visit("billing.follow_payment", None, _paying("given_up"), "given-up"),
    Visit("funeral.verify_certificate", None, lambda c: {"token": c.verify_token}, "scanned"),
    *(
        Visit("hardware.show_screen", None, _screen(kind), kind)
        for kind in ("hall_door", "waiting_board", "ticket_machine")
    ),
    Visit("booking.show_ticket", None, lambda c: {"token": c.screens.ticket}),
    Visit("booking.show_ticket_at_machine", None, _ticket_at_machine),
)
STAFF_VISITS = (
    *MONEY_VISITS,
    *STAFF_AT_GRAVES,
    *STAFF_AT_ASHES,
    *STAFF_AT_SEA,
    *STAFF_AT_MEMORIALS,
    *GROUND_VISITS,
    *RIGHT_VISITS,
    *TEXT_VISITS,
    Visit("booking.desk", Role.DESK),
    Visit("booking.list_found", Role.DESK),
    Visit("booking.list_found", Role.DESK, lambda _: {"search": "示"}, "nobody"),
    Visit("booking.list_found", Role.DESK, lambda _: {"search": "张示绣"}, "alike"),
    Visit("booking.list_found", Role.COLUMBARIUM, lambda _: {"search": "张示秀"}, "resting"),
    Visit("booking.list_found", Role.OFFICER, lambda _: {"search": "王"}, "masked"),
    Visit("booking.list_bookings", Role.DESK),
    Visit("booking.get_booking", Role.DESK, lambda c: {"code": c.waiting_booking}, "waiting"),
    Visit("booking.get_booking", Role.DESK, lambda c: {"code": c.opened_booking}, "opened"),
    Visit("booking.decline_booking", Role.DESK, lambda c: {"code": c.waiting_booking}),
    Visit("booking.change_booking_at_desk", Role.DESK, lambda c: {"code": c.waiting_booking}),
    Visit("booking.list_waiting", Role.DESK),
    Visit("booking.cancel_booking", Role.DESK, lambda c: {"code": c.waiting_booking}),
    Visit("booking.list_tickets", Role.DESK),
    Visit("booking.list_tickets", Role.COLUMBARIUM, name="columbarium"),
    Visit("booking.set_ticket_kind", Role.ADMINISTRATOR),
    Visit("hardware.list_screens", Role.ADMINISTRATOR),
    Visit("hardware.add_screen", Role.ADMINISTRATOR),
    of_case("funeral.approve_shown_name", "opened"),
    Visit("hardware.list_printers", Role.DESK),
    Visit("hardware.list_specimens", Role.DESK),
    *(
        Visit("hardware.get_specimen", Role.DESK, lambda _, of=of: of, of["document"])
        for of in (
            {"document": "bill", "columns": 48},
            {"document": "receipt", "columns": 32},
            {"document": "pick_up_slip", "columns": 42},
        )
    ),
    Visit("hardware.add_printer", Role.DESK),
    Visit("hardware.list_paper_specimens", Role.DESK),
    Visit("hardware.list_paper_specimens", Role.OFFICER, name="officer"),
    *(
        Visit(f"hardware.{page}", Role.DESK, lambda county: {"printer_id": county.printer_id})
        for page in ("change_printer", "list_printer_jobs")
    ),
    *(
        Visit("hardware.get_print_job", Role.DESK, values, name)
        for name, values in (
            ("waiting", lambda county: {"print_job_id": county.print_job_id}),
            ("unconfirmed", lambda county: {"print_job_id": county.doubtful_job_id}),
        )
    ),
    Visit("funeral.list_cases", Role.DESK),
    Visit("funeral.list_cases", Role.DESK, lambda _: {"search": "没有这个人"}, "nothing"),
    Visit("funeral.open_walk_in_case", Role.DESK),
    *(
        of_case("funeral.get_case", stage, role)
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
    of_case("funeral.record_paper", "opened"),
    of_case("funeral.correct_particulars", "opened"),
    of_case("funeral.correct_particulars", "unnamed", Role.ADMINISTRATOR),
    of_case("funeral.correct_particulars", "billed"),
    of_case("funeral.receive_remains", "opened"),
    of_case("funeral.receive_remains", "received"),
    of_case("funeral.tag_remains", "opened"),
    of_case("funeral.tag_remains", "received"),
    of_case("funeral.replace_wristband", "received"),
    of_case("funeral.issue_work_order", "opened"),
    of_case("funeral.issue_work_order", "received"),
    of_case("funeral.replace_work_order", "received"),
    of_case("funeral.set_hold_flag", "received"),
    Visit(
        "funeral.lift_hold_flag",
        Role.DESK,
        lambda county: {"number": county.cases["received"], "flag_id": county.flag_id},
    ),
    of_case("funeral.record_death_kind", "received"),
    of_case("funeral.note_waiver_facts", "received"),
    of_case("funeral.hand_over_ashes", "certified"),
    *(
        Visit("hardware.read_code", role, name=role.value)
        for role in (Role.DESK, Role.DRIVER, Role.COLUMBARIUM, Role.OFFICER)
    ),
    Visit("funeral.record_move", Role.OPERATOR),
    Visit("funeral.check_furnace", Role.OPERATOR),
    Visit("funeral.list_refused_scans", Role.ADMINISTRATOR),
    of_case("funeral.plan_case", "received"),
    of_case("funeral.record_farewell", "opened"),
    of_case("funeral.cancel_farewell", "opened"),
    of_case("funeral.cancel_plan", "opened"),
    of_case("funeral.start_cremation", "opened", Role.OPERATOR),
    of_case("funeral.start_cremation", "received", Role.OPERATOR),
    of_case("funeral.end_cremation", "burning", Role.OPERATOR),
    of_case("funeral.issue_certificate", "certified"),
    of_case("funeral.issue_certificate", "opened"),
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
    of_case("funeral.make_bill", "certified"),
    of_case("funeral.make_bill", "opened"),
    Visit("funeral.show_storage", Role.DESK),
    Visit("funeral.list_overdue", Role.ADMINISTRATOR),
    *(
        Visit(f"funeral.{page}", Role.DESK, lambda county: {"number": county.kept.case}, "kept")
        for page in (
            *("get_case", "extend_storage", "show_ladder", "record_unclaimed_step"),
            *("end_unclaimed", "record_belonging", "keep_photo"),
        )
    ),
    of_case("funeral.extend_storage", "opened"),
    of_case("funeral.show_ladder", "received"),
    of_case("funeral.record_unclaimed_step", "received"),
    of_case("funeral.register_unclaimed", "received"),
    of_case("funeral.keep_photo", "received", Role.OPERATOR),
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
    of_case("funeral.reserve_resource", "received"),
    Visit("funeral.release_occupancy", Role.DESK, lambda c: {"occupancy_id": c.vigil_id}),
    of_case("funeral.charge_item", "opened"),
    of_case("funeral.sell_article", "opened"),
    Visit("funeral.withdraw_item", Role.DESK, lambda c: _charge(c, c.hand_charge_id)),
    Visit("funeral.return_article", Role.DESK, lambda c: _charge(c, c.sold_charge_id)),
    of_case("funeral.take_deposit", "certified"),
    of_case("funeral.get_case", "settled"),
    Visit("cemetery.list_deposits", Role.COLUMBARIUM),
    Visit("cemetery.list_deposits", Role.COLUMBARIUM, lambda _: {"search": "没有"}, "nothing"),
    of_case("cemetery.deposit_ashes", "certified", Role.COLUMBARIUM),
    of_case("cemetery.deposit_ashes", "opened", Role.DESK),
    Visit("cemetery.get_deposit", Role.COLUMBARIUM, lambda county: {"number": county.deposit}),
    Visit("keeping.renew_deposit", Role.COLUMBARIUM, lambda county: {"number": county.deposit}),
    Visit("keeping.move_deposit", Role.COLUMBARIUM, lambda county: {"number": county.deposit}),
    Visit("cemetery.replace_plate", Role.COLUMBARIUM, lambda county: {"number": county.deposit}),
    Visit("cemetery.get_plate", Role.COLUMBARIUM, lambda c: {"token": c.plated.token}, "keeper"),
    Visit("cemetery.list_plate_batches", Role.COLUMBARIUM),
    Visit("cemetery.order_plates", Role.DESK),
    *(
        Visit("cemetery.get_plate_batch", Role.COLUMBARIUM, _batch(stage), stage)
        for stage in ("done", "waiting", "withdrawn")
    ),
    Visit("cemetery.cancel_plate_batch", Role.COLUMBARIUM, _batch("done")),
    Visit("cemetery.get_unit", Role.COLUMBARIUM, _unit("unit_id"), "plated"),
    Visit("cemetery.get_unit", Role.DESK, _unit("bare_unit_id"), "bare"),
    Visit("cemetery.replace_unit_plate", Role.COLUMBARIUM, _unit("unit_id"), "plated"),
    Visit("cemetery.replace_unit_plate", Role.COLUMBARIUM, _unit("bare_unit_id"), "bare"),
    Visit("cemetery.revoke_plate", Role.COLUMBARIUM, lambda c: {"plate_id": c.plated.plate_id}),
    Visit("oversight.dashboard", Role.OFFICER),
    Visit("oversight.dashboard", Role.OFFICER, lambda _: {"month": "2026-01"}, "nothing"),
    *(
        Visit(f"oversight.{listed}", Role.OFFICER)
        for listed in (
            "list_cremations_of_month",
            "list_certificates_of_month",
            "list_cases_of_month",
            "list_deposits_of_month",
            "list_scattered_of_month",
            "show_eco_burials",
            "list_laid_to_rest",
            "list_waivers",
            "record_deaths",
            "list_journal",
        )
    ),
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
    # Of a visit, for the browser that booked it: test_visits.py.
    "visits.show_visit",
    "visits.change_visit",
    "visits.show_sweep",
    # For the browser that said the digits: test_memorials.py.
    "memorials.show_my_memorial",
    "memorials.agree_to_parts",
    "memorials.write_memorial_text",
    "memorials.add_memorial_picture",
    "memorials.list_my_messages",
    "memorials.take_down_my_memorial",
}
# No pages: what a browser fetches or is sent on from.
NO_PAGES = {
    "visits.show_place": "a piece of the page of a request, asked for by its script",
    "funeral.list_order_homes": "sends on where there is one home",
    "static": "files",
    "ground.download_mistakes": "a file",
    "ground.download_units": "a file",
    "cemetery.download_plate_file": "the files of a batch",
    "cemetery.download_unit_plate": "the drawing of a plate",
    "visits.list_visit_sites": "sends on where there is one site",
    "visits.list_sites": "the same",
    "visits.gate_worker": "a script (test_visits.py)",
    "visits.show_sweep_photo": "a picture",
    "visits.get_sweep_photo": "a picture",
    "memorials.show_memorial_picture": "a picture",
    "memorials.show_my_picture": "a picture",
    "memorials.get_piece_picture": "a picture",
    "billing.list_prices_as_json": "the price list for machines",
    "kernel.healthz": "a word for whoever watches the server",
    "kernel.toggle_elder": "sends back to where one was",
    "kernel.switch_language": "the same",
    "booking.find_record": "leads a scanned number to its page",
    "billing.hear_of_payment": "news for the open page of a payment",
    "billing.choose_day_report": "sends on to the day chosen",
    "billing.download_day_report": "a file",
    "billing.download_settlement": "a file",
    "hardware.get_document": "a file (tests/hardware/test_release_document.py)",
    "hardware.draw_paper_specimen": "a file (tests/hardware/test_papers.py)",
    "billing.get_payment_state": "news for the page that follows a payment",
    "hardware.draw_specimen": "a picture",
    "hardware.draw_print_job": "a picture",
    "hardware.list_states": "the changing part of the printers' page",
    "hardware.printer_changes": "news for it (tests/browser/test_printers_live.py)",
    "hardware.screen_content": "the changing part of a screen (tests/browser/test_screens.py)",
    "hardware.screen_changes": "news for a screen",
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
