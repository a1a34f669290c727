"""Who has taken a number today, who is called, and how long it takes."""

import uuid
from datetime import timedelta

from sqlalchemy import Select, case, func, literal, select, tuple_

from booking.kinds import TicketState
from booking.models import QueueTicket, TicketKind
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

# Of the tickets of one day those with priority go first, as if they had come a day earlier.
HEAD_START = timedelta(days=1)
TURN = QueueTicket.taken_at - case((QueueTicket.priority != "", HEAD_START), else_=timedelta())
# The key decides between two of one moment.
IN_ORDER = (TURN, QueueTicket.id)
SORTS = {"turn": TURN, "taken": QueueTicket.taken_at, "number": QueueTicket.serial}
# A window that has called nobody for so long is taken as closed.
WINDOW_OPEN = timedelta(minutes=45)
SHOWN_LEFT = 10


def list_ticket_kinds(institution_id: uuid.UUID, *, offered: bool = False) -> list[TicketKind]:
    """By letter; all, or those a family can choose now."""
    query = select(TicketKind).filter_by(institution_id=institution_id).order_by(TicketKind.letter)
    return list(db.session.scalars(query.where(TicketKind.offered) if offered else query))


def lock_ticket_kind(institution_id: uuid.UUID, letter: str) -> TicketKind | None:
    """The kind, held so that the day's numbers of it are given one after the other."""
    query = (
        select(TicketKind)
        .filter_by(institution_id=institution_id, letter=letter)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def last_serial(kind_id: uuid.UUID) -> int:
    """Of today; 0 before the first."""
    query = select(func.max(QueueTicket.serial)).filter_by(kind_id=kind_id, day=clock.today())
    return db.session.scalar(query) or 0


def find_ticket(token: str) -> QueueTicket | None:
    return db.session.scalar(select(QueueTicket).filter_by(token=token))


def get_ticket(ticket_id: uuid.UUID) -> QueueTicket:
    ticket = db.session.scalar(select(QueueTicket).filter_by(id=ticket_id))
    if ticket is None:
        raise NotFound
    return ticket


def lock_ticket(ticket_id: uuid.UUID) -> QueueTicket:
    """The ticket, held until this operation ends."""
    query = (
        select(QueueTicket)
        .filter_by(id=ticket_id)
        .with_for_update(of=QueueTicket)
        .execution_options(populate_existing=True)
    )
    ticket = db.session.scalar(query)
    if ticket is None:
        raise NotFound
    return ticket


def lock_next_ticket(institution_id: uuid.UUID, letter: str | None) -> QueueTicket | None:
    """The first that waits and that no other window is calling at this moment."""
    query = _waiting(institution_id, letter).order_by(*IN_ORDER).limit(1)
    locked = query.with_for_update(of=QueueTicket, skip_locked=True)
    return db.session.scalar(locked.execution_options(populate_existing=True))


def list_tickets(
    institution_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "asc"
) -> Page:
    """Who waits, in the order they will be called unless another is asked for."""
    return page_of(_waiting(institution_id), SORTS, number=page, sort=sort, direction=direction)


def count_tickets(institution_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many wait for each kind, by its id; 0 is absent."""
    query = (
        select(QueueTicket.kind_id, func.count())
        .filter_by(institution_id=institution_id, day=clock.today(), state=TicketState.WAITING)
        .group_by(QueueTicket.kind_id)
    )
    return dict(db.session.execute(query).all())


def count_before(ticket: QueueTicket) -> int:
    """Who will be called before this one, of its kind."""
    turn = ticket.taken_at - (HEAD_START if ticket.priority else timedelta())
    ahead = tuple_(*IN_ORDER) < tuple_(literal(turn), literal(ticket.id))
    query = select(func.count(QueueTicket.id)).filter_by(
        kind_id=ticket.kind_id, day=ticket.day, state=TicketState.WAITING
    )
    return db.session.scalar(query.where(ahead)) or 0


def list_called(institution_id: uuid.UUID, most: int) -> list[QueueTicket]:
    """Called and not settled yet, the latest call first."""
    query = (
        _of_today(institution_id, TicketState.CALLED)
        .order_by(QueueTicket.called_at.desc(), QueueTicket.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def find_called_at(institution_id: uuid.UUID, window: str) -> QueueTicket | None:
    """Whom this window is serving."""
    query = _of_today(institution_id, TicketState.CALLED).where(QueueTicket.at_window == window)
    return db.session.scalar(query)


def list_left(institution_id: uuid.UUID) -> list[QueueTicket]:
    """Who was called in vain today, the latest first: some come back."""
    query = (
        _of_today(institution_id, TicketState.LEFT)
        .order_by(QueueTicket.settled_at.desc(), QueueTicket.id)
        .limit(SHOWN_LEFT)
    )
    return list(db.session.scalars(query))


def list_service_times(kind_id: uuid.UUID) -> list[timedelta]:
    """How long each family served today was at its window, for one kind."""
    query = select(QueueTicket.settled_at - QueueTicket.called_at).filter_by(
        kind_id=kind_id, day=clock.today(), state=TicketState.SERVED
    )
    return list(db.session.scalars(query))


def count_open_windows(institution_id: uuid.UUID) -> int:
    """Windows that called somebody lately."""
    query = select(func.count(func.distinct(QueueTicket.at_window))).where(
        QueueTicket.institution_id == institution_id,
        QueueTicket.day == clock.today(),
        QueueTicket.called_at > clock.now() - WINDOW_OPEN,
    )
    return db.session.scalar(query) or 0


def _waiting(institution_id: uuid.UUID, letter: str | None = None) -> Select[QueueTicket]:
    query = _of_today(institution_id, TicketState.WAITING)
    return query.where(QueueTicket.kind.has(letter=letter)) if letter else query


def _of_today(institution_id: uuid.UUID, state: TicketState) -> Select[QueueTicket]:
    return select(QueueTicket).filter_by(
        institution_id=institution_id, day=clock.today(), state=state
    )
