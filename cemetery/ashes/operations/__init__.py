"""The verbs of portions: each one event, in one transaction."""

from cemetery.ashes.operations.corrections import correct_interment, swap_interments
from cemetery.ashes.operations.labels import print_portion_label
from cemetery.ashes.operations.leaving import (
    collect_ashes,
    print_collection_slip,
    take_in_ashes,
)
from cemetery.ashes.operations.persons import correct_admitted
from cemetery.ashes.operations.portions import (
    divide_ashes,
    move_ashes,
    note_hand_over,
    open_portion,
    receive_foreign_ashes,
)
from cemetery.ashes.operations.resting import disinter_ashes, inter_ashes, scatter_ashes
from cemetery.ashes.operations.stock_takes import (
    finish_stock_take,
    resolve_discrepancy,
    scan_ashes,
    scan_unit,
    start_stock_take,
)
from cemetery.ashes.operations.transfers import acknowledge_ashes, send_ashes, take_back_ashes

__all__ = [
    "acknowledge_ashes",
    "collect_ashes",
    "correct_admitted",
    "correct_interment",
    "disinter_ashes",
    "divide_ashes",
    "finish_stock_take",
    "inter_ashes",
    "move_ashes",
    "note_hand_over",
    "open_portion",
    "print_collection_slip",
    "print_portion_label",
    "receive_foreign_ashes",
    "resolve_discrepancy",
    "scan_ashes",
    "scan_unit",
    "scatter_ashes",
    "send_ashes",
    "start_stock_take",
    "swap_interments",
    "take_back_ashes",
    "take_in_ashes",
]
