"""A case as whoever holds it tells it; billing itself knows no case (wired in wsgi.py)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from billing.facts import Facts
from kernel.errors import NotFound
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind


@dataclass(frozen=True)
class KnownCase:
    """What need not be asked again where the burial follows a case of ours."""

    case_id: uuid.UUID
    number: str
    institution_id: uuid.UUID
    deceased_name: str
    identity_kind: IdentityKind
    identity_number: str | None
    shown_identity: str
    facts: Facts
    claimant_name: str
    relation: Relation
    phone: str


# Takes a case number as typed, gives the case if the reader may see it.
CaseSource = Callable[[str], KnownCase | None]
SOURCES = "known_cases"
# Takes ids of cases, gives the names of the deceased, already masked ("张*").
Namer = Callable[[set[uuid.UUID]], dict[uuid.UUID, str]]
NAMERS = "masked_names_of_cases"


def add_cases(app: Flask, source: CaseSource) -> None:
    app.extensions.setdefault(SOURCES, []).append(source)


def get_known_case(number: str) -> KnownCase:
    """Raises NotFound, also for a case outside the reader's scope."""
    sources: list[CaseSource] = current_app.extensions.get(SOURCES, [])
    known = next((case for source in sources if (case := source(number))), None)
    if known is None:
        raise NotFound
    return known


def add_namer(app: Flask, namer: Namer) -> None:
    app.extensions.setdefault(NAMERS, []).append(namer)


def masked_names(case_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    known: dict[uuid.UUID, str] = {}
    for namer in current_app.extensions.get(NAMERS, []):
        known |= namer(case_ids)
    return known
