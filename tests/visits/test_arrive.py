"""Joining the queue of a day: when, once, in which turn, and what is refused at the door."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from cemetery.visits.arriving import arrive
from cemetery.visits.errors import (
    NotOpenYet,
    PartyTooLarge,
    SlotClosed,
    SlotOver,
    SlotUnknown,
    WaitingAlready,
)
from cemetery.visits.models import VisitRequest
from cemetery.visits.operations import announce_ceremony, close_slots
from cemetery.visits.queueing import ask_again, is_queued, queue_of
from cemetery.visits.terms import COME_EARLY, RUSH_LASTS
from kernel import clock
from kernel.db import db
from kernel.errors import KeyReused
from kernel.people.identity import CheckDigitWrong
from tests.visits.rush import OPENS, after, allocate, come, standing, stands
from tests.visits.scene import QINGMING, a_party, at


def test_who_comes_before_the_opening_is_drawn_by_lot_who_comes_after_by_time(scene):
    early = [standing(come(scene, seconds)) for seconds in (-590, -300, -0.001)]
    late = [standing(come(scene, seconds)) for seconds in (0, 0.249, 0.25, 60)]
    assert [each.turn for each in early] == [0, 0, 0]
    assert [each.turn for each in late] == [1, 1, 2, 241]
    assert len({each.tie for each in early + late}) == 7


def test_nobody_comes_earlier_than_that(scene):
    with pytest.raises(NotOpenYet):
        come(scene, -COME_EARLY.total_seconds() - 1)


def test_around_the_opening_everybody_queues_and_later_only_while_somebody_waits(scene):
    def queued(moment):
        with clock.frozen(moment):
            return is_queued(scene.site_id, QINGMING, scene.slot_ids[0])

    assert not queued(OPENS - COME_EARLY - timedelta(seconds=1))
    assert queued(OPENS - COME_EARLY)
    assert queued(OPENS + RUSH_LASTS - timedelta(seconds=1))
    later = OPENS + RUSH_LASTS
    assert not queued(later)
    come(scene, RUSH_LASTS.total_seconds())
    assert queued(later)
    allocate(scene, RUSH_LASTS.total_seconds() + 1)
    assert not queued(later + timedelta(seconds=1))


def test_sent_again_or_by_another_way_it_is_the_same_place(scene):
    party = a_party()
    first = come(scene, 1, party=party, key="a form")
    assert come(scene, 2, party=party, key="a form") == first
    assert come(scene, 3, party=party, key="another form", slot=1) == first
    assert db.session.scalars(select(VisitRequest.turn)).all() == [5]
    allocate(scene)
    assert come(scene, 70, party=party, key="a form") == first
    # Another visit of the same day is asked for anew.
    assert come(scene, 70, party=party, key="a later form", slot=1) != first


def test_whoever_only_knows_the_number_is_not_shown_the_place(scene):
    party = a_party()
    come(scene, 1, party=party)
    with pytest.raises(WaitingAlready):
        come(scene, 1, identity_number=party.identity_number, phone="13900139000")


def test_a_form_filled_in_for_somebody_else_is_another_form(scene):
    come(scene, 1, key="a form")
    with pytest.raises(KeyReused):
        come(scene, 1, key="a form")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"identity_number": "421221195003040012"}, CheckDigitWrong),
        ({"persons": 6}, PartyTooLarge),
        ({"slot_id": uuid.uuid4()}, SlotUnknown),
    ],
)
def test_what_is_badly_filled_in_is_said_at_once(scene, said, refusal):
    with pytest.raises(refusal):
        come(scene, 1, **said)
    assert db.session.scalar(select(VisitRequest.id)) is None


def test_a_closed_slot_and_one_that_has_begun_take_nobody(scene):
    close_slots(
        site_id=scene.site_id,
        day=QINGMING,
        slot_ids=[scene.slot_ids[0]],
        reason="大风",
        by=scene.clerk,
    )
    with pytest.raises(SlotClosed):
        come(scene, 1)
    begun = (at(14) - OPENS).total_seconds()
    with pytest.raises(SlotOver):
        come(scene, begun, slot=2)


def test_nobody_queues_for_a_ceremony(scene):
    ceremony = announce_ceremony(
        site_id=scene.site_id,
        title="清明集体公祭",
        place="",
        day=QINGMING,
        times=(at(9).time().replace(hour=9), at(9).time().replace(hour=10)),
        persons=3,
        cars=0,
        by=scene.clerk,
    )
    with pytest.raises(SlotUnknown):
        come(scene, 1, slot_id=ceremony.id)


def test_names_and_numbers_wait_encrypted_and_go_with_the_answer(scene):
    party = a_party(2, number_plates=("鄂L12345",))
    token = come(scene, 1, party=party)
    kept = "SELECT * FROM visit_requests"
    row = str(dict(db.session.connection().exec_driver_sql(kept).mappings().one()))
    for said in (party.name, party.phone, party.identity_number, "L12345", "亲友"):
        assert said not in row
    allocate(scene)
    assert stands(token) == ["granted"]
    row = db.session.scalars(select(VisitRequest)).one()
    assert (row.name, row.identity_number, row.phone, row.companions, row.number_plates) == (
        None, None, None, None, None,
    )  # fmt: skip


def test_the_place_is_honest_and_the_page_asks_politely(scene):
    tokens = [come(scene, second) for second in range(6)]
    with clock.frozen(after(6)):
        queue = queue_of(scene.site_id, QINGMING)
        found = [standing(token) for token in tokens]
        assert [queue.before(each.turn, each.tie) for each in found] == [0, 1, 2, 3, 4, 5]
        assert queue.free == 21
        assert queue.a_second == 0
        assert ask_again(queue, 5, OPENS) == 3
    allocate(scene, most=2)
    with clock.frozen(after(61)):
        queue = queue_of(scene.site_id, QINGMING)
        assert queue.before(found[5].turn, found[5].tie) == 3
        assert queue.a_second == 2
        assert queue.free == 19
    with clock.frozen(after(-30)):
        assert 31 <= ask_again(queue, 3, OPENS) <= 41


def test_the_first_to_come_makes_the_slots_the_night_has_not(scene):
    with clock.frozen(after(1)):
        values = {"day": QINGMING, "slot_id": scene.slot_ids[1], "any_slot": False, "key": ""}
        assert arrive(site_id=scene.site_id, party=a_party(), **values)
