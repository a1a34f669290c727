"""Places given to those who queue: in order, exactly as many as there are, each answered."""

import pytest
from sqlalchemy import func, select

from cemetery.visits.allocating import allocate_waiting
from cemetery.visits.errors import AlreadyVisiting, OpeningRush
from cemetery.visits.kinds import Channel
from cemetery.visits.models import VisitBooking, VisitRequest
from cemetery.visits.operations import (
    allocate_visits,
    change_visit,
    close_slots,
    forget_visits,
)
from cemetery.visits.queries.bookings import get_visit_of_request
from cemetery.visits.queries.requests import Counted, count_requests
from cemetery.visits.queries.slots import get_slot
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from tests.visits.rush import ALLOCATOR, after, allocate, come, standing, stands
from tests.visits.scene import FAMILY, QINGMING, a_party, book


def booking_of(scene, token):
    return get_visit_of_request(scene.site_id, standing(token).id)


def taken(scene, slot=0):
    db.session.expire_all()
    return get_slot(scene.site_id, scene.slot_ids[slot]).taken


def test_nothing_is_given_before_the_opening_nor_before_a_turn_is_over(scene):
    tokens = [come(scene, -60), come(scene, 0.1)]
    assert allocate(scene, -1) == 0
    assert allocate(scene, 0.2) == 0
    assert allocate(scene, 0.3) == 1
    assert stands(*tokens) == ["granted", "waiting"]
    assert allocate(scene, 0.51) == 1


def test_who_was_granted_has_a_booking_like_any_other(scene):
    party = a_party(2, number_plates=("鄂L12345",), unit="福区1排1号")
    token = come(scene, 1, party=party)
    assert allocate(scene) == 1
    booking = booking_of(scene, token)
    assert (booking.name, booking.identity_number) == (party.name, party.identity_number)
    assert booking.companions == ["亲友1"]
    assert booking.number_plates == ["鄂L12345"]
    assert booking.code == token[:8]
    assert (booking.channel, booking.share, booking.serial) == (Channel.WEB, "open", 1)
    slot = get_slot(scene.site_id, scene.slot_ids[0])
    assert (slot.taken_open, slot.taken_cars) == (2, 1)


def test_in_order_of_their_turns_and_who_is_too_many_stops_nobody_behind(scene):
    tokens = [come(scene, second, persons) for second, persons in ((3, 2), (1, 4), (2, 4), (4, 1))]
    assert allocate(scene) == 4
    assert stands(*tokens) == ["granted", "granted", "slot_full", "granted"]
    assert taken(scene) == 7


def test_another_slot_of_the_day_where_the_family_said_so(scene):
    full = come(scene, 1, 5), come(scene, 2, 2)
    moved, stays = come(scene, 3, 2, any_slot=True), come(scene, 4, 2)
    allocate(scene)
    assert stands(*full, moved, stays) == ["granted", "granted", "granted", "slot_full"]
    assert booking_of(scene, moved).slot_id == scene.slot_ids[1]
    assert [taken(scene, slot) for slot in range(3)] == [7, 2, 0]


def test_the_wish_of_who_came_first_comes_before_the_first_wish_of_who_came_later(scene):
    for second, slot in ((1, 0), (2, 1)):
        come(scene, second, 5, slot=slot)
    come(scene, 3, 2, slot=0)
    first, later = come(scene, 4, 2, any_slot=True), come(scene, 5, 2, slot=1)
    allocate(scene)
    assert stands(first, later) == ["granted", "slot_full"]


def test_batches_take_up_where_the_one_before_ended(scene):
    tokens = [come(scene, second) for second in range(10)]
    with clock.frozen(after(60)):
        while allocate_visits(site_id=scene.site_id, day=QINGMING, by=ALLOCATOR, most=3):
            pass
    assert stands(*tokens) == ["granted"] * 7 + ["slot_full"] * 3
    assert count_requests(scene.site_id, QINGMING) == Counted(granted=7, refused=3)


