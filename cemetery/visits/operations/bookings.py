"""Booking a visit, changing and cancelling it, telling the family of a closed slot."""

import uuid
from datetime import date

from cemetery.texting import VISIT
from cemetery.visits.booking_rules import Checked, Party, check_party, ensure_bookable
from cemetery.visits.errors import (
    AlreadyVisiting,
    OpeningRush,
    SameSlot,
    SlotOver,
    SlotUnknown,
    VisitCancelled,
    VisitEntered,
)
from cemetery.visits.granting import Request, give_back, give_unit_back, take_places, take_unit
from cemetery.visits.kinds import Channel, Share
from cemetery.visits.models import VisitBooking, VisitSlot, VoidPass
from cemetery.visits.operations.slots import make_slots
from cemetery.visits.passes import CODE_LENGTH
from cemetery.visits.queries import bookings as queries
from cemetery.visits.queries import slots as slot_queries
from cemetery.visits.queries.entries import has_entered
from cemetery.visits.queries.requests import has_waiting
from cemetery.visits.queries.terms import get_site, terms_of
from cemetery.visits.terms import Terms
from cemetery.visits.texting import text_booked, text_cancelled, text_changed
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind
from kernel.texts.telling import note_told


@operation(_("预约祭扫"))
def book_visit(
    *,
    site_id: uuid.UUID,
    day: date,
    slot_id: uuid.UUID,
    party: Party,
    by: Actor,
    channel: Channel = Channel.WEB,
    idempotency_key: str | None = None,
) -> VisitBooking:
    """Places in one slot of a day, or at a ceremony, for one person who comes with others.

    Raises SlotUnknown, NoVisitTerms, NoBookingNeeded, NotOpenYet, SlotOver, SlotClosed, SlotFull,
    CarsFull, UnitBookedOut, AlreadyVisiting, OpeningRush and the refusals of check_party.
    """
    slot, terms = _slot(site_id, day, slot_id, by), terms_of(site_id, day)
    ensure_bookable(terms, slot, channel)
    _ensure_no_queue(slot, terms, by)
    checked = check_party(site_id, terms, party, channel)
    share = Share.OPEN if slot.title else checked.share
    cars = len(checked.number_plates)
    take_places(site_id, slot.id, Request(share, checked.persons, cars))
    take_unit(slot, checked.unit_id, terms.per_unit)
    index = queries.identity_index(checked.identity_number)
    _ensure_first(site_id, slot.id, index)
    booking = VisitBooking(
        institution_id=slot.institution_id,
        site_id=site_id,
        slot=slot,
        code=new_token()[:CODE_LENGTH],
        channel=channel,
        share=share,
        identity_index=index,
        phone_index=queries.phone_index(checked.phone),
        cars=cars,
        booked_at=clock.now(),
        **_said(checked),
    )
    db.session.add(booking)
    db.session.flush()
    if channel is not Channel.WEB:
        text_booked(booking)
    return booking


