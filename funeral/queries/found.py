"""The cases of people who were found."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from funeral.models import FuneralCase
from kernel.db import among, db
from kernel.people.deceased import Deceased
from kernel.people.finding import Found, same_name
from kernel.people.spellings import folded


class FoundPerson(NamedTuple):
    """What PEOPLE says of one deceased; who has only a booking yet has no case."""

    id: uuid.UUID
    institution_id: uuid.UUID
    name: str
    sex: str
    born_on: date | None
    died_on: date
    case_id: uuid.UUID | None
    case_number: str | None


# Those of "ids", for whoever shows more of them than a case.
PEOPLE = (
    select(
        *(Deceased.id, Deceased.institution_id, Deceased.name, Deceased.sex),
        *(Deceased.born_on, Deceased.died_on),
        *(FuneralCase.id.label("case_id"), FuneralCase.number.label("case_number")),
    )
    .outerjoin(FuneralCase, FuneralCase.deceased_id == Deceased.id)
    .where(among(Deceased.id))
)


def is_of(found: Found) -> ColumnElement[bool]:
    """Cases of this number, of these deceased, or arranged by these claimants."""
    whose = [FuneralCase.number == found.words.upper()]
    if found.deceased:
        whose.append(FuneralCase.deceased_id.in_(found.deceased))
    if found.claimants:
        whose.append(FuneralCase.claimant_id.in_(found.claimants))
    return or_(*whose)


def list_found_ids(found: Found) -> list[uuid.UUID]:
    return list(db.session.scalars(select(FuneralCase.id).where(is_of(found))))


def list_deceased_of_claimants(claimant_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    query = select(FuneralCase.deceased_id).where(FuneralCase.claimant_id.in_(list(claimant_ids)))
    return list(db.session.scalars(query))


def list_deceased_of_cases(case_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    query = select(FuneralCase.deceased_id).where(FuneralCase.id.in_(list(case_ids)))
    return list(db.session.scalars(query))


def list_cases_of_name(name: str, died_in: int) -> list[FuneralCase]:
    """Of everybody of this name, in whichever form it was typed, who died in this year.

    Pinyin, which names are also found by, is not the name.
    """
    query = (
        select(FuneralCase)
        .join(Deceased, FuneralCase.deceased_id == Deceased.id)
        .where(
            Deceased.id.in_(same_name(name)),
            Deceased.died_on.between(date(died_in, 1, 1), date(died_in, 12, 31)),
        )
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    cases, plain = db.session.scalars(query), folded(name)
    return [case for case in cases if folded(case.deceased.name) == plain]
