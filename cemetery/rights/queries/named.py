"""Rights by who holds them or may rest there, as a page shows them beside other records."""

import uuid
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from cemetery.models import Site, Unit, Zone
from cemetery.rights.finding import find_right_ids
from cemetery.rights.models import Right, RightHolder, RightPerson
from cemetery.unit_names import unit_name
from kernel.db import among, db

SHOWN = 5


class NamedRight(NamedTuple):
    """`names`: of those who may rest there."""

    id: uuid.UUID
    number: str
    until: date
    holder: str
    names: list[str]
    site: str
    zone: str
    row: int
    place: int

    @property
    def where(self) -> str:
        return f"{self.site} {unit_name(self.zone, self.row, self.place)}"


HOLDER = (
    select(RightHolder.name)
    .where(RightHolder.right_id == Right.id)
    .order_by(RightHolder.since.desc())
    .limit(1)
    .scalar_subquery()
)
NAMES = (
    select(func.array_agg(aggregate_order_by(RightPerson.name, RightPerson.named_at)))
    .where(RightPerson.right_id == Right.id, RightPerson.withdrawn_at.is_(None))
    .scalar_subquery()
)
# In columns and one question, as whole rights with their people take longer than to find them.
NAMED = (
    select(
        *(Right.id, Right.number, Right.until, HOLDER, NAMES),
        *(Site.name, Zone.name, Unit.row, Unit.number),
    )
    .join(Unit, Unit.id == Right.unit_id)
    .join(Zone, Zone.id == Unit.zone_id)
    .join(Site, Site.id == Unit.site_id)
    .where(among(Right.id))
)


def list_rights_named(words: str) -> list[NamedRight]:
    """Of this holder or person, as find_right_ids finds them and in that order; the first few."""
    ids = find_right_ids(words)[:SHOWN]
    if not ids:
        return []
    rows = (NamedRight(*row) for row in db.session.execute(NAMED, {"ids": ids}).all())
    by_id = {right.id: right for right in rows}
    return [by_id[right_id] for right_id in ids if right_id in by_id]
