"""Where ashes rest: for staff by the name of the niche, for a family by what it knows."""

import re
import unicodedata
import uuid
from collections.abc import Iterable
from hmac import compare_digest
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cemetery.errors import RestingPlaceUnknown
from cemetery.models import AshDeposit, Niche, Site
from funeral.queries.certificates import list_certificates_of_case
from funeral.queries.found import list_cases_of_name
from kernel.db import db

if TYPE_CHECKING:
    from funeral.models import FuneralCase

# 福区1排3号, 福区1-3, 福1-3
NICHE = re.compile(r"(.{1,20}区|\D{1,20})(\d{1,6})[排\-](\d{1,6})号?")
LAST_DIGITS = re.compile(r"\d{3}[\dX]")


def list_niches_named(words: str) -> list[uuid.UUID]:
    """The niches of this name at every site in the reader's scope."""
    named = NICHE.fullmatch("".join(unicodedata.normalize("NFKC", words).split()))
    if named is None:
        return []
    zone = named[1].removesuffix("区")
    # Through the site, which leads the index of the niches.
    query = (
        select(Niche.id)
        .join(Site, Niche.site_id == Site.id)
        .where(
            Niche.zone.in_([zone, f"{zone}区"]),
            Niche.row == int(named[2]),
            Niche.number == int(named[3]),
        )
    )
    return list(db.session.scalars(query))


def list_cases_in_niche(words: str) -> list[uuid.UUID]:
    """Whose ashes rest, or rested, in the niches of this name."""
    niches = list_niches_named(words)
    query = select(AshDeposit.case_id).where(AshDeposit.niche_id.in_(niches))
    return list(db.session.scalars(query)) if niches else []


def resting_places(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[AshDeposit]]:
    """By case: where its ashes rest now."""
    query = (
        select(AshDeposit)
        .where(AshDeposit.case_id.in_(list(case_ids)), AshDeposit.collected_at.is_(None))
        .options(joinedload(AshDeposit.niche).joinedload(Niche.site))
        .order_by(AshDeposit.portion)
    )
    places: dict[uuid.UUID, list[AshDeposit]] = {}
    for deposit in db.session.scalars(query):
        places.setdefault(deposit.case_id, []).append(deposit)
    return places


def get_resting_places(*, name: str, died_in: int, known: str) -> list[AshDeposit]:
    """The ashes of the one person whom all three facts fit, else RestingPlaceUnknown.

    `known`: the last four of the claimant's telephone or of the deceased's identity number, or the
    whole number of the cremation certificate. Nobody learns which of the facts was wrong.
    """
    known = "".join(unicodedata.normalize("NFKC", known).upper().split())
    fitting = [case for case in list_cases_of_name(name, died_in) if _fits(case, known)]
    places = resting_places(case.id for case in fitting)
    # Two whom the same facts fit would be a list of persons.
    if len(fitting) != 1 or not places:
        raise RestingPlaceUnknown
    return places[fitting[0].id]


def _fits(case: "FuneralCase", known: str) -> bool:
    if LAST_DIGITS.fullmatch(known):
        numbers = (case.claimant.phone, case.deceased.identity_number or "")
        return any(_same(number[-4:], known) for number in numbers)
    issued = list_certificates_of_case(case.id)
    return any(_same(each.number, known) for each in issued if each.voided_at is None)


def _same(kept: str, said: str) -> bool:
    return compare_digest(kept.upper().encode(), said.encode())
