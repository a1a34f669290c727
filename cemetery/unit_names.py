"""The name written on a unit, and which units are meant by it."""

import re
import unicodedata
import uuid

from sqlalchemy import select

from cemetery.models import Unit, Zone
from kernel.db import db

# 福区1排3号, 福区1-3, 福1-3
NICHE = re.compile(r"(.{1,20}区|\D{1,20})(\d{1,6})[排\-](\d{1,6})号?")


def unit_name(zone: str, row: int, number: int) -> str:
    return f"{zone}{row}排{number}号"


def list_units_named(words: str) -> list[uuid.UUID]:
    """The units of this name at every site in the reader's scope."""
    named = NICHE.fullmatch("".join(unicodedata.normalize("NFKC", words).split()))
    if named is None:
        return []
    zone = named[1].removesuffix("区")
    # Through the zone, which leads the index of the units.
    query = (
        select(Unit.id)
        .join(Zone, Unit.zone_id == Zone.id)
        .where(
            Zone.name.in_([zone, f"{zone}区"]),
            Unit.row == int(named[2]),
            Unit.number == int(named[3]),
        )
    )
    return list(db.session.scalars(query))
