"""Questions about print jobs and the queues they wait in."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from hardware.kinds import OPEN_STATES, PrintState
from hardware.models import Printer, PrintJob
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

# Longer than a delivery may take (transports.PAPER_CHANGE_SECONDS): its worker is gone.
STALE_AFTER = timedelta(minutes=5)
SHOWN_JOBS = 5
SORTS = {
    "created": PrintJob.created_at,
    "number": PrintJob.number,
    "state": PrintJob.state,
    "by": PrintJob.by_name,
}


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


def list_jobs_of_printer(
    printer_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    query = select(PrintJob).filter_by(printer_id=printer_id)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_copies(first_id: uuid.UUID) -> Sequence[PrintJob]:
    """The first copy and every reprint of it."""
    query = select(PrintJob).where(_copies(first_id)).order_by(PrintJob.copy_number)
    return db.session.scalars(query).all()


def has_work(printer_id: uuid.UUID) -> bool:
    """Something waits, is being printed, or was left behind by a worker that died."""
    under_way = PrintJob.state.in_((PrintState.QUEUED, PrintState.SENDING))
    return bool(
        db.session.scalar(select(exists().where(PrintJob.printer_id == printer_id, under_way)))
    )


def list_sending_printers() -> Sequence[uuid.UUID]:
    """Where a delivery is under way, or seems to be."""
    return db.session.scalars(select(PrintJob.printer_id).filter_by(state=PrintState.SENDING)).all()


def list_neglected_printers() -> Sequence[uuid.UUID]:
    """Where a delivery is under way, or something waits though the next try is overdue."""
    late = Printer.next_try_at.is_(None) | (Printer.next_try_at < clock.now())
    query = (
        select(Printer.id)
        .join(PrintJob, PrintJob.printer_id == Printer.id)
        .where(
            or_(
                PrintJob.state == PrintState.SENDING,
                (PrintJob.state == PrintState.QUEUED) & late,
            )
        )
        .distinct()
    )
    return db.session.scalars(query).all()


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
