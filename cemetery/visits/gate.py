"""What the gate looks at before it lets somebody in or out, in the order people are told of it."""

import uuid
from datetime import datetime, timedelta

from cemetery.visits.errors import (
    NotInside,
    PassForged,
    PassOfAnotherDay,
    PassOfAnotherSite,
    PassTooEarly,
    PassTooLate,
    PassUsed,
    PassVoid,
    SlotClosed,
    TooManyAtGate,
)
from cemetery.visits.kinds import Direction
from cemetery.visits.models import VisitBooking
from cemetery.visits.passes import VisitPass, is_pass, pass_of, read_pass
from cemetery.visits.queries import bookings
from cemetery.visits.queries.entries import count_inside, find_way_in, find_way_out
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.errors import NotFound


def pass_scanned(site_id: uuid.UUID, scanned: str) -> VisitPass:
    """Of a pass, or of a booking code typed for who has lost it.

    Raises PassForged, PassOfAnotherSite, PassVoid.
    """
    if is_pass(scanned):
        said = read_pass(scanned)
    else:
        booking = bookings.find_visit(scanned)
        if booking is None:
            raise PassForged
        said = pass_of(booking)
    if said.site_id != site_id:
        raise PassOfAnotherSite
    return said


def lock_holder(said: VisitPass) -> VisitBooking:
    """The booking of a pass, held. Raises PassForged, which it cannot unless keys were mixed up."""
    try:
        return bookings.lock_visit(said.code)
    except NotFound:
        raise PassForged from None


def persons_meant(booking: VisitBooking, direction: Direction) -> int:
    """Where nobody says a number: all who booked come in, all who are still inside go out."""
    return booking.persons if direction is Direction.IN else count_inside(booking)


def ensure_may_pass(
    booking: VisitBooking,
    said: VisitPass,
    terms: Terms,
    *,
    direction: Direction,
    persons: int,
    at: datetime,
) -> None:
    """Raises TooManyAtGate, PassOfAnotherDay, PassVoid, SlotClosed, PassUsed, PassTooEarly,
    PassTooLate; for going out only NotInside, PassUsed and TooManyAtGate."""
    if direction is Direction.OUT:
        _ensure_inside(booking, persons)
        return
    if not 1 <= persons <= booking.persons:
        raise TooManyAtGate(most=booking.persons)
    if said.day != clock.day_of(at):
        raise PassOfAnotherDay(day=clock.say_day(said.day))
    if booking.cancelled_at or said.serial != booking.serial:
        raise PassVoid
    if booking.slot.closed_at:
        raise SlotClosed
    before = find_way_in(booking, said.day)
    if before:
        raise PassUsed(at=clock.say_clock(before.happened_at))
    _ensure_in_time(booking, terms, at)


def _ensure_inside(booking: VisitBooking, persons: int) -> None:
    """They may go one by one, but no more of them than are inside."""
    inside = count_inside(booking)
    if not inside:
        last = find_way_out(booking)
        raise PassUsed(at=clock.say_clock(last.happened_at)) if last else NotInside
    if not 1 <= persons <= inside:
        raise TooManyAtGate(most=inside)


def _ensure_in_time(booking: VisitBooking, terms: Terms, at: datetime) -> None:
    from_, until = opening_hours(booking, terms)
    if at < from_:
        raise PassTooEarly(from_=clock.say_clock(from_))
    if at > until:
        raise PassTooLate(until=clock.say_clock(until))


def opening_hours(booking: VisitBooking, terms: Terms) -> tuple[datetime, datetime]:
    """When the gate lets this booking in; never on another day."""
    slot = booking.slot
    midnight, next_midnight = clock.day_range(slot.day)
    return (
        max(midnight, slot.starts_at - timedelta(minutes=terms.early)),
        # Midnight itself is another day, and would be said as 0:00.
        min(next_midnight - timedelta.resolution, slot.ends_at + timedelta(minutes=terms.late)),
    )
