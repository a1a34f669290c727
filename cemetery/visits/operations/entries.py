"""Who goes in and out at the gate, told at once or afterwards."""

import uuid
from datetime import datetime

from cemetery.visits.errors import PassForged
from cemetery.visits.gate import ensure_may_pass, lock_holder, pass_scanned, persons_meant
from cemetery.visits.kinds import Direction
from cemetery.visits.models import VisitBooking, VisitEntry
from cemetery.visits.passes import read_pass
from cemetery.visits.queries.entries import get_entry_again
from cemetery.visits.queries.terms import get_site, terms_of
from kernel import clock, live
from kernel.db import db, new_id
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("登记进出园"))
def record_entry(
    *,
    site_id: uuid.UUID,
    scanned: str,
    direction: Direction,
    by: Actor,
    persons: int | None = None,
    gate: str = "",
    entry_id: uuid.UUID | None = None,
    idempotency_key: str | None = None,
) -> VisitEntry:
    """`scanned`: a pass, or a booking code; `persons` fewer than booked where not all came, or
    fewer than inside where not all go; `entry_id`: the gate's own, should it not hear our answer
    and tell us again.

    Raises PassForged, PassOfAnotherSite, PassOfAnotherDay, PassVoid, PassUsed, PassTooEarly,
    PassTooLate, SlotClosed, NotInside, TooManyAtGate, NotFound for a site of others.
    """
    get_site(site_id)
    said = pass_scanned(site_id, scanned)
    booking = lock_holder(said)
    number = persons or persons_meant(booking, direction)
    now = clock.now()
    ensure_may_pass(
        booking,
        said,
        terms_of(site_id, said.day),
        direction=direction,
        persons=number,
        at=now,
    )
    entry = _entry(booking, entry_id or new_id(), by, direction=direction, persons=number, at=now)
    entry.gate = gate
    db.session.add(entry)
    live.announce(f"visits/{site_id}")
    return entry


@operation(_("补记离线进出园"))
def sync_entry(
    *,
    site_id: uuid.UUID,
    entry_id: uuid.UUID,
    scanned: str,
    direction: Direction,
    persons: int,
    happened_at: datetime,
    gate: str,
    by: Actor,
) -> VisitEntry:
    """What a gate without a network did: it has happened, so what does not agree is kept as a
    conflict for the desk. Told again under the same id it is the same entry.

    Raises PassForged and PassOfAnotherSite, which the gate sees by itself, and NotFound.
    """
    get_site(site_id)
    said = read_pass(scanned)
    if said.site_id != site_id:
        raise PassForged
    booking = lock_holder(said)
    known = get_entry_again(site_id, entry_id)
    if known:
        return known
    # A gate's clock may be wrong, but nothing has happened that is still to come.
    at = min(happened_at, clock.now())
    most = max(booking.persons, persons_meant(booking, direction))
    number = max(1, min(persons, most))
    entry = _entry(booking, entry_id, by, direction=direction, persons=number, at=at)
    entry.gate, entry.offline = gate, True
    try:
        ensure_may_pass(
            booking,
            said,
            terms_of(site_id, said.day),
            direction=direction,
            persons=number,
            at=at,
        )
    except Refusal as refusal:
        entry.conflict = type(refusal).__name__
    db.session.add(entry)
    live.announce(f"visits/{site_id}")
    return entry


@operation(_("处理进出园冲突"))
def settle_conflict(
    *, site_id: uuid.UUID, entry_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> VisitEntry:
    """The desk has looked at it. Raises NotFound."""
    get_site(site_id)
    entry = get_entry_again(site_id, entry_id)
    if entry is None or not entry.conflict:
        raise NotFound
    entry.settled_at = entry.settled_at or clock.now()
    return entry


def _entry(
    booking: VisitBooking,
    entry_id: uuid.UUID,
    by: Actor,
    *,
    direction: Direction,
    persons: int,
    at: datetime,
) -> VisitEntry:
    return VisitEntry(
        id=entry_id,
        institution_id=booking.institution_id,
        site_id=booking.site_id,
        booking_id=booking.id,
        slot_id=booking.slot_id,
        day=clock.day_of(at),
        direction=direction,
        persons=persons,
        happened_at=at,
        noted_at=clock.now(),
        noted_by=str(by),
        gate="",
        offline=False,
        conflict="",
    )
