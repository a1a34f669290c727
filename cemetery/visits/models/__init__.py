"""The tables of visits; private to this package. Every key begins with the site."""

from cemetery.visits.models.requests import VisitRequest
from cemetery.visits.models.sweeps import Sweep, SweepPhoto
from cemetery.visits.models.visits import (
    VisitBooking,
    VisitEntry,
    VisitSlot,
    VisitTerms,
    VisitUnitDay,
    VoidPass,
)

__all__ = [
    "Sweep",
    "SweepPhoto",
    "VisitBooking",
    "VisitEntry",
    "VisitRequest",
    "VisitSlot",
    "VisitTerms",
    "VisitUnitDay",
    "VoidPass",
]
