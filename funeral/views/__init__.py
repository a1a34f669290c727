"""The desk's pages, by noun; each view is named after its operation or query."""

from funeral.views import (
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
    verify,
)
from funeral.views.blueprint import funeral

__all__ = [
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
    "verify",
]
