"""Every change to a printer or its queue is announced by itself, so no operation forgets."""

import uuid
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from hardware.models import Printer, PrintJob
from kernel.db import db
from kernel.live import announce


def printers_topic(institution_id: uuid.UUID) -> str:
    return f"printers:{institution_id}"


@event.listens_for(db.session, "after_flush")
def announce_changes(session: Session, *_: Any) -> None:
    for record in [*session.new, *session.dirty]:
        if isinstance(record, Printer | PrintJob):
            announce(printers_topic(record.institution_id))
