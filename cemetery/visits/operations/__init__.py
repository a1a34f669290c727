"""Everything that changes visits."""

from cemetery.visits.operations.bookings import book_visit, cancel_visit, change_visit, tell_family
from cemetery.visits.operations.entries import record_entry, settle_conflict, sync_entry
from cemetery.visits.operations.forgetting import forget_visits
from cemetery.visits.operations.papers import print_visit_pass
from cemetery.visits.operations.requests import allocate_visits, leave_visit_queue
from cemetery.visits.operations.slots import (
    announce_ceremony,
    close_slots,
    make_slots,
    reopen_slot,
)
from cemetery.visits.operations.sweeps import (
    add_sweep_photo,
    ask_sweep,
    decline_sweep,
    finish_sweep,
)
from cemetery.visits.operations.terms import lay_down_visit_terms

__all__ = [
    "add_sweep_photo",
    "allocate_visits",
    "announce_ceremony",
    "ask_sweep",
    "book_visit",
    "cancel_visit",
    "change_visit",
    "close_slots",
    "decline_sweep",
    "finish_sweep",
    "forget_visits",
    "lay_down_visit_terms",
    "leave_visit_queue",
    "make_slots",
    "print_visit_pass",
    "record_entry",
    "reopen_slot",
    "settle_conflict",
    "sync_entry",
    "tell_family",
]
