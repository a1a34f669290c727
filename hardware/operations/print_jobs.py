"""What printers are told to print. Each document comes out once, or a person is asked."""

import uuid

from hardware import jobs, queries
from hardware.errors import AlreadyAnswered, DrawerNotRepeated, NoDrawer, NoPrinter, StillOpen
from hardware.kinds import JobKind, PrintState
from hardware.models import Printer, PrintJob
from hardware.slips import Slip
from hardware.trial_page import trial_page
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

TRIAL_PAGE, DRAWER = "trial_page", "drawer"


@operation(_("打印单据"))
def print_slip(
    *,
    institution_id: uuid.UUID,
    slip: Slip,
    document: str,
    number: str,
    by: Actor,
    printer_id: uuid.UUID | None = None,
    kind: JobKind = JobKind.SLIP,
) -> PrintJob:
    """Paper for `document` `number`, printed after the caller's transaction is safe.

    On the printer named; else on the one at the asker's desk that takes this kind of paper; else
    on the institution's first that does. Raises NoPrinter; GlyphMissing and CodeTooLong, since
    paper that lacks a character must not be promised.
    """
    if printer_id:
        printer: Printer | None = queries.get_printer(printer_id)
    else:
        printer = queries.choose_printer(institution_id, kind, queries.find_desk(by))
    if printer is None:
        raise NoPrinter
    return _enqueue(_job(printer, slip, kind=kind, document=document, number=number, by=by))


@operation(_("打印测试页"))
def print_trial_page(
    *, printer_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> PrintJob:
    printer = queries.get_printer(printer_id)
    institution = get_institution(printer.institution_id)
    return print_slip(
        institution_id=institution.id,
        slip=trial_page(printer.name, printer.columns, institution.name),
        document=TRIAL_PAGE,
        number=f"{clock.local(clock.now()):%m%d-%H%M%S}",
        printer_id=printer.id,
        kind=JobKind.TRIAL,
        by=by,
    )


@operation(_("打开钱箱"))
def kick_drawer(*, institution_id: uuid.UUID, number: str, by: Actor) -> PrintJob:
    """The till at the asker's desk opens now or not at all, for the document with this number.

    Never tried again, never asked about, never repeated with a reprint. Raises NoDrawer.
    """
    printer = queries.find_till(institution_id, queries.find_desk(by))
    if printer is None:
        raise NoDrawer
    title = Slip(str(_("打开钱箱")))
    return _enqueue(
        _job(printer, title, kind=JobKind.DRAWER, document=DRAWER, number=number, by=by)
    )


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
    """One more copy, marked and counted, on the printer of `_printer_for_copy`.

    Raises StillOpen while another copy is undecided, DrawerNotRepeated, NoPrinter.
    """
    first = queries.lock_print_job(queries.get_print_job(print_job_id).first_id)
    if first.is_kick:
        raise DrawerNotRepeated
    open_copy = queries.find_open_copy(first.id)
    if open_copy:
        raise StillOpen(document=open_copy, state=open_copy.state_label)
    copy = _job(
        _printer_for_copy(first, by),
        Slip.from_json(first.slip),
        kind=JobKind(first.kind),
        document=first.document,
        number=first.number,
        by=by,
    )
    copy.copy_number = queries.count_copies(first.id) + 1
    copy.reprint_of_id = first.id
    return _enqueue(copy)


def _printer_for_copy(first: PrintJob, by: Actor) -> Printer:
    """Where whoever asks for it sits, if paper of this kind comes out there; else as before."""
    kind, desk = JobKind(first.kind), queries.find_desk(by)
    chosen = queries.choose_printer(first.institution_id, kind, desk)
    here = chosen if chosen and desk and chosen.desk == desk else None
    before = first.printer if first.printer.in_use else None
    printer = before or chosen if kind is JobKind.TRIAL else here or before or chosen
    if printer is None:
        raise NoPrinter
    return printer


def _job(
    printer: Printer, slip: Slip, *, kind: JobKind, document: str, number: str, by: Actor
) -> PrintJob:
    return PrintJob(
        id=new_id(),
        institution_id=printer.institution_id,
        printer=printer,
        kind=kind,
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


def _enqueue(print_job: PrintJob) -> PrintJob:
    # Drawn now only to be refused now.
    print_job.content()
    db.session.add(print_job)
    jobs.enqueue_printer(print_job.printer.id)
    return print_job
