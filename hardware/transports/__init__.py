"""Talking to printers, each kind of connection in a file of its own; never in a transaction."""

from hardware.kinds import Acknowledgement
from hardware.transports.addresses import Address
from hardware.transports.delivery import (
    ANSWER_SECONDS,
    PAPER_CHANGE_SECONDS,
    Delivery,
    Outcome,
    condition_of,
    conditions_of,
    deliver,
)
from hardware.transports.status import Condition

__all__ = [
    "ANSWER_SECONDS",
    "PAPER_CHANGE_SECONDS",
    "Acknowledgement",
    "Address",
    "Condition",
    "Delivery",
    "Outcome",
    "condition_of",
    "conditions_of",
    "deliver",
]
