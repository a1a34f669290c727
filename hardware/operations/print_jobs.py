"""What printers are told to print. Each document comes out once, or a person is asked."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from hardware import jobs, queries
from hardware.encoding import encode
from hardware.errors import AlreadyAnswered, NoPrinter, StillOpen
from hardware.models import Printer, PrintJob, PrintState
from hardware.slips import Slip
from hardware.transports import Acknowledgement, Delivery, Outcome
from hardware.trial_page import trial_page
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

# A printer that was off all night must not print yesterday's slips in the morning.
EXPIRE_AFTER = timedelta(hours=2)
SOONEST_RETRY, LATEST_RETRY = timedelta(seconds=5), timedelta(minutes=1)


@operation(_("打印单据"))
def print_slip(
    *,
    institution_id: uuid.UUID,
    slip: Slip,
    document: str,
    number: str,
    by: Actor,
    printer_id: uuid.UUID | None = None,
) -> PrintJob:
    """Paper for `document` `number`, printed after the caller's transaction is safe.

    On the printer named, else the institution's first in use. Raises NoPrinter; GlyphMissing and
    CodeTooLong, since paper that lacks a character must not be promised.
    """
    printer = (
        queries.get_printer(printer_id) if printer_id else queries.find_printer(institution_id)
    )
    if printer is None:
        raise NoPrinter
    print_job = PrintJob(
        id=new_id(),
        institution_id=institution_id,
        printer=printer,
        document=document,
        number=number,
        slip=slip.as_json(),
        state=PrintState.QUEUED,
        reason="",
        copy_number=0,
        by=str(by),
        by_name=by.name,
        created_at=clock.now(),
    )
    _enqueue(print_job)
    return print_job


@operation(_("打印测试页"))
def print_trial_page(
    *, printer_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> PrintJob:
    printer = queries.get_printer(printer_id)
    institution = get_institution(printer.institution_id)
    return print_slip(
        institution_id=institution.id,
        slip=trial_page(printer.name, printer.columns, institution.name),
        document="trial_page",
        number=f"{clock.local(clock.now()):%m%d-%H%M%S}",
        printer_id=printer.id,
        by=by,
    )


def _enqueue(print_job: PrintJob) -> None:
    printer = print_job.printer
    # Drawn now only to be refused now.
    encode(print_job.paper(), columns=printer.columns, raster_always=printer.raster_always)
    db.session.add(print_job)
    jobs.enqueue_printer(printer.id)


@dataclass(frozen=True)
class Claim:
    """All that a worker needs to print one job, with no transaction open."""

    print_job_id: uuid.UUID
    content: bytes
    host: str
    port: int
    acknowledgement: Acknowledgement


@operation(_("领取打印任务"))
def claim_print_job(*, printer_id: uuid.UUID, by: Actor) -> Claim | None:
    """The oldest that waits becomes "sending". None: nothing waits, or another worker prints.

    What waited too long fails, and what a dead worker left half sent becomes unconfirmed.
    """
    printer = queries.lock_printer(printer_id)
    now = clock.now()
    sending = queries.find_sending(printer_id)
    if sending:
        if sending.sent_at and sending.sent_at > now - queries.STALE_AFTER:
            return None
        sending.state, sending.reason = PrintState.UNCONFIRMED, str(_("打印到一半时程序中断"))
        db.session.flush()
    for print_job in queries.list_queued(printer_id):
        if print_job.created_at < now - EXPIRE_AFTER:
            print_job.state, print_job.reason = PrintState.FAILED, str(_("等了两小时仍不能打印"))
            continue
        print_job.state, print_job.sent_at = PrintState.SENDING, now
        # If this worker dies, somebody looks again when the delivery must have ended.
        jobs.enqueue_printer(printer_id, not_before=now + queries.STALE_AFTER)
        return Claim(
            print_job.id,
            encode(print_job.paper(), columns=printer.columns, raster_always=printer.raster_always),
            printer.host,
            printer.port,
            Acknowledgement(printer.acknowledgement),
        )
    return None


@operation(_("记录打印结果"))
def record_print_result(*, print_job_id: uuid.UUID, outcome: Outcome, by: Actor) -> PrintJob:
    """What the worker learnt. A late "printed" also settles a doubt, but no person's answer."""
    # The printer before its jobs, as in claim_print_job, or two workers could wait for each other.
    printer = queries.lock_printer(queries.get_print_job(print_job_id).printer_id)
    print_job = queries.lock_print_job(print_job_id)
    now = clock.now()
    if outcome.delivery is Delivery.PRINTED and print_job.is_open:
        print_job.state, print_job.reason, print_job.printed_at = PrintState.PRINTED, "", now
    elif print_job.state == PrintState.SENDING:
        print_job.reason = outcome.reason
        if outcome.delivery is Delivery.NOT_STARTED:
            print_job.state = PrintState.QUEUED
            _try_later(printer, print_job)
        else:
            print_job.state = PrintState.UNCONFIRMED
    return print_job


def _try_later(printer: Printer, print_job: PrintJob) -> None:
    """However many jobs wait, one alone keeps trying, at growing distances."""
    now = clock.now()
    if printer.next_try_at and printer.next_try_at > now:
        return
    waited = now - print_job.created_at
    printer.next_try_at = now + min(max(waited / 4, SOONEST_RETRY), LATEST_RETRY)
    jobs.enqueue_printer(printer.id, not_before=printer.next_try_at)


@operation(_("确认是否打印"))
def answer_unconfirmed(
    *,
    print_job_id: uuid.UUID,
    printed: bool,
    by: Actor,
    idempotency_key: str | None = None,
) -> PrintJob:
    """A person looked: 已打印 settles it, 未打印 makes it fail and prints a marked copy.

    Gives the settled job or the new copy. Raises AlreadyAnswered.
    """
    print_job = queries.lock_print_job(print_job_id)
    if print_job.state != PrintState.UNCONFIRMED:
        raise AlreadyAnswered(document=print_job, state=print_job.state_label)
    if printed:
        print_job.state, print_job.printed_at = PrintState.PRINTED, clock.now()
        print_job.reason = str(_("%(name)s确认已打印")) % {"name": by.name}
        return print_job
    print_job.state = PrintState.FAILED
    print_job.reason = str(_("%(name)s确认未打印")) % {"name": by.name}
    return reprint(print_job_id=print_job.id, by=by)


@operation(_("补打"))
def reprint(*, print_job_id: uuid.UUID, by: Actor, idempotency_key: str | None = None) -> PrintJob:
    """One more copy, marked and counted. Raises StillOpen while another copy is undecided."""
    first = queries.lock_print_job(queries.get_print_job(print_job_id).first_id)
    open_copy = queries.find_open_copy(first.id)
    if open_copy:
        raise StillOpen(document=open_copy, state=open_copy.state_label)
    printer = first.printer if first.printer.in_use else queries.find_printer(first.institution_id)
    if printer is None:
        raise NoPrinter
    copy = PrintJob(
        id=new_id(),
        institution_id=first.institution_id,
        printer=printer,
        document=first.document,
        number=first.number,
        slip=first.slip,
        state=PrintState.QUEUED,
        reason="",
        copy_number=queries.count_copies(first.id) + 1,
        reprint_of_id=first.id,
        by=str(by),
        by_name=by.name,
        created_at=clock.now(),
    )
    _enqueue(copy)
    return copy
