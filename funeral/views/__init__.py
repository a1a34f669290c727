"""The desk's pages, by noun; each view is named after its operation or query."""

from funeral.views import (
    belongings,
    blanks,
    board,
    cases,
    certificates,
    cremation,
    custody,
    money,
    moves,
    particulars,
    schedule,
    storage,
    trips,
    verify,
)
from funeral.views.blueprint import funeral

__all__ = [
    "belongings",
    "blanks",
    "board",
    "cases",
    "certificates",
    "cremation",
    "custody",
    "funeral",
    "money",
    "moves",
    "particulars",
    "schedule",
    "storage",
    "trips",
    "verify",
]
