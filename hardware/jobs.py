"""The worker's side of printing: talks to the printer with no transaction open."""

import uuid
from datetime import datetime
from pathlib import Path

from flask import current_app

from hardware import operations, queries
from hardware.presence import alone_at
from hardware.transports import Delivery, deliver
from kernel.db import db, transaction
from kernel.jobs import enqueue, job, minutely
from kernel.people import actors

WORKER = actors.job("print")


def enqueue_printer(printer_id: uuid.UUID, not_before: datetime | None = None) -> None:
    """In the caller's transaction: somebody shall look at this printer's queue."""
    enqueue(run_printer, printer_id=str(printer_id), not_before=not_before)


@job
def run_printer(printer_id: str) -> None:
    """Prints what waits, oldest first, until nothing waits or the printer is not ready.

    Safe to run twice or at the same time: a job is claimed by one worker, and what may have
    reached the printer is never sent again. Whoever finds another one at work may go: the other
    looks at the queue once more after giving up its place.
    """
    printer = uuid.UUID(printer_id)
    while _has_work(printer):
        with alone_at(printer) as alone:
            if not alone:
                return
            claim = operations.claim_print_job(printer_id=printer, by=WORKER, alone=True)
            if claim is None:
                continue
            outcome = deliver(
                claim.content,
                claim.address.under(Path(current_app.config["VAR_DIR"])),
                acknowledgement=claim.acknowledgement,
                process_id=claim.process_id,
                patience_seconds=claim.patience_seconds,
            )
            operations.record_print_result(
                print_job_id=claim.print_job_id, outcome=outcome, by=WORKER
            )
        if outcome.delivery is Delivery.NOT_STARTED:
            return


def enqueue_second_look(printer_id: uuid.UUID, not_before: datetime) -> None:
    """In the transaction that claims a job: in case this very worker dies over it."""
    enqueue(look_after_delivery, printer_id=str(printer_id), not_before=not_before)


@job
def look_after_delivery(printer_id: str) -> None:
    """Only what is still being sent matters here; a printer that is not ready has its pauses."""
    printer = uuid.UUID(printer_id)
    if printer in queries.list_sending_printers():
        db.session.rollback()
        run_printer(printer_id)


def _has_work(printer_id: uuid.UUID) -> bool:
    found = queries.has_work(printer_id)
    # Nothing stays open while a printer is spoken to, and the next look sees what is new.
    db.session.rollback()
    return found


@minutely
def look_after_printers() -> int:
    """Queues that a dead worker left, or whose next try was lost, are looked at. How many."""
    neglected = queries.list_neglected_printers()
    db.session.rollback()
    with transaction():
        for printer_id in neglected:
            enqueue_printer(printer_id)
    return len(neglected)
