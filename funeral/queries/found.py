"""The cases of people who were found."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from funeral.models import FuneralCase
from kernel.db import db
from kernel.people.deceased import Deceased
from kernel.people.finding import Found, same_name
from kernel.people.spellings import folded


class CaseNumber(NamedTuple):
    id: uuid.UUID
    number: str


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


def cases_of_deceased(deceased_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, CaseNumber]:
    """By the deceased; who has only a booking yet has none."""
    query = select(FuneralCase.deceased_id, FuneralCase.id, FuneralCase.number)
    query = query.where(FuneralCase.deceased_id.in_(list(deceased_ids)))
    return {
        deceased_id: CaseNumber(case_id, number)
        for deceased_id, case_id, number in db.session.execute(query)
    }


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
