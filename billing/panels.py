"""What packages above us know and our papers need: who a case is about."""

import uuid
from collections.abc import Callable

from flask import Flask, current_app

# Takes ids of cases, gives the names of the deceased, already masked ("张*").
Namer = Callable[[set[uuid.UUID]], dict[uuid.UUID, str]]
NAMERS = "masked_names_of_cases"


def add_namer(app: Flask, namer: Namer) -> None:
    app.extensions.setdefault(NAMERS, []).append(namer)


def masked_names(case_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    known: dict[uuid.UUID, str] = {}
    for namer in current_app.extensions.get(NAMERS, []):
        known |= namer(case_ids)
    return known
