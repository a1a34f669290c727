"""Booking's questions, by noun."""

from booking.queries.bookings import (
    count_bookings_for,
    find_booking,
    find_waiting_code,
    get_booking,
    get_booking_of_family,
    has_booking_for,
    list_bookings,
    list_bookings_of_plans,
    list_names_of_plans,
    list_waiting_bookings,
    lock_booking,
)
from booking.queries.drafts import get_draft, list_drafts_before, lock_draft, token_hash
from booking.queries.records import list_records
from booking.queries.waiting import (
    count_waiting,
    find_open_entry,
    get_entry,
    has_open_entries,
    list_moves_due,
    list_queue,
    place_of,
)

__all__ = [
    "count_bookings_for",
    "count_waiting",
    "find_booking",
    "find_open_entry",
    "find_waiting_code",
    "get_booking",
    "get_booking_of_family",
    "get_draft",
    "get_entry",
    "has_booking_for",
    "has_open_entries",
    "list_bookings",
    "list_bookings_of_plans",
    "list_drafts_before",
    "list_moves_due",
    "list_names_of_plans",
    "list_queue",
    "list_records",
    "list_waiting_bookings",
    "lock_booking",
    "lock_draft",
    "place_of",
    "token_hash",
]
