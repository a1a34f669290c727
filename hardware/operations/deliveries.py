"""What the worker does with a queue: takes the next job, and notes what became of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from hardware import jobs, queries
from hardware.kinds import JobKind, PrintState
from hardware.models import Printer, PrintJob
from hardware.transports import (
    ANSWER_SECONDS,
    PAPER_CHANGE_SECONDS,
    Acknowledgement,
    Address,
    Delivery,
    Outcome,
)
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# A printer that was off all night must not print yesterday's slips in the morning.
EXPIRE_AFTER = timedelta(hours=2)
# A till that opens when nobody counts money any more stands open unwatched.
KICK_EXPIRES_AFTER = timedelta(minutes=1)
SOONEST_RETRY, LATEST_RETRY = timedelta(seconds=5), timedelta(minutes=1)
# If this worker dies, another look finds that its lock is free (hardware.presence).
LOOK_AGAIN_AFTER = timedelta(seconds=10)
BROKE_OFF = _("打印到一半时程序中断")


@dataclass(frozen=True)
class Claim:
    """All that a worker needs to print one job, with no transaction open."""

    print_job_id: uuid.UUID
    content: bytes
    address: Address
    acknowledgement: Acknowledgement
    process_id: bytes
    patience_seconds: float


@operation(_("领取打印任务"))
def claim_print_job(*, printer_id: uuid.UUID, by: Actor, alone: bool = False) -> Claim | None:
    """The oldest that waits becomes "sending". None: nothing waits, or another worker prints.

    What waited too long fails; what a dead worker left half sent becomes unconfirmed: at once
    when the caller is `alone` at the printer (hardware.presence), else after STALE_AFTER. What
    waits for a printer out of use goes to another.
    """
    printer = queries.lock_printer(printer_id)
    now = clock.now()
    sending = queries.find_sending(printer_id)
    if sending:
        if not alone and sending.sent_at and sending.sent_at > now - queries.STALE_AFTER:
            return None
        _doubt(sending, str(BROKE_OFF))
    for print_job in queries.list_queued(printer_id):
        _give_up(print_job, printer, now)
        if not printer.in_use:
            _hand_on(print_job, printer)
        if print_job.state != PrintState.QUEUED or print_job.printer_id != printer_id:
            continue
        print_job.state, print_job.sent_at = PrintState.SENDING, now
        jobs.enqueue_second_look(printer_id, now + LOOK_AGAIN_AFTER)
        return Claim(
            print_job.id,
            print_job.content(),
            printer.address,
            Acknowledgement(printer.acknowledgement),
            print_job.process_id,
            ANSWER_SECONDS if print_job.is_kick else PAPER_CHANGE_SECONDS,
        )
    return None


@operation(_("记录打印结果"))
def record_print_result(*, print_job_id: uuid.UUID, outcome: Outcome, by: Actor) -> PrintJob:
    """What the worker learnt. A late "printed" also settles a doubt, but no person's answer."""
    # The printer before its jobs, as in claim_print_job, or two workers could wait for each other.
    printer = queries.lock_printer(queries.get_print_job(print_job_id).printer_id)
    print_job = queries.lock_print_job(print_job_id)
    if outcome.delivery is Delivery.PRINTED and print_job.is_open:
        _settle(print_job, "")
    elif print_job.state != PrintState.SENDING:
        pass
    elif outcome.delivery is Delivery.NOT_STARTED:
        _try_later(printer, print_job, outcome.reason)
    elif outcome.delivery is Delivery.HANDED_OVER and printer.handover_counts:
        _settle(print_job, outcome.reason)
    else:
        _doubt(print_job, outcome.reason)
    return print_job


def _settle(print_job: PrintJob, reason: str) -> None:
    print_job.state, print_job.reason, print_job.printed_at = (
        PrintState.PRINTED,
        reason,
        clock.now(),
    )


def _doubt(print_job: PrintJob, reason: str) -> None:
    """A person is asked about paper; a till stays as it is, whoever stands there sees it."""
    state = PrintState.FAILED if print_job.is_kick else PrintState.UNCONFIRMED
    print_job.state, print_job.reason = state, reason


def _try_later(printer: Printer, print_job: PrintJob, reason: str) -> None:
    """However many jobs wait, one alone keeps trying, at growing distances. A kick never does."""
    print_job.state, print_job.reason = PrintState.QUEUED, reason
    if print_job.is_kick:
        print_job.state = PrintState.FAILED
    now = clock.now()
    if printer.next_try_at and printer.next_try_at > now:
        return
    waited = now - print_job.created_at
    printer.next_try_at = now + min(max(waited / 4, SOONEST_RETRY), LATEST_RETRY)
    jobs.enqueue_printer(printer.id, not_before=printer.next_try_at)


def _give_up(print_job: PrintJob, printer: Printer, now: datetime) -> None:
    """What is too late to come out does not come out."""
    if print_job.is_kick:
        if print_job.created_at < now - KICK_EXPIRES_AFTER:
            _fail(print_job, _("一分钟内没有打开，不再打开"))
        elif not printer.has_drawer:
            _fail(print_job, _("这台打印机已不接钱箱"))
    elif print_job.created_at < now - EXPIRE_AFTER:
        _fail(print_job, _("等了两小时仍不能打印"))


def _fail(print_job: PrintJob, reason: str) -> None:
    print_job.state, print_job.reason = PrintState.FAILED, str(reason)


def _hand_on(print_job: PrintJob, printer: Printer) -> None:
    """No byte of it was sent, so it may come out elsewhere; a kick or a trial page may not."""
    if print_job.state != PrintState.QUEUED:
        return
    kind = JobKind(print_job.kind)
    other = (
        queries.choose_printer(printer.institution_id, kind, printer.desk)
        if kind in {JobKind.SLIP, JobKind.LABEL}
        else None
    )
    if other is None:
        _fail(print_job, str(_("%(printer)s已停用")) % {"printer": printer})
        return
    print_job.printer, print_job.printer_id, print_job.reason = other, other.id, ""
    jobs.enqueue_printer(other.id)
