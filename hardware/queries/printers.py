"""Questions about printers and their queues."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from hardware.models import OPEN_STATES, Printer, PrintJob, PrintState
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

# Longer than a delivery may take (transports.PAPER_CHANGE_SECONDS): its worker is gone.
STALE_AFTER = timedelta(minutes=5)
SHOWN_JOBS = 20


def list_printers(institution_id: uuid.UUID) -> Sequence[Printer]:
    return db.session.scalars(
        select(Printer)
        .filter_by(institution_id=institution_id)
        .order_by(Printer.in_use.desc(), Printer.added_at)
    ).all()


def get_printer(printer_id: uuid.UUID) -> Printer:
    printer = db.session.scalar(select(Printer).filter_by(id=printer_id))
    if printer is None:
        raise NotFound
    return printer


def lock_printer(printer_id: uuid.UUID) -> Printer:
    """The printer, held so that one worker at a time decides what it does next."""
    printer = db.session.scalar(
        select(Printer)
        .filter_by(id=printer_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if printer is None:
        raise NotFound
    return printer


def find_printer(institution_id: uuid.UUID) -> Printer | None:
    """The one that prints when nobody chose: the first registered that is in use."""
    return db.session.scalar(
        select(Printer)
        .filter_by(institution_id=institution_id, in_use=True)
        .order_by(Printer.added_at)
        .limit(1)
    )


def has_printer(institution_id: uuid.UUID) -> bool:
    return find_printer(institution_id) is not None


def get_print_job(print_job_id: uuid.UUID) -> PrintJob:
    print_job = db.session.scalar(select(PrintJob).filter_by(id=print_job_id))
    if print_job is None:
        raise NotFound
    return print_job


def lock_print_job(print_job_id: uuid.UUID) -> PrintJob:
    print_job = db.session.scalar(
        select(PrintJob)
        .filter_by(id=print_job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if print_job is None:
        raise NotFound
    return print_job


def list_print_jobs(institution_id: uuid.UUID, document: str, number: str) -> Sequence[PrintJob]:
    """Every copy of one document, the first one first."""
    return db.session.scalars(
        select(PrintJob)
        .filter_by(institution_id=institution_id, document=document, number=number)
        .order_by(PrintJob.copy_number, PrintJob.created_at)
    ).all()


def count_prints(document: str, numbers: Iterable[str]) -> dict[str, int]:
    """How many copies of each were asked for, the first one counted; 0 is absent."""
    query = (
        select(PrintJob.number, func.count(PrintJob.id))
        .where(PrintJob.document == document, PrintJob.number.in_(set(numbers)))
        .group_by(PrintJob.number)
    )
    return dict(db.session.execute(query).all())


def list_queue(printer_id: uuid.UUID) -> Sequence[PrintJob]:
    """What waits, is being printed or must be confirmed, oldest first."""
    return db.session.scalars(
        select(PrintJob)
        .where(PrintJob.printer_id == printer_id, PrintJob.state.in_(OPEN_STATES))
        .order_by(PrintJob.created_at, PrintJob.id)
    ).all()


def count_unconfirmed(institution_id: uuid.UUID) -> int:
    """Slips of which only a person can say whether they came out."""
    query = select(func.count(PrintJob.id)).filter_by(
        institution_id=institution_id, state=PrintState.UNCONFIRMED
    )
    return db.session.scalar(query) or 0


def list_done(printer_id: uuid.UUID) -> Sequence[PrintJob]:
    """The latest that are settled, newest first."""
    return db.session.scalars(
        select(PrintJob)
        .where(PrintJob.printer_id == printer_id, PrintJob.state.not_in(OPEN_STATES))
        .order_by(PrintJob.created_at.desc())
        .limit(SHOWN_JOBS)
    ).all()


def has_work(printer_id: uuid.UUID) -> bool:
    """Something waits, or a delivery was left behind by a worker that died."""
    waits = PrintJob.state == PrintState.QUEUED
    left_behind = (PrintJob.state == PrintState.SENDING) & (
        PrintJob.sent_at < clock.now() - STALE_AFTER
    )
    query = exists().where(PrintJob.printer_id == printer_id, or_(waits, left_behind))
    return bool(db.session.scalar(select(query)))


def find_sending(printer_id: uuid.UUID) -> PrintJob | None:
    return db.session.scalar(
        select(PrintJob)
        .filter_by(printer_id=printer_id, state=PrintState.SENDING)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def list_queued(printer_id: uuid.UUID) -> Sequence[PrintJob]:
    """What waits for this printer, oldest first, each held."""
    return db.session.scalars(
        select(PrintJob)
        .filter_by(printer_id=printer_id, state=PrintState.QUEUED)
        .order_by(PrintJob.created_at, PrintJob.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def find_open_copy(first_id: uuid.UUID) -> PrintJob | None:
    """A copy of the document on which nothing is decided yet."""
    return db.session.scalar(
        select(PrintJob).where(_copies(first_id), PrintJob.state.in_(OPEN_STATES)).limit(1)
    )


def count_copies(first_id: uuid.UUID) -> int:
    """How many reprints were made of a first copy."""
    latest = select(func.max(PrintJob.copy_number)).where(_copies(first_id))
    return db.session.scalar(latest) or 0


def _copies(first_id: uuid.UUID) -> ColumnElement[bool]:
    return or_(PrintJob.id == first_id, PrintJob.reprint_of_id == first_id)
