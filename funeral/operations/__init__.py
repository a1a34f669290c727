"""Funeral's verbs, by noun; each is one transaction and one journal entry."""

from funeral import live  # noqa: F401 — from here on every flush is heard
from funeral.operations.ash_papers import print_ash_label, print_pick_up_slip
from funeral.operations.belongings import (
    keep_photo,
    look_at_photo,
    record_belonging,
    return_belonging,
)
from funeral.operations.blanks import count_stock, receive_blanks, void_blank
from funeral.operations.cancelling import cancel_farewell, cancel_plan
from funeral.operations.cases import open_case, open_walk_in_case, record_paper
from funeral.operations.certificates import (
    collect_certificate,
    issue_certificate,
    print_certificate,
    reissue_certificate,
    release_certificate,
    void_certificate,
)
from funeral.operations.changes import change_times
from funeral.operations.charges import (
    charge_item,
    return_article,
    sell_article,
    withdraw_item,
)
from funeral.operations.closures import (
    approve_closure,
    ask_closure,
    lift_closure,
    report_breakdown,
)
from funeral.operations.cremation import check_furnace, end_cremation, start_cremation
from funeral.operations.custody import (
    hand_over_ashes,
    receive_remains,
    record_ashes_left,
    record_deposit,
    record_farewell,
)
from funeral.operations.hold_flags import lift_hold_flag, record_death_kind, set_hold_flag
from funeral.operations.holds import confirm_plan, hold_times, release_plan, return_times
from funeral.operations.money import make_bill
from funeral.operations.moves import move_occupancy
from funeral.operations.particulars import correct_particulars
from funeral.operations.replans import apply_replan, discard_replan, draft_replan
from funeral.operations.resources import (
    add_resource,
    change_resource,
    clear_special_day,
    retire_resource,
    set_hours,
    set_special_day,
)
from funeral.operations.scans import note_refused_scan, record_move
from funeral.operations.schedule import (
    plan_case,
    plan_farewell,
    tell_family,
)
from funeral.operations.shown_names import approve_shown_name, withdraw_shown_name
from funeral.operations.storage import extend_storage
from funeral.operations.terms import lay_down_terms
from funeral.operations.trips import (
    arrive_at_pick_up,
    assign_transfer,
    cancel_transfer,
    end_trip,
    order_transfer,
    pick_up_remains,
    start_trip,
)
from funeral.operations.unclaimed import (
    add_unclaimed_rung,
    end_unclaimed,
    end_unclaimed_rung,
    record_unclaimed_step,
    register_unclaimed,
    sign_unclaimed_step,
)
from funeral.operations.uses import release_occupancy, reserve_resource
from funeral.operations.wristbands import (
    issue_work_order,
    replace_work_order,
    replace_wristband,
    tag_remains,
)

__all__ = [
    "add_resource",
    "add_unclaimed_rung",
    "apply_replan",
    "approve_closure",
    "approve_shown_name",
    "arrive_at_pick_up",
    "ask_closure",
    "assign_transfer",
    "cancel_farewell",
    "cancel_plan",
    "cancel_transfer",
    "change_resource",
    "change_times",
    "charge_item",
    "check_furnace",
    "clear_special_day",
    "collect_certificate",
    "confirm_plan",
    "correct_particulars",
    "count_stock",
    "discard_replan",
    "draft_replan",
    "end_cremation",
    "end_trip",
    "end_unclaimed",
    "end_unclaimed_rung",
    "extend_storage",
    "hand_over_ashes",
    "hold_times",
    "issue_certificate",
    "issue_work_order",
    "keep_photo",
    "lay_down_terms",
    "lift_closure",
    "lift_hold_flag",
    "look_at_photo",
    "make_bill",
    "move_occupancy",
    "note_refused_scan",
    "open_case",
    "open_walk_in_case",
    "order_transfer",
    "pick_up_remains",
    "plan_case",
    "plan_farewell",
    "print_ash_label",
    "print_certificate",
    "print_pick_up_slip",
    "receive_blanks",
    "receive_remains",
    "record_ashes_left",
    "record_belonging",
    "record_death_kind",
    "record_deposit",
    "record_farewell",
    "record_move",
    "record_paper",
    "record_unclaimed_step",
    "register_unclaimed",
    "reissue_certificate",
    "release_certificate",
    "release_occupancy",
    "release_plan",
    "replace_work_order",
    "replace_wristband",
    "report_breakdown",
    "reserve_resource",
    "retire_resource",
    "return_article",
    "return_belonging",
    "return_times",
    "sell_article",
    "set_hold_flag",
    "set_hours",
    "set_special_day",
    "sign_unclaimed_step",
    "start_cremation",
    "start_trip",
    "tag_remains",
    "tell_family",
    "void_blank",
    "void_certificate",
    "withdraw_item",
    "withdraw_shown_name",
]
