"""Joining the queue of a day: one INSERT, thousands of times in the first seconds of a day.

Not an @operation: nothing of anybody's is taken yet, and an entry of the journal for each arrival
would cost more than the arrival. The batch that answers it writes down who came when and what
became of it (`operations.allocate_visits`). Until then its row says so, and is never changed.
"""

import uuid
from datetime import date
from functools import cache

from sqlalchemy import DateTime, Executable, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from cemetery.visits.booking_rules import Checked, Party, check_party
from cemetery.visits.errors import (
    NoBookingNeeded,
    NotOpenYet,
    SlotClosed,
    SlotOver,
    SlotUnknown,
    WaitingAlready,
)
from cemetery.visits.kinds import Channel, Waiting
from cemetery.visits.models import VisitRequest
from cemetery.visits.operations import make_slots
from cemetery.visits.queries.bookings import identity_index, phone_index
from cemetery.visits.queueing import Door, find_door
from cemetery.visits.terms import COME_EARLY
from hardware.qr import new_token
from kernel import clock
from kernel.db import db, new_id, transaction
from kernel.errors import KeyReused
from kernel.people.actors import family

STAMP = DateTime(timezone=True)
TYPED = (
    *("site_id", "institution_id", "id", "token", "key", "day", "slot_id", "any_slot", "persons"),
    *("cars", "unit_id", "identity_index", "phone_index", "name", "identity_number", "phone"),
    *("companions", "number_plates"),
)


def arrive(
    *, site_id: uuid.UUID, day: date, slot_id: uuid.UUID, party: Party, any_slot: bool, key: str
) -> str:
    """The token of the place in the queue, the same for whoever sends the form again or comes by
    another way with the same number and telephone. `any_slot`: another of that day will do.

    Raises SlotUnknown, NotOpenYet, NoBookingNeeded, SlotOver, SlotClosed, WaitingAlready, KeyReused
    and the refusals of check_party.
    """
    door = find_door(site_id, day, slot_id)
    if door.is_ceremony:
        raise SlotUnknown
    _ensure_open(door)
    checked = check_party(site_id, door.terms, party, Channel.WEB)
    asked = {
        "site_id": site_id,
        "institution_id": door.institution_id,
        "day": day,
        "slot_id": slot_id,
        "any_slot": any_slot,
        "key": key or str(uuid.uuid4()),
        "identity_index": identity_index(checked.identity_number),
        "phone_index": phone_index(checked.phone),
    }
    if not door.is_made:
        # By the first to come, where the night has not.
        make_slots(site_id=site_id, day=day, by=family("web"))
    with transaction():
        while True:
            token = _insert(asked, checked, door) or _find_same(asked)
            if token:
                return token


def _ensure_open(door: Door) -> None:
    now = clock.now()
    if now >= door.starts_at:
        raise SlotOver
    if not door.is_needed:
        raise NoBookingNeeded
    if now < door.opens - COME_EARLY:
        raise NotOpenYet(opens=clock.say_stamp(door.opens))
    if door.is_closed:
        raise SlotClosed


def _insert(asked: dict[str, object], checked: Checked, door: Door) -> str | None:
    """None where this form or this person has a place already."""
    said = asked | {
        "id": new_id(),
        "token": new_token(),
        "persons": checked.persons,
        "cars": len(checked.number_plates),
        "unit_id": checked.unit_id,
        "name": checked.name,
        "identity_number": checked.identity_number,
        "phone": checked.phone,
        "companions": list(checked.companions),
        "number_plates": list(checked.number_plates),
        "opens": door.opens,
        "pretended": clock.pretended(),
    }
    token: str | None = db.session.connection().execute(_inserting(), said).scalar()
    return token


@cache
def _inserting() -> Executable:
    """Written once: SQLAlchemy takes as long to put it together as PostgreSQL to carry it out."""
    moment = func.coalesce(bindparam("pretended", type_=STAMP), func.statement_timestamp())
    return (
        insert(VisitRequest)
        .values(
            **{name: bindparam(name) for name in TYPED},
            arrived_at=moment,
            turn=func.visit_turn(moment, bindparam("opens", type_=STAMP)),
            tie=func.random(),
            state=Waiting.WAITING.value,
            reason="",
        )
        .on_conflict_do_nothing()
        .returning(VisitRequest.token)
    )


def _find_same(asked: dict[str, object]) -> str | None:
    """None where it was answered meanwhile, so that there is room for a new one."""
    same_form = VisitRequest.key == asked["key"]
    same_person = (
        (VisitRequest.day == asked["day"])
        & (VisitRequest.identity_index == asked["identity_index"])
        & (VisitRequest.state == Waiting.WAITING)
    )
    query = (
        select(
            VisitRequest.token, VisitRequest.key, VisitRequest.identity_index,
            VisitRequest.phone_index,
        )
        .where(VisitRequest.site_id == asked["site_id"], or_(same_form, same_person))
        .order_by(same_form.desc())
    )  # fmt: skip
    found = db.session.execute(query).first()
    if found is None:
        return None
    if found.identity_index != asked["identity_index"]:
        raise KeyReused
    if found.phone_index != asked["phone_index"]:
        raise WaitingAlready
    return str(found.token)
