"""Pages about paper and devices, by noun; each view is named after its operation or query."""

from hardware.views import printers, screens
from hardware.views.blueprint import hardware

__all__ = ["hardware", "printers", "screens"]
