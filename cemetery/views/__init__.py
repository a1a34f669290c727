"""The columbarium's pages, and what anybody sees who scans a plate."""

from cemetery.views import batches, finding, plates
from cemetery.views.blueprint import KEEPERS, cemetery
from cemetery.views.deposits import ashes_panel, deposit_link

__all__ = ["KEEPERS", "ashes_panel", "batches", "cemetery", "deposit_link", "finding", "plates"]
