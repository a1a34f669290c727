"""The grave or niche a family names: by its plate, by a number on a paper, or its place."""

import re
import unicodedata
import uuid

from sqlalchemy import select

from cemetery.ashes.queries.resting import list_units_of_paper
from cemetery.models import Unit, Zone
from cemetery.queries import find_plate
from cemetery.visits.errors import UnitUnknown
from kernel.db import db
from kernel.errors import NotFound

# "福区1排12号", as every niche says its own place.
_PLACE = re.compile(r"(?P<zone>.+?)(?P<row>\d{1,4})排(?P<number>\d{1,4})号?")


def get_unit(site_id: uuid.UUID, written: str) -> Unit:
    """Never says whose ashes rest there. Raises UnitUnknown."""
    text = "".join(unicodedata.normalize("NFKC", written).split())
    unit = _by_plate(text) or _by_paper(site_id, text) or _by_place(site_id, text)
    if unit is None or unit.site_id != site_id:
        raise UnitUnknown
    return unit


def get_unit_by_id(unit_id: uuid.UUID) -> Unit:
    unit = db.session.scalar(select(Unit).filter_by(id=unit_id))
    if unit is None:
        raise NotFound
    return unit


def _by_plate(text: str) -> Unit | None:
    """Of the niche itself or of a deposit in it."""
    plate = find_plate(text)
    return plate.unit if plate and plate.revoked_at is None else None


def _by_paper(site_id: uuid.UUID, text: str) -> Unit | None:
    """Of a deposit or an interment, where it leads to one unit of this site."""
    units = [unit for unit in list_units_of_paper(text) if unit.site_id == site_id]
    return units[0] if len(units) == 1 else None


def _by_place(site_id: uuid.UUID, text: str) -> Unit | None:
    place = _PLACE.fullmatch(text)
    if place is None:
        return None
    query = (
        select(Unit)
        .join(Zone, Zone.id == Unit.zone_id)
        .where(Zone.site_id == site_id, Zone.name == place["zone"])
        .where(Unit.row == int(place["row"]), Unit.number == int(place["number"]))
    )
    return db.session.scalar(query)
