"""What was put right of persons of ashes from elsewhere; in the reader's scope."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, select

from cemetery.ashes.models import PersonCorrection
from kernel.db import db


def count_corrections(deceased_id: uuid.UUID) -> int:
    """How often the person was corrected: the version of them a keeper has seen."""
    query = select(func.count(PersonCorrection.id)).filter_by(deceased_id=deceased_id)
    return db.session.scalar(query) or 0


def list_corrections(deceased_ids: Collection[uuid.UUID]) -> list[PersonCorrection]:
    """The first first."""
    query = select(PersonCorrection).where(PersonCorrection.deceased_id.in_(list(deceased_ids)))
    return list(db.session.scalars(query.order_by(PersonCorrection.corrected_at)))
