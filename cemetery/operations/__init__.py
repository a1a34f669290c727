"""Niches, the ashes in them and the plates that lead there; each verb is one transaction."""

from cemetery.operations.batches import (
    cancel_plate_batch,
    draw_plates,
    fail_plate_batch,
    give_out_plates,
    order_plates,
    release_plates,
)
from cemetery.operations.deposits import (
    LONGEST_TERM_MONTHS,
    add_columbarium,
    deposit_ashes,
    print_storage_receipt,
)
from cemetery.operations.plates import replace_plate, replace_unit_plate, revoke_plate

__all__ = [
    "LONGEST_TERM_MONTHS",
    "add_columbarium",
    "cancel_plate_batch",
    "deposit_ashes",
    "draw_plates",
    "fail_plate_batch",
    "give_out_plates",
    "order_plates",
    "print_storage_receipt",
    "release_plates",
    "replace_plate",
    "replace_unit_plate",
    "revoke_plate",
]