@operation(_("更改祭扫时间"))
def change_visit(
    *,
    code: str,
    day: date,
    slot_id: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> VisitBooking:
    """Another slot of the same site; the old places go back, the old pass no longer holds.

    Raises VisitCancelled, VisitEntered, SameSlot and as book_visit; then nothing has changed.
    """
    booking = _lock_waiting(code)
    if booking.slot_id == slot_id:
        raise SameSlot
    site_id, channel = booking.site_id, Channel(booking.channel)
    terms = terms_of(site_id, day)
    slot = _slot(site_id, day, slot_id, by)
    ensure_bookable(terms, slot, channel)
    _ensure_no_queue(slot, terms, by)
    old = slot_queries.lock_slots(site_id, [booking.slot_id, slot.id])[booking.slot_id]
    _ensure_not_over(old, by)
    give_unit_back(old, booking.unit_id)
    share = Share.OPEN if slot.title else Share(booking.share)
    take_places(site_id, slot.id, Request(share, booking.persons, booking.cars))
    take_unit(slot, booking.unit_id, terms.per_unit)
    _ensure_first(site_id, slot.id, booking.identity_index)
    give_back(booking)
    _void_pass(booking, old.day)
    booking.slot, booking.share = slot, share
    booking.serial += 1
    booking.told_at = None
    text_changed(booking)
    return booking


@operation(_("取消祭扫预约"))
def cancel_visit(
    *, code: str, by: Actor, reason: str = "", idempotency_key: str | None = None
) -> VisitBooking:
    """Its places are free for others at once; the pass no longer holds.

    Raises VisitCancelled, VisitEntered, SlotOver.
    """
    booking = _lock_waiting(code)
    slot = slot_queries.lock_slots(booking.site_id, [booking.slot_id])[booking.slot_id]
    _ensure_not_over(slot, by)
    give_back(booking)
    give_unit_back(slot, booking.unit_id)
    _void_pass(booking, slot.day)
    booking.cancelled_at, booking.cancel_reason = clock.now(), reason.strip()
    text_cancelled(booking)
    return booking


@operation(_("已电话告知家属"))
def tell_family(*, code: str, by: Actor, idempotency_key: str | None = None) -> VisitBooking:
    """That its slot is closed; what it wants instead is a change or a cancellation."""
    booking = _lock_waiting(code)
    booking.told_at = clock.now()
    note_told(VISIT, booking.id, by)
    return booking


def _slot(site_id: uuid.UUID, day: date, slot_id: uuid.UUID, by: Actor) -> VisitSlot:
    """Made now where this is the first booking of the day. Raises SlotUnknown."""
    site = get_site(site_id)
    found = slot_queries.find_slot(site_id, slot_id)
    if found is None:
        if any(slot.id == slot_id for slot in slot_queries.list_unmade_slots(site, day)):
            make_slots(site_id=site_id, day=day, by=by)
        # Where it was not unmade any more, a rival has made it since the first look.
        found = slot_queries.find_slot(site_id, slot_id)
    if found is None or found.day != day:
        raise SlotUnknown
    return found


def _ensure_no_queue(slot: VisitSlot, terms: Terms, by: Actor) -> None:
    """Nobody passes by those who queue for that day but who calls or comes. Raises OpeningRush."""
    if by.kind is not ActorKind.FAMILY or slot.title:
        return
    if terms.is_rush(slot.day, clock.now()) or has_waiting(slot.site_id, slot.day):
        raise OpeningRush


def _ensure_first(site_id: uuid.UUID, slot_id: uuid.UUID, index: str) -> None:
    """Slots of a site lie apart, so two bookings overlap only in one slot. Raises AlreadyVisiting.

    Asked while the slot is locked: two at once come here one after the other.
    """
    if queries.has_visit_of(site_id, slot_id, index):
        raise AlreadyVisiting


def _lock_waiting(code: str) -> VisitBooking:
    booking = queries.lock_visit(code)
    if booking.cancelled_at:
        raise VisitCancelled
    if has_entered(booking):
        raise VisitEntered
    return booking


def _ensure_not_over(slot: VisitSlot, by: Actor) -> None:
    """A family gives back or changes what is still to come; the desk may set right what was.

    Raises SlotOver.
    """
    if by.kind is ActorKind.FAMILY and not slot.closed_at and clock.now() >= slot.ends_at:
        raise SlotOver


def _void_pass(booking: VisitBooking, day: date) -> None:
    db.session.add(
        VoidPass(
            institution_id=booking.institution_id,
            site_id=booking.site_id,
            day=day,
            code=booking.code,
            serial=booking.serial,
        )
    )


def _said(checked: Checked) -> dict[str, object]:
    return {
        "name": checked.name,
        "identity_number": checked.identity_number,
        "phone": checked.phone,
        "persons": checked.persons,
        "companions": list(checked.companions),
        "number_plates": list(checked.number_plates),
        "unit_id": checked.unit_id,
    }
