"""暂停开放: nobody books any more, the desk knows whom to call, what is reopened holds again."""

import pytest

from cemetery.visits.errors import CloseReasonMissing, NoSlotChosen, SlotClosed, SlotUnknown
from cemetery.visits.jobs import make_visit_slots
from cemetery.visits.operations import (
    book_visit,
    cancel_visit,
    change_visit,
    close_slots,
    make_slots,
    reopen_slot,
    tell_family,
)
from cemetery.visits.queries.bookings import list_untold
from cemetery.visits.queries.slots import list_made_slots, list_slots
from kernel import clock
from kernel.errors import NotFound
from kernel.jobs import nightly_registry
from tests.visits.scene import FAMILY, QINGMING, TERMS, a_party, at, book, make_scene


def close(scene, slots=(0,), **asked):
    values = {
        "site_id": scene.site_id,
        "day": QINGMING,
        "slot_ids": [scene.slot_ids[slot] for slot in slots],
        "reason": "大风",
        "by": scene.clerk,
    }
    close_slots(**(values | asked))


def test_a_closed_slot_is_not_booked(scene):
    close(scene)
    with pytest.raises(SlotClosed):
        book(scene)
    book(scene, slot=1)


def test_families_of_a_closed_slot_are_to_be_told_until_somebody_did(scene):
    first, second, elsewhere = book(scene), book(scene), book(scene, slot=1)
    close(scene)
    assert {each.code for each in list_untold(scene.site_id).items} == {first.code, second.code}
    tell_family(code=first.code, by=scene.clerk)
    cancel_visit(code=second.code, by=scene.clerk, reason="大风")
    assert list_untold(scene.site_id).items == []
    assert elsewhere.told_at is None


def test_a_family_moves_out_of_a_closed_slot(scene):
    booking = book(scene)
    close(scene)
    change_visit(code=booking.code, day=QINGMING, slot_id=scene.slot_ids[1], by=FAMILY)
    assert list_untold(scene.site_id).items == []


def test_closed_once_more_they_are_told_once_more(scene):
    booking = book(scene)
    close(scene)
    tell_family(code=booking.code, by=scene.clerk)
    reopen_slot(site_id=scene.site_id, slot_id=scene.slot_ids[0], by=scene.clerk)
    book(scene)
    with clock.frozen(at(9, 0, QINGMING.replace(day=2))):
        close(scene)
        assert booking.code in {each.code for each in list_untold(scene.site_id).items}


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"reason": " "}, CloseReasonMissing),
        ({"slot_ids": []}, NoSlotChosen),
        ({"day": QINGMING.replace(day=6)}, SlotUnknown),
    ],
)
def test_what_cannot_be_closed(scene, asked, refusal):
    with pytest.raises(refusal):
        close(scene, **asked)


def test_slots_of_a_day_are_made_once(scene):
    for _turn in range(2):
        make_slots(site_id=scene.site_id, day=QINGMING, by=scene.clerk)
    assert [slot.id for slot in list_made_slots(scene.site_id, QINGMING)] == list(scene.slot_ids)


def test_every_night_the_days_that_can_be_booked_are_made(scene):
    assert make_visit_slots() > 5
    assert len(list_made_slots(scene.site_id, QINGMING)) == len(TERMS.slots)
    assert make_visit_slots() == 0


def test_the_worker_knows_what_to_do_every_night(app):
    assert {"cemetery.make_visit_slots", "cemetery.forget_old_visits"} <= nightly_registry.keys()


def test_a_slot_nobody_knows_is_not_reopened(scene):
    with pytest.raises(NotFound):
        reopen_slot(site_id=scene.site_id, slot_id=scene.site_id, by=scene.clerk)


def test_a_closed_slot_of_one_site_is_open_at_another(scene):
    other = make_scene(code="DW")
    close(scene)
    book_visit(
        site_id=other.site_id,
        day=QINGMING,
        slot_id=list_slots(other.site, QINGMING)[0].id,
        party=a_party(),
        by=FAMILY,
    )
