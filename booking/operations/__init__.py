"""Booking's verbs, by noun: what a family does, and the desk's taking over."""

from booking import live  # noqa: F401 — from here on every flush is heard
from booking.operations.bookings import (
    accept_booking,
    cancel_booking,
    change_booking,
    confirm_booking,
    decline_booking,
    open_case_from_booking,
)
from booking.operations.drafts import choose_time, forget_drafts, save_answers, start_draft
from booking.operations.papers import print_booking_slip
from booking.operations.tickets import (
    call_again,
    call_next,
    finish_ticket,
    set_aside,
    set_ticket_kind,
    take_ticket,
)
from booking.operations.waiting import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    offer_times,
    settle_waiting,
    tell_offer,
)

__all__ = [
    "accept_booking",
    "accept_offer",
    "call_again",
    "call_next",
    "cancel_booking",
    "change_booking",
    "choose_time",
    "confirm_booking",
    "decline_booking",
    "decline_offer",
    "finish_ticket",
    "forget_drafts",
    "join_waiting_list",
    "leave_waiting_list",
    "offer_times",
    "open_case_from_booking",
    "print_booking_slip",
    "save_answers",
    "set_aside",
    "set_ticket_kind",
    "settle_waiting",
    "start_draft",
    "take_ticket",
    "tell_offer",
]
