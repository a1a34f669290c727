"""Hardware's tables; private to this package."""

from hardware.models.printers import OPEN_STATES, STATE_LABELS, Printer, PrintJob, PrintState

__all__ = ["OPEN_STATES", "STATE_LABELS", "PrintJob", "PrintState", "Printer"]
