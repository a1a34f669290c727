"""What ever lay in a unit or was kept by a deposit: when each portion came, and when it went."""

import uuid
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from cemetery.ashes.kinds import MoveKind
from cemetery.ashes.models import AshEvent
from kernel.db import db
from kernel.scope import seeing


class MoveOfStay(NamedTuple):
    portion_id: uuid.UUID
    event_id: uuid.UUID


def list_moves_of_stays(unit_id: uuid.UUID) -> list[MoveOfStay]:
    """Every move into the unit and the one that followed it, whoever wrote it down."""
    into = aliased(AshEvent)
    query = (
        select(AshEvent.portion_id, AshEvent.id)
        .where(
            exists().where(
                into.portion_id == AshEvent.portion_id,
                into.unit_id == unit_id,
                or_(AshEvent.seq == into.seq, AshEvent.seq == into.seq + 1),
            )
        )
        .order_by(AshEvent.happened_at)
    )
    with seeing(None):
        return [MoveOfStay(*row) for row in db.session.execute(query)]


def count_relocations(deposit_id: uuid.UUID) -> int:
    """How often ashes kept by this deposit went from one unit to another."""
    query = select(func.count(AshEvent.id)).filter_by(deposit_id=deposit_id, move=MoveKind.RELOCATE)
    with seeing(None):
        return db.session.scalar(query) or 0
