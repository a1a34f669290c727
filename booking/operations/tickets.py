"""取号 and 叫号: each number is given once, and each family is called by one window."""

import re
import uuid

from booking import queries
from booking.errors import (
    KindLabelMissing,
    LetterWrong,
    NobodyWaits,
    PriorityTooLong,
    ReferenceUnknown,
    TicketKindUnknown,
    TicketOfAnotherDay,
    TicketOver,
    WindowBusy,
    WindowMissing,
)
from booking.kinds import TicketState
from booking.models import QueueTicket, TicketKind
from booking.slips import QUEUE_TICKET, ticket_slip
from booking.ticket_wait import say_wait
from funeral.queries.cases import find_case
from hardware.operations import print_slip
from hardware.qr import new_token
from hardware.queries import has_printer
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

LETTER = re.compile("[A-Z]")
LONGEST_LABEL, LONGEST_WINDOW, LONGEST_PRIORITY = 12, 8, 40


@operation(_("设置取号业务"))
def set_ticket_kind(
    *,
    institution_id: uuid.UUID,
    letter: str,
    label: str,
    by: Actor,
    offered: bool = True,
    idempotency_key: str | None = None,
) -> TicketKind:
    """A letter and what it stands for; one there is already changes.

    Raises LetterWrong, KindLabelMissing.
    """
    letter, label = letter.strip().upper(), label.strip()
    if not LETTER.fullmatch(letter):
        raise LetterWrong
    if not 0 < len(label) <= LONGEST_LABEL:
        raise KindLabelMissing
    kind = queries.lock_ticket_kind(institution_id, letter)
    if kind is None:
        kind = TicketKind(institution_id=institution_id, letter=letter)
        db.session.add(kind)
    kind.label, kind.offered = label, offered
    return kind


@operation(_("取号"))
def take_ticket(
    *,
    institution_id: uuid.UUID,
    letter: str,
    by: Actor,
    priority: str = "",
    reference: str = "",
    address: str = "",
    idempotency_key: str | None = None,
) -> QueueTicket:
    """The day's next number of this kind, printed where the home has a printer.

    `priority`: why it goes before others. `reference`: number of a case or code of a booking.
    `address`: our own, for the code on the paper.
    Raises TicketKindUnknown, ReferenceUnknown, PriorityTooLong.
    """
    if len(priority.strip()) > LONGEST_PRIORITY:
        raise PriorityTooLong
    case_id, booking_id = _referred(institution_id, reference.strip())
    kind = queries.lock_ticket_kind(institution_id, letter)
    if kind is None or not kind.offered:
        raise TicketKindUnknown
    ticket = QueueTicket(
        institution_id=institution_id,
        kind=kind,
        day=clock.today(),
        serial=queries.last_serial(kind.id) + 1,
        token=new_token(),
        case_id=case_id,
        booking_id=booking_id,
        priority=priority.strip(),
        taken_at=clock.now(),
        state=TicketState.WAITING,
        times_called=0,
    )
    db.session.add(ticket)
    db.session.flush()
    if has_printer(institution_id):
        _print(ticket, address, by)
    return ticket


@operation(_("叫号"))
def call_next(
    *,
    institution_id: uuid.UUID,
    window: str,
    by: Actor,
    letter: str | None = None,
    idempotency_key: str | None = None,
) -> QueueTicket:
    """Whoever is first in turn, of one kind or of all, to this window.

    Another window that calls at the same moment gets the one after. Raises WindowMissing,
    WindowBusy, NobodyWaits.
    """
    window = _window(window)
    if queries.find_called_at(institution_id, window):
        raise WindowBusy
    ticket = queries.lock_next_ticket(institution_id, letter)
    if ticket is None:
        raise NobodyWaits
    _call(ticket, window)
    return ticket


@operation(_("重新叫号"))
def call_again(
    *, ticket_id: uuid.UUID, window: str, by: Actor, idempotency_key: str | None = None
) -> QueueTicket:
    """Once more, or one that was called in vain and has come back.

    Raises WindowMissing, WindowBusy, TicketOver, TicketOfAnotherDay.
    """
    window = _window(window)
    ticket = _lock(ticket_id, TicketState.CALLED, TicketState.LEFT)
    at_window = queries.find_called_at(ticket.institution_id, window)
    if at_window and at_window.id != ticket.id:
        raise WindowBusy
    _call(ticket, window)
    return ticket


@operation(_("办结叫号"))
def finish_ticket(
    *, ticket_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> QueueTicket:
    """The family has been served. Raises TicketOver, TicketOfAnotherDay."""
    return _settle(_lock(ticket_id, TicketState.CALLED), TicketState.SERVED)


@operation(_("过号"))
def set_aside(
    *, ticket_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> QueueTicket:
    """Nobody came when it was called. Raises TicketOver, TicketOfAnotherDay."""
    return _settle(_lock(ticket_id, TicketState.CALLED), TicketState.LEFT)


def _referred(institution_id: uuid.UUID, reference: str) -> tuple[uuid.UUID | None, ...]:
    """(case, booking) of what was typed. Raises ReferenceUnknown, also for another home's."""
    if not reference:
        return None, None
    case, booking = find_case(reference.upper()), queries.find_booking(reference)
    if case and case.institution_id == institution_id:
        return case.id, None
    if booking and booking.institution_id == institution_id:
        return booking.case_id, booking.id
    raise ReferenceUnknown


def _print(ticket: QueueTicket, address: str, by: Actor) -> None:
    before = queries.count_before(ticket)
    took = queries.list_service_times(ticket.kind_id)
    windows = queries.count_open_windows(ticket.institution_id)
    slip = ticket_slip(
        number=ticket.number,
        kind=ticket.kind.label,
        before=before,
        estimated=say_wait(before, took, windows),
        taken_at=ticket.taken_at,
        token=ticket.token,
        institution=get_institution(ticket.institution_id).name,
        address=address,
    )
    number = f"{ticket.day:%m%d}-{ticket.number}"
    print_slip(
        institution_id=ticket.institution_id, slip=slip, document=QUEUE_TICKET, number=number, by=by
    )


def _window(window: str) -> str:
    """Raises WindowMissing."""
    window = window.strip()
    if not 0 < len(window) <= LONGEST_WINDOW:
        raise WindowMissing
    return window


def _lock(ticket_id: uuid.UUID, *states: TicketState) -> QueueTicket:
    ticket = queries.lock_ticket(ticket_id)
    if ticket.day != clock.today():
        raise TicketOfAnotherDay(number=ticket.number)
    if ticket.state not in states:
        raise TicketOver(number=ticket.number, state=TicketState(ticket.state).label)
    return ticket


def _call(ticket: QueueTicket, window: str) -> None:
    ticket.state, ticket.at_window, ticket.settled_at = TicketState.CALLED, window, None
    ticket.called_at, ticket.times_called = clock.now(), ticket.times_called + 1
    # Here the index refuses a second call of one window at the same moment.
    db.session.flush()


def _settle(ticket: QueueTicket, state: TicketState) -> QueueTicket:
    ticket.state, ticket.settled_at = state, clock.now()
    return ticket
