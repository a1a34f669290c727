"""更改祭扫时间: the new places before the old ones go, and a pass that no longer holds."""

from datetime import date

import pytest

from cemetery.visits.errors import (
    AlreadyVisiting,
    SameSlot,
    SlotFull,
    UnitBookedOut,
    VisitCancelled,
    VisitEntered,
)
from cemetery.visits.kinds import Direction
from cemetery.visits.operations import cancel_visit, change_visit, record_entry
from cemetery.visits.queries.bookings import get_visit
from cemetery.visits.queries.entries import void_passes
from cemetery.visits.queries.slots import list_slots
from kernel import clock
from kernel.db import db
from tests import world
from tests.visits.scene import FAMILY, QINGMING, at, book


def change(scene, booking, slot=1, day=QINGMING):
    slots = list_slots(scene.site, day)
    return change_visit(code=booking.code, day=day, slot_id=slots[slot].id, by=FAMILY)


def taken(scene, day=QINGMING):
    db.session.expire_all()
    return [slot.taken for slot in list_slots(scene.site, day)]


def test_places_move_with_the_family(scene):
    booking = book(scene, 3)
    change(scene, booking)
    assert taken(scene) == [0, 3, 0]
    assert get_visit(booking.code).serial == 2


def test_to_another_day_whose_slots_nobody_made_yet(scene):
    booking = book(scene, 2)
    change(scene, booking, slot=0, day=date(2027, 4, 6))
    assert (taken(scene), taken(scene, date(2027, 4, 6))) == ([0, 0, 0], [2, 0, 0])


def test_the_pass_of_before_is_void_on_its_day(scene):
    booking = book(scene)
    change(scene, booking)
    assert void_passes(scene.site_id, QINGMING) == [(booking.code, 1)]


def test_where_there_is_no_room_nothing_changes(scene):
    full, booking = book(scene, 5, slot=1), book(scene, 5)
    with pytest.raises(SlotFull):
        change(scene, booking)
    assert taken(scene) == [5, 5, 0]
    assert get_visit(booking.code).slot_id != full.slot_id


def test_the_unit_of_the_family_moves_within_its_one_visit_a_day(scene):
    booking = book(scene, unit="福区1排1号")
    change(scene, booking)
    with pytest.raises(UnitBookedOut):
        book(scene, unit="福区1排1号", slot=2)


def test_not_into_a_slot_where_this_person_already_comes(scene):
    number = world.identity_number(date(1990, 1, 1))
    booking = book(scene, identity_number=number)
    book(scene, identity_number=number, slot=1)
    with pytest.raises(AlreadyVisiting):
        change(scene, booking)


def test_the_same_slot_a_cancelled_or_an_entered_visit_cannot_be_changed(scene):
    booking = book(scene)
    with pytest.raises(SameSlot):
        change(scene, booking, slot=0)
    with clock.frozen(at(8)):
        record_entry(
            site_id=scene.site_id, scanned=booking.code, direction=Direction.IN, by=scene.clerk
        )
        with pytest.raises(VisitEntered):
            change(scene, booking)
    other = book(scene, slot=1)
    cancel_visit(code=other.code, by=FAMILY)
    with pytest.raises(VisitCancelled):
        change(scene, other, slot=2)
