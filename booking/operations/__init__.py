"""Booking's verbs, by noun: what a family does, and the desk's taking over."""

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
    "cancel_booking",
    "change_booking",
    "choose_time",
    "confirm_booking",
    "decline_booking",
    "decline_offer",
    "forget_drafts",
    "join_waiting_list",
    "leave_waiting_list",
    "offer_times",
    "open_case_from_booking",
    "print_booking_slip",
    "save_answers",
    "settle_waiting",
    "start_draft",
    "tell_offer",
]
