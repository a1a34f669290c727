"""Hardware's tables; private to this package."""

from hardware.models.documents import Document
from hardware.models.printers import OPEN_STATES, STATE_LABELS, Printer, PrintJob, PrintState

__all__ = ["OPEN_STATES", "STATE_LABELS", "Document", "PrintJob", "PrintState", "Printer"]
