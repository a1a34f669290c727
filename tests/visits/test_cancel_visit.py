"""取消祭扫预约: places go back at once, everything can be taken again."""

import pytest

from cemetery.visits.errors import SlotOver, VisitCancelled, VisitEntered
from cemetery.visits.kinds import Direction
from cemetery.visits.operations import cancel_visit, record_entry
from cemetery.visits.queries.entries import void_passes
from cemetery.visits.queries.slots import get_slot
from kernel import clock
from kernel.db import db
from tests import world
from tests.visits.scene import FAMILY, QINGMING, at, book


def test_places_cars_unit_and_person_are_free_at_once(scene):
    asked = {
        "unit": "福区1排1号",
        "identity_number": world.identity_number(),
        "number_plates": ("鄂L12345",),
    }
    booking = book(scene, 2, **asked)
    cancel_visit(code=booking.code, by=FAMILY)
    db.session.expire_all()
    slot = get_slot(scene.site_id, scene.slot_ids[0])
    assert (slot.taken, slot.taken_cars) == (0, 0)
    assert book(scene, 2, **asked).code != booking.code


def test_its_pass_is_void(scene):
    booking = book(scene)
    cancel_visit(code=booking.code, by=FAMILY)
    assert void_passes(scene.site_id, QINGMING) == [(booking.code, 1)]


def test_only_once_and_not_after_the_gate(scene):
    booking, other = book(scene), book(scene)
    cancel_visit(code=booking.code, by=FAMILY)
    with pytest.raises(VisitCancelled):
        cancel_visit(code=booking.code, by=FAMILY)
    with clock.frozen(at(8)):
        record_entry(
            site_id=scene.site_id, scanned=other.code, direction=Direction.IN, by=scene.clerk
        )
        with pytest.raises(VisitEntered):
            cancel_visit(code=other.code, by=FAMILY)


def test_what_is_over_a_family_no_longer_cancels_but_the_desk_may(scene):
    booking = book(scene)
    with clock.frozen(at(10)):
        with pytest.raises(SlotOver):
            cancel_visit(code=booking.code, by=FAMILY)
        cancel_visit(code=booking.code, by=scene.clerk, reason="登记错误")
