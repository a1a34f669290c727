"""Every change to what the day board draws is announced by itself, so no operation forgets."""

import uuid
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from kernel.db import db
from kernel.live import announce
from kernel.scope import OfInstitution

MODELS = "funeral.models"


def board_topic(institution_id: uuid.UUID) -> str:
    return f"board:{institution_id}"


@event.listens_for(db.session, "after_flush")
def announce_changes(session: Session, *_: Any) -> None:
    for record in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(record, OfInstitution) and type(record).__module__.startswith(MODELS):
            announce(board_topic(record.institution_id))
