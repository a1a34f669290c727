"""Whomever staff look for, with everything that is recorded: booking, case, ashes."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from booking.models import Booking
from cemetery.ashes.people import list_deceased_numbered
from cemetery.ashes.queries.resting import list_people_at_rest
from cemetery.finding import list_deceased_in_unit
from funeral.queries.found import list_deceased_of_claimants
from kernel.db import among, db
from kernel.pages import Page, page_in_order, page_of
from kernel.people.deceased import Deceased
from kernel.people.finding import Found

if TYPE_CHECKING:
    from cemetery.ashes.queries.resting import RestingPlace
    from funeral.queries.found import FoundPerson

SORTS = {"died": Deceased.died_on, "name": Deceased.name}


@dataclass(frozen=True)
class Record:
    """`booking`: its code, only where there is no case yet. `places`: of the ashes now."""

    deceased: "FoundPerson"
    booking: str | None
    places: "list[RestingPlace]"


def list_records(found: Found, *, page: int = 1, sort: str = "", direction: str = "desc") -> Page:
    """By the deceased, the telephone of the claimant, the name of a niche or a foreign certificate.

    Of a name who fits best is first, unless a `sort` is asked for; else who died last.
    """
    ids, in_unit = set(found.deceased), list_deceased_in_unit(found.words)
    in_unit += list_deceased_numbered(found.words)
    if found.claimants:
        ids.update(_deceased_of_claimants(found.claimants))
    if in_unit:
        ids.update(in_unit)
    if sort in SORTS or found.claimants or in_unit:
        those = select(Deceased.id).where(among(Deceased.id, ids))
        listed = page_of(those, SORTS, number=page, sort=sort, direction=direction, total=len(ids))
    else:
        listed = page_in_order(found.deceased, page)
    return replace(listed, items=_records_of(listed.items))


def _records_of(ids: list[uuid.UUID]) -> list[Record]:
    people = list_people_at_rest(ids) if ids else []
    booked = [person.id for person, _places in people if not person.case_id]
    bookings = _bookings_of(booked) if booked else {}
    return [Record(person, bookings.get(person.id), places) for person, places in people]


def _bookings_of(deceased_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    query = select(Booking.deceased_id, Booking.code).where(
        among(Booking.deceased_id, deceased_ids)
    )
    return {row.deceased_id: row.code for row in db.session.execute(query).all()}


def _deceased_of_claimants(claimant_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    query = select(Booking.deceased_id).where(Booking.claimant_id.in_(claimant_ids))
    return [*list_deceased_of_claimants(claimant_ids), *db.session.scalars(query)]
