"""Questions about printers, and about who sits where."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from hardware.kinds import Drawer, JobKind, Prints
from hardware.models import Printer, Seat
from kernel.db import db
from kernel.errors import NotFound
from kernel.people.actors import Actor, ActorKind


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


def choose_printer(institution_id: uuid.UUID, kind: JobKind, desk: str = "") -> Printer | None:
    """The one that prints when nobody named one.

    At this desk if one there takes such paper, else the institution's first that does; labels
    rather from a printer for labels.
    """
    query = (
        select(Printer)
        .filter_by(institution_id=institution_id, in_use=True)
        .where(Printer.prints.in_(kind.printed_by))
        .order_by(
            *([(Printer.desk == desk).desc()] if desk else []),
            (Printer.prints == Prints.LABELS).desc(),
            Printer.added_at,
        )
    )
    return db.session.scalar(query.limit(1))


def has_printer(institution_id: uuid.UUID, kind: JobKind = JobKind.SLIP) -> bool:
    return choose_printer(institution_id, kind) is not None


def find_till(institution_id: uuid.UUID, desk: str) -> Printer | None:
    """The printer that opens the till at this desk and at no other: an open till is watched.

    Who has not said where they sit (desk "") has those of the printers that stand anywhere.
    """
    return db.session.scalar(
        select(Printer)
        .filter_by(institution_id=institution_id, in_use=True, desk=desk)
        .where(Printer.drawer != Drawer.NONE)
        .order_by(Printer.added_at)
        .limit(1)
    )


def has_drawer(institution_id: uuid.UUID, by: Actor) -> bool:
    """Whether a till opens where this person sits."""
    return find_till(institution_id, find_desk(by)) is not None


def find_desk(by: Actor) -> str:
    """Where they said they sit; empty for nowhere, and for machines."""
    seat = find_seat(by)
    return seat.desk if seat else ""


def find_seat(by: Actor) -> Seat | None:
    if by.kind is not ActorKind.STAFF:
        return None
    return db.session.scalar(
        select(Seat).filter_by(staff_id=uuid.UUID(by.id)).execution_options(populate_existing=True)
    )


def list_desks(institution_id: uuid.UUID) -> list[str]:
    """The windows where printers in use stand, by name."""
    query = select(Printer.desk).filter_by(institution_id=institution_id, in_use=True)
    return sorted(set(db.session.scalars(query.where(Printer.desk != ""))))
