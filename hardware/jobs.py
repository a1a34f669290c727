"""The worker's side of printing: talks to the printer with no transaction open."""

import uuid
from datetime import datetime

from hardware import operations, queries
from hardware.transports import Delivery, deliver
from kernel.jobs import enqueue, job
from kernel.people import actors

WORKER = actors.job("print")


def enqueue_printer(printer_id: uuid.UUID, not_before: datetime | None = None) -> None:
    """In the caller's transaction: somebody shall look at this printer's queue."""
    enqueue(run_printer, printer_id=str(printer_id), not_before=not_before)


@job
def run_printer(printer_id: str) -> None:
    """Prints what waits, oldest first, until nothing waits or the printer is not ready.

    Safe to run twice or at the same time: a job is claimed by one worker, and what may have
    reached the printer is never sent again.
    """
    printer = uuid.UUID(printer_id)
    while queries.has_work(printer):
        claim = operations.claim_print_job(printer_id=printer, by=WORKER)
        if claim is None:
            return
        outcome = deliver(
            claim.content,
            host=claim.host,
            port=claim.port,
            acknowledgement=claim.acknowledgement,
        )
        operations.record_print_result(print_job_id=claim.print_job_id, outcome=outcome, by=WORKER)
        if outcome.delivery is Delivery.NOT_STARTED:
            return
