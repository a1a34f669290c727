"""Whomever staff look for, with everything that is recorded: booking, case, ashes."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import load_only

from booking.models import Booking
from cemetery.finding import list_cases_in_niche, resting_places
from funeral.queries.found import (
    CaseNumber,
    cases_of_deceased,
    list_deceased_of_cases,
    list_deceased_of_claimants,
)
from kernel.db import db
from kernel.pages import Page, page_of
from kernel.people.deceased import Deceased
from kernel.people.finding import Found

if TYPE_CHECKING:
    from cemetery.models import AshDeposit

SHOWN = (
    *(Deceased.institution_id, Deceased.name, Deceased.sex),
    *(Deceased.born_on, Deceased.died_on),
)
SORTS = {"died": Deceased.died_on, "name": Deceased.name}


@dataclass(frozen=True)
class Record:
    """One deceased. `booking`: only where there is no case yet. `places`: of the ashes now."""

    deceased: Deceased
    case: CaseNumber | None
    booking: Booking | None
    places: "list[AshDeposit]"


def list_records(found: Found, *, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    """By the deceased, the telephone of the claimant or the name of a niche."""
    ids = set(found.deceased)
    if found.claimants:
        ids.update(_deceased_of_claimants(found.claimants))
    in_niche = list_cases_in_niche(found.words)
    if in_niche:
        ids.update(list_deceased_of_cases(in_niche))
    # What no column shows is not read, least of all what would have to be decrypted.
    query = select(Deceased).where(Deceased.id.in_(ids)).options(load_only(*SHOWN))
    listed = page_of(query, SORTS, number=page, sort=sort, direction=direction, total=len(ids))
    return replace(listed, items=_records_of(listed.items))


def _records_of(people: list[Deceased]) -> list[Record]:
    ids = {person.id for person in people}
    cases = cases_of_deceased(ids) if ids else {}
    places = resting_places(case.id for case in cases.values()) if cases else {}
    bookings = _bookings_of(ids - cases.keys())
    return [
        Record(
            deceased=person,
            case=cases.get(person.id),
            booking=bookings.get(person.id),
            places=places.get(cases[person.id].id, []) if person.id in cases else [],
        )
        for person in people
    ]


def _bookings_of(deceased_ids: set[uuid.UUID]) -> dict[uuid.UUID, Booking]:
    query = select(Booking).where(Booking.deceased_id.in_(deceased_ids))
    found = db.session.scalars(query) if deceased_ids else ()
    return {booking.deceased_id: booking for booking in found}


def _deceased_of_claimants(claimant_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    query = select(Booking.deceased_id).where(Booking.claimant_id.in_(claimant_ids))
    return [*list_deceased_of_claimants(claimant_ids), *db.session.scalars(query)]
