"""Which unit is meant by what somebody wrote, and which ashes in it."""

import unicodedata
import uuid

from cemetery import queries
from cemetery.ashes.errors import NobodyThere, TwoUnitsSaid, UnitUnknown, WhichPortion
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.portions import list_portions_in, number_of
from cemetery.models import Unit
from cemetery.unit_names import list_units_named
from kernel.i18n import _


def get_unit_meant(institution_id: uuid.UUID, chosen: uuid.UUID | None, words: str) -> Unit:
    """Pointed at, or written. Raises UnitUnknown, TwoUnitsSaid."""
    if chosen is None:
        return get_unit_said(institution_id, words)
    unit = queries.get_unit(chosen)
    if words.strip() and get_unit_said(institution_id, words).id != unit.id:
        raise TwoUnitsSaid(chosen=str(unit), said=words.strip())
    return unit


def get_unit_said(institution_id: uuid.UUID, words: str) -> Unit:
    """ "松3排12号", also with the name of the site before it. Raises UnitUnknown."""
    said = _plain(words)
    found = [queries.get_unit(unit_id) for unit_id in list_units_named(said)]
    for site in queries.list_sites(institution_id):
        name = _plain(site.name)
        if said.startswith(name):
            named = map(queries.get_unit, list_units_named(said.removeprefix(name)))
            found += [unit for unit in named if unit.site_id == site.id]
    own = [unit for unit in found if unit.institution_id == institution_id]
    if len(own) != 1:
        raise UnitUnknown
    return own[0]


def get_interred_in(unit_id: uuid.UUID, code: str) -> AshPortion:
    """Which lies there by the record; `code`: where there are several.

    Raises NobodyThere, WhichPortion.
    """
    there = [each for each in list_portions_in(unit_id) if each.stands is PortionState.INTERRED]
    if not there:
        raise NobodyThere
    numbers = {number_of(each): each for each in there}
    said = " ".join(code.upper().split())
    # Of foreign ashes the number alone will do, where only one of them there has it.
    meant = [each for number, each in numbers.items() if f" {number.upper()}".endswith(f" {said}")]
    if said and len(meant) == 1:
        return meant[0]
    if said or len(there) > 1:
        raise WhichPortion(count=len(there), numbers=str(_("、")).join(numbers))
    return there[0]


def _plain(words: str) -> str:
    """Also of names: brackets as a Chinese keyboard types them are other signs than ours."""
    return "".join(unicodedata.normalize("NFKC", words).split())
