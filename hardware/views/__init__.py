"""Pages about paper and devices, by noun; each view is named after its operation or query."""

from hardware.views import previews, printers, specimens
from hardware.views.blueprint import hardware

__all__ = ["hardware", "previews", "printers", "specimens"]
