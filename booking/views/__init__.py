"""Booking's pages: the family's questions, its booking, and the desk that receives it."""

from booking.views import (
    confirm,
    family,
    find,
    found,
    mine,
    papers,
    requests,
    screens,
    shown_names,
    tickets,
    times,
    waiting,
)
from booking.views.blueprint import booking
from booking.views.desk import expected_families

__all__ = [
    "booking",
    "confirm",
    "expected_families",
    "family",
    "find",
    "found",
    "mine",
    "papers",
    "requests",
    "screens",
    "shown_names",
    "tickets",
    "times",
    "waiting",
]