def test_a_slot_closed_meanwhile_is_refused_or_another_one_given(scene):
    there, anywhere = come(scene, 1), come(scene, 2, any_slot=True)
    close_slots(
        site_id=scene.site_id,
        day=QINGMING,
        slot_ids=[scene.slot_ids[0]],
        reason="大风",
        by=scene.clerk,
    )
    allocate(scene)
    assert stands(there, anywhere) == ["slot_closed", "granted"]


def test_one_niche_a_day_and_cars_have_places_of_their_own(scene):
    first = come(scene, 1, unit="福区1排1号", number_plates=("鄂L12345",))
    again = come(scene, 2, unit="福区1排1号", slot=1)
    second, third = (come(scene, at, number_plates=(f"鄂L1234{at}",)) for at in (3, 4))
    allocate(scene)
    assert stands(first, again, second, third) == ["granted", "unit_full", "granted", "cars_full"]


def test_who_has_a_visit_then_already_gets_no_other(scene):
    party = a_party()
    booked = book(scene, party=party, by=scene.clerk, channel=Channel.PHONE)
    token = come(scene, 1, party=party)
    allocate(scene)
    assert stands(token) == ["booked_already"]
    assert booked.cancelled_at is None
    with pytest.raises(AlreadyVisiting):
        book(scene, party=party)


def test_a_slot_that_began_while_somebody_waited_is_over(scene):
    token = come(scene, 1)
    allocate(scene, 7 * 24 * 3600 + 1)
    assert stands(token) == ["slot_over"]


def test_a_code_that_is_taken_is_another_one(scene):
    token = come(scene, 1)
    other = book(scene, by=scene.clerk, channel=Channel.PHONE)
    change = "UPDATE visit_bookings SET code = %s"
    db.session.connection().exec_driver_sql(change, (token[:8],))
    db.session.commit()
    allocate(scene)
    assert booking_of(scene, token).code == token[1:9]
    assert other.code == token[:8]


def test_nobody_passes_by_the_queue_but_who_calls_or_comes(scene):
    earlier = book(scene, slot=2)
    with clock.frozen(after(1)):
        with pytest.raises(OpeningRush):
            book(scene)
        with pytest.raises(OpeningRush):
            change_visit(code=earlier.code, day=QINGMING, slot_id=scene.slot_ids[0], by=FAMILY)
        book(scene, channel=Channel.PHONE, by=scene.clerk)


def test_a_batch_is_one_entry_of_the_journal_that_leads_to_each_booking(scene):
    tokens = [come(scene, 1, 5), come(scene, 2, 5)]
    allocate(scene)
    entry = db.session.scalars(
        select(JournalEntry).filter_by(operation="cemetery.allocate_visits")
    ).one()
    assert entry.institution_id == scene.home.id
    granted = standing(tokens[0])
    record = f"visit_bookings/{scene.site_id}-{granted.id}"
    assert record in [change["record"] for change in entry.changes]
    assert "slot_full" in str(entry.changes)
    assert "张示清" not in str(entry.changes)


def test_the_worker_moves_every_queue_that_is_due(scene):
    tokens = [come(scene, 1), come(scene, 2)]
    with clock.frozen(after(0)):
        before = db.session.scalar(select(func.count()).select_from(JournalEntry))
        assert allocate_waiting() is False
        assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == before
    assert stands(*tokens) == ["waiting", "waiting"]
    with clock.frozen(after(60)):
        assert allocate_waiting() is False
    assert stands(*tokens) == ["granted", "granted"]


def test_one_queue_that_fails_does_not_hold_up_another(scene, monkeypatch, caplog):
    token = come(scene, 1)

    def fail(**_asked):
        raise RuntimeError("of this site only")

    monkeypatch.setattr("cemetery.visits.allocating.allocate_visits", fail)
    with clock.frozen(after(60)):
        assert allocate_waiting() is False
    assert stands(token) == ["waiting"]
    assert "could not be moved" in caplog.text


def test_after_the_visit_the_queue_is_forgotten(scene):
    come(scene, 1)
    allocate(scene)
    late = QINGMING.replace(month=9)
    assert forget_visits(site_id=scene.site_id, before=late, by=ALLOCATOR) == 2
    assert db.session.scalar(select(VisitRequest.id)) is None
    assert db.session.scalar(select(VisitBooking.name)) == ""
