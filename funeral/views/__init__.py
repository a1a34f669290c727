"""The desk's pages, by noun; each view is named after its operation or query."""

from funeral.views import (
    board,
    cases,
    certificates,
    cremation,
    custody,
    money,
    particulars,
    schedule,
)
from funeral.views.blueprint import funeral

__all__ = [
    "board",
    "cases",
    "certificates",
    "cremation",
    "custody",
    "funeral",
    "money",
    "particulars",
    "schedule",
]
