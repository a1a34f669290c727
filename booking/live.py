"""Every change at the windows is announced by itself, so no operation forgets."""

import uuid
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from booking.models import QueueTicket, TicketKind
from kernel.db import db
from kernel.live import announce


def queue_topic(institution_id: uuid.UUID) -> str:
    return f"queue:{institution_id}"


@event.listens_for(db.session, "after_flush")
def announce_changes(session: Session, *_: Any) -> None:
    for record in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(record, QueueTicket | TicketKind):
            announce(queue_topic(record.institution_id))
