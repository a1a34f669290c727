"""Hardware's tables; private to this package."""

from hardware.models.printers import OPEN_STATES, STATE_LABELS, Printer, PrintJob, PrintState
from hardware.models.screens import Screen

__all__ = ["OPEN_STATES", "STATE_LABELS", "PrintJob", "PrintState", "Printer", "Screen"]
