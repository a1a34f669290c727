"""Everything that changes voyages."""

from cemetery.voyages.operations.day import (
    board_portion,
    carry_out_voyage,
    depart_voyage,
    note_relatives_present,
)
from cemetery.voyages.operations.papers import print_voyage_slip
from cemetery.voyages.operations.registrations import (
    change_voyage,
    note_family_told,
    register_for_voyage,
    withdraw_from_voyage,
)
from cemetery.voyages.operations.voyages import (
    cancel_voyage,
    close_voyage,
    plan_voyage,
    postpone_voyage,
    reopen_voyage,
)

__all__ = [
    "board_portion",
    "cancel_voyage",
    "carry_out_voyage",
    "change_voyage",
    "close_voyage",
    "depart_voyage",
    "note_family_told",
    "note_relatives_present",
    "plan_voyage",
    "postpone_voyage",
    "print_voyage_slip",
    "register_for_voyage",
    "reopen_voyage",
    "withdraw_from_voyage",
]
