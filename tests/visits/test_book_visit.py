"""预约祭扫: places, shares kept for elders, the window, who comes, and each refusal."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from cemetery.operations import add_columbarium, replace_unit_plate
from cemetery.queries import list_free_units
from cemetery.visits.errors import (
    AlreadyVisiting,
    CarsFull,
    CompanionsMissing,
    NoBookingNeeded,
    NotOpenYet,
    NumberPlateLooksAlike,
    PartyTooLarge,
    SlotFull,
    SlotOver,
    SlotUnknown,
    TooManyCars,
    UnitBookedOut,
    UnitUnknown,
    VisitorNameMissing,
)
from cemetery.visits.granting import Request, grant
from cemetery.visits.kinds import Channel, Granted, Share
from cemetery.visits.models import VisitBooking, VisitSlot
from cemetery.visits.operations import book_visit, lay_down_visit_terms
from cemetery.visits.queries.slots import get_slot, list_slots
from hardware.qr import short_code
from kernel import clock
from kernel.db import db, transaction
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP
from kernel.people.identity import CheckDigitWrong
from kernel.people.phones import BadPhone
from kernel.scope import Scope, look_as
from tests import world
from tests.visits.scene import QINGMING, TERMS, at, book, make_scene


def places(scene, slot=0):
    db.session.expire_all()
    return get_slot(scene.site_id, scene.slot_ids[slot])


def elder():
    return world.identity_number(date(1940, 5, 6))


def test_a_family_takes_places_and_gets_a_code(scene):
    booking = book(scene, 3, number_plates=("鄂L12345",))
    assert len(booking.code) == 8
    assert (places(scene).taken, places(scene).taken_cars) == (3, 1)
    assert booking.companions == ["亲友1", "亲友2"]
    assert booking.shown_identity.count("*") == 10


def test_names_numbers_and_telephones_are_not_in_the_database_in_the_clear(scene):
    booking = book(scene, number_plates=("鄂L12345",))
    row = db.session.connection().exec_driver_sql("SELECT * FROM visit_bookings").mappings().one()
    kept = str(dict(row))
    for said in (booking.name, booking.phone, booking.identity_number, "L12345"):
        assert said not in kept


def test_a_booking_is_one_entry_of_the_journal_without_its_person(scene):
    booking = book(scene)
    entry = db.session.scalars(
        select(JournalEntry).filter_by(operation="cemetery.book_visit")
    ).one()
    assert entry.institution_id == scene.home.id
    assert booking.name not in str(entry.changes)


def test_sent_twice_it_is_booked_once(scene):
    party = {"identity_number": elder(), "phone": "13800138000"}
    first = book(scene, idempotency_key="one", **party)
    assert book(scene, idempotency_key="one", **party).id == first.id
    assert places(scene).taken == 1


def test_the_places_of_everybody_end_before_those_kept(scene):
    book(scene, 5)
    book(scene, 2)
    with pytest.raises(SlotFull):
        book(scene, 1)


def test_elders_who_call_find_the_places_kept_for_calls(scene):
    book(scene, 5)
    book(scene, 2)
    booking = book(scene, 2, channel=Channel.PHONE, identity_number=elder(), by=scene.clerk)
    assert booking.share == Share.PHONE
    with pytest.raises(SlotFull):
        book(scene, 1, channel=Channel.PHONE, identity_number=elder(), by=scene.clerk)
    book(scene, 1, channel=Channel.WALK_IN, identity_number=elder(), by=scene.clerk)
    assert places(scene).taken == 10


def test_who_is_no_elder_takes_from_everybody_s_places_by_telephone_too(scene):
    booking = book(scene, 2, channel=Channel.PHONE, by=scene.clerk)
    assert booking.share == Share.OPEN


def test_elders_who_call_leave_what_is_kept_for_who_comes(scene):
    for _turn in range(9):
        book(scene, 1, channel=Channel.PHONE, identity_number=elder(), by=scene.clerk)
    with pytest.raises(SlotFull):
        book(scene, 1, channel=Channel.PHONE, identity_number=elder(), by=scene.clerk)


def test_cars_have_places_of_their_own(scene):
    for plate in ("鄂L12345", "鄂LD12345"):
        book(scene, number_plates=(plate,))
    with pytest.raises(CarsFull):
        book(scene, number_plates=("鄂A00001",))
    assert places(scene).taken == 2


def test_a_day_opens_at_its_instant(scene):
    with clock.frozen(at(7, 59, date(2027, 3, 29))), pytest.raises(NotOpenYet) as refused:
        book(scene)
    assert "2027-03-29 08:00" in str(refused.value)
    with clock.frozen(at(8, 0, date(2027, 3, 29))):
        # Online, families queue in the first minutes (test_arrive.py).
        book(scene, channel=Channel.PHONE, by=scene.clerk)


def test_a_slot_that_has_begun_is_over_online_but_not_for_who_comes(scene):
    with clock.frozen(at(8)):
        with pytest.raises(SlotOver):
            book(scene)
        book(scene, channel=Channel.WALK_IN, by=scene.clerk)
    with clock.frozen(at(10)), pytest.raises(SlotOver):
        book(scene, channel=Channel.WALK_IN, by=scene.clerk)


def test_outside_the_peak_nobody_needs_to_book(scene):
    assert list_slots(scene.site, date(2027, 5, 20)) == []
    with clock.frozen(at(9, 0, date(2027, 5, 18))), pytest.raises(SlotUnknown):
        book(scene, day=date(2027, 5, 20))


def test_slots_made_before_new_terms_said_otherwise_refuse(scene):
    book(scene)
    terms = replace(TERMS, peak_days=("冬至",))
    lay_down_visit_terms(site_id=scene.site_id, valid_from=QINGMING, terms=terms, by=scene.clerk)
    with pytest.raises(NoBookingNeeded):
        book(scene)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, VisitorNameMissing),
        ({"identity_number": "421221195003040012"}, CheckDigitWrong),
        ({"phone": "12345"}, BadPhone),
        ({"persons": 6}, PartyTooLarge),
        ({"persons": 0}, PartyTooLarge),
        ({"persons": 3, "companions": ("一人",)}, CompanionsMissing),
        ({"persons": 1, "companions": ("一人",)}, CompanionsMissing),
        ({"number_plates": ("鄂LI2345",)}, NumberPlateLooksAlike),
        ({"number_plates": ("鄂L12345", "鄂L12346")}, TooManyCars),
        ({"unit": "福区9排9号"}, UnitUnknown),
    ],
)
def test_what_does_not_fit_is_refused_and_takes_nothing(scene, said, refusal):
    with pytest.raises(refusal):
        book(scene, **said)
    assert db.session.scalar(select(VisitBooking.id)) is None
    assert [slot.taken for slot in list_slots(scene.site, QINGMING)] == [0, 0, 0]


def test_one_car_written_twice_is_one_car(scene):
    assert book(scene, number_plates=("鄂L12345", "鄂l·12345")).cars == 1


def test_a_slot_of_another_day_is_unknown(scene):
    with pytest.raises(SlotUnknown):
        book(scene, day=date(2027, 4, 6))


def test_one_person_does_not_come_twice_in_one_slot_but_may_in_another(scene):
    number = elder()
    book(scene, identity_number=number)
    with pytest.raises(AlreadyVisiting):
        book(scene, identity_number=number)
    assert places(scene).taken == 1
    book(scene, identity_number=number, slot=1)


def test_a_unit_is_named_by_its_place_and_visited_once_a_day(scene):
    booking = book(scene, unit="福区1排2号")
    assert booking.unit_id is not None
    with pytest.raises(UnitBookedOut):
        book(scene, unit="福区1排2号", slot=2)
    book(scene, unit="福区1排3号")
    assert places(scene, 2).taken == 0


def test_a_unit_of_another_site_is_unknown(scene):
    add_columbarium(
        institution_id=scene.home.id,
        name="二号骨灰堂",
        zones=[("寿区", 1, 2)],
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    with pytest.raises(UnitUnknown):
        book(scene, unit="寿区1排1号")


def test_many_requests_are_granted_in_their_order_by_one_call(scene):
    book(scene)
    asked = [Request(Share.OPEN, persons, 0) for persons in (3, 4, 2, 1, 1)]
    with transaction():
        answers = grant(scene.site_id, scene.slot_ids[0], asked)
    yes, full = Granted.YES, Granted.PERSONS_FULL
    assert answers == [yes, full, yes, yes, full]
    assert places(scene).taken_open == 7


def test_the_constraint_stands_behind_the_function(scene):
    book(scene)
    change = "UPDATE visit_slots SET taken_open = 8"
    with pytest.raises(Exception, match="no_more_than_its_places"):
        db.session.connection().exec_driver_sql(change)


def test_the_kept_shares_are_of_the_slot_whatever_terms_follow(scene):
    book(scene)
    terms = replace(TERMS, persons=3, kept_phone=0, kept_walk_in=0, opens_at=time(7))
    lay_down_visit_terms(
        site_id=scene.site_id, valid_from=date(2027, 4, 2), terms=terms, by=scene.clerk
    )
    assert db.session.scalar(select(VisitSlot.persons).filter_by(id=scene.slot_ids[0])) == 10


def test_a_clerk_of_another_home_finds_no_such_site(scene):
    other = make_scene(code="DW")
    look_as(Scope((other.home.id,)))
    try:
        with pytest.raises(NotFound):
            book_visit(
                site_id=scene.site_id,
                day=QINGMING,
                slot_id=scene.slot_ids[0],
                party=None,
                by=other.clerk,
            )
    finally:
        look_as(None)


def test_the_plate_on_the_unit_itself_names_it_until_it_is_replaced(scene):
    unit = list_free_units(scene.home.id, "福区")[1]
    first = replace_unit_plate(unit_id=unit.id, by=scene.clerk)
    assert book(scene, unit=short_code(first.token)).unit_id == unit.id
    replace_unit_plate(unit_id=unit.id, by=scene.clerk)
    with pytest.raises(UnitUnknown):
        book(scene, unit=short_code(first.token), slot=1)
