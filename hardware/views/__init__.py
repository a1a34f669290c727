"""Pages about paper and devices, by noun; each view is named after its operation or query."""

from hardware.views import print_jobs, printers
from hardware.views.blueprint import hardware

__all__ = ["hardware", "print_jobs", "printers"]
