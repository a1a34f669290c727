"""The pages of voyages: for families, the desk, and the day itself."""

from cemetery.voyages.views import coming, day, plans, registrations
from cemetery.voyages.views.blueprint import voyages
from cemetery.voyages.views.registrations import registration_link, voyages_panel

__all__ = [
    "coming",
    "day",
    "plans",
    "registration_link",
    "registrations",
    "voyages",
    "voyages_panel",
]
