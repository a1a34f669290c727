"""The pages of visits: for families, the desk and the gate."""

from cemetery.visits.views import (
    book,
    ceremonies,
    desk,
    find,
    gate,
    slots,
    sweeping,
    sweeps,
    terms,
)
from cemetery.visits.views.blueprint import visits

__all__ = [
    "book",
    "ceremonies",
    "desk",
    "find",
    "gate",
    "slots",
    "sweeping",
    "sweeps",
    "terms",
    "visits",
]
