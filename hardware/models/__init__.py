"""Hardware's tables; private to this package."""

from hardware.kinds import OPEN_STATES, STATE_LABELS, PrintState
from hardware.models.documents import Document
from hardware.models.print_jobs import PrintJob
from hardware.models.printers import Printer, Seat
from hardware.models.screens import Screen

__all__ = [
    "OPEN_STATES",
    "STATE_LABELS",
    "Document",
    "PrintJob",
    "PrintState",
    "Printer",
    "Screen",
    "Seat",
]
