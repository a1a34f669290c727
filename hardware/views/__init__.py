"""Pages about paper and devices, by noun; each view is named after its operation or query."""

from hardware.views import documents, previews, print_jobs, printers, scanning, screens, specimens
from hardware.views.blueprint import hardware

__all__ = [
    "documents",
    "hardware",
    "previews",
    "print_jobs",
    "printers",
    "scanning",
    "screens",
    "specimens",
]
