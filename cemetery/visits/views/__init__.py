"""The pages of visits: for families, the desk and the gate."""

from cemetery.visits.views import (
    book,
    ceremonies,
    desk,
    find,
    gate,
    queue,
    requests,
    slots,
    sweeping,
    sweeps,
    terms,
)
from cemetery.visits.views.blueprint import visits
from cemetery.visits.views.sweeps import sweep_link

__all__ = [
    "book",
    "ceremonies",
    "desk",
    "find",
    "gate",
    "queue",
    "requests",
    "slots",
    "sweep_link",
    "sweeping",
    "sweeps",
    "terms",
    "visits",
]
