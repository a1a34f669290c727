"""Which unit is meant by what somebody wrote."""

import unicodedata
import uuid

from cemetery import queries
from cemetery.ashes.errors import TwoUnitsSaid, UnitUnknown
from cemetery.models import Unit
from cemetery.unit_names import list_units_named


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


def _plain(words: str) -> str:
    """Also of names: brackets as a Chinese keyboard types them are other signs than ours."""
    return "".join(unicodedata.normalize("NFKC", words).split())
