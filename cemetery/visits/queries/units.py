"""The grave or niche a family names: by its plate, its deposit's number, or its place."""

import re
import unicodedata
import uuid

from sqlalchemy import select

from cemetery.models import AshDeposit, Niche
from cemetery.queries import find_plate
from cemetery.visits.errors import UnitUnknown
from kernel.db import db

# "福区1排12号", as every niche says its own place.
_PLACE = re.compile(r"(?P<zone>.+?)(?P<row>\d{1,4})排(?P<number>\d{1,4})号?")


def get_unit(site_id: uuid.UUID, written: str) -> Niche:
    """Never says whose ashes rest there. Raises UnitUnknown."""
    text = "".join(unicodedata.normalize("NFKC", written).split())
    unit = _by_plate(text) or _by_deposit(text) or _by_place(site_id, text)
    if unit is None or unit.site_id != site_id:
        raise UnitUnknown
    return unit


def _by_plate(text: str) -> Niche | None:
    """Of the niche itself or of a deposit in it."""
    plate = find_plate(text)
    return plate.unit if plate and plate.revoked_at is None else None


def _by_deposit(text: str) -> Niche | None:
    query = (
        select(Niche)
        .join(AshDeposit, AshDeposit.niche_id == Niche.id)
        .where(AshDeposit.number == text.upper(), AshDeposit.collected_at.is_(None))
    )
    return db.session.scalar(query)


def _by_place(site_id: uuid.UUID, text: str) -> Niche | None:
    place = _PLACE.fullmatch(text)
    if place is None:
        return None
    query = select(Niche).filter_by(
        site_id=site_id, zone=place["zone"], row=int(place["row"]), number=int(place["number"])
    )
    return db.session.scalar(query)
