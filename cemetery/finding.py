"""Where ashes rest: for staff by the name of the unit, for a family by what it knows."""

import re
import unicodedata
import uuid
from hmac import compare_digest
from typing import TYPE_CHECKING

from cemetery.ashes.people import list_foreign_of_name
from cemetery.ashes.queries.resting import (
    RestingPlace,
    list_deceased_ever_in,
    list_resting_of,
)
from cemetery.errors import RestingPlaceUnknown
from cemetery.unit_names import list_units_named
from funeral.queries.certificates import list_certificates_of_case
from funeral.queries.found import list_cases_of_name
from kernel.people.identity import one_spelling

if TYPE_CHECKING:
    from cemetery.ashes.models import AshPortion
    from funeral.models import FuneralCase

LAST_DIGITS = re.compile(r"\d{3}[\dX]")


def list_deceased_in_unit(words: str) -> list[uuid.UUID]:
    """Whose ashes rest, or rested, in the units of this name."""
    units = list_units_named(words)
    return list_deceased_ever_in(units) if units else []


def get_resting_places(*, name: str, died_in: int, known: str) -> list[RestingPlace]:
    """Where the ashes rest of the one person whom all three facts fit, else RestingPlaceUnknown.

    `known`: the last four of the claimant's telephone or of the deceased's identity number, or the
    whole number of the cremation certificate, ours or another county's. Nobody learns which of the
    facts was wrong.
    """
    known = "".join(unicodedata.normalize("NFKC", known).upper().split())
    fitting = [case.id for case in list_cases_of_name(name, died_in) if _fits(case, known)]
    fitting += [
        portion.ashes_id
        for portion in list_foreign_of_name(name, died_in)
        if _fits_foreign(portion, known)
    ]
    places = list_resting_of(fitting)
    # Two whom the same facts fit would be a list of persons.
    if len(fitting) != 1 or not places:
        raise RestingPlaceUnknown
    return places[fitting[0]]


def _fits(case: "FuneralCase", known: str) -> bool:
    if LAST_DIGITS.fullmatch(known):
        numbers = (case.claimant.phone, case.deceased.identity_number or "")
        return any(_same(number[-4:], known) for number in numbers)
    issued = list_certificates_of_case(case.id)
    return any(_same(each.number, known) for each in issued if each.voided_at is None)


def _fits_foreign(portion: "AshPortion", known: str) -> bool:
    if LAST_DIGITS.fullmatch(known):
        return _same((portion.deceased.identity_number or "")[-4:], known)
    certificate = portion.foreign_certificate
    return certificate is not None and _same(certificate.number, one_spelling(known))


def _same(kept: str, said: str) -> bool:
    return compare_digest(kept.upper().encode(), said.encode())
