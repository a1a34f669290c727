"""Rivals for the last places, and one pass at two gates: real threads on the real database."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cemetery.visits import granting
from cemetery.visits.errors import AlreadyVisiting, PassUsed, SlotFull, UnitBookedOut
from cemetery.visits.kinds import Direction, Granted
from cemetery.visits.models import VisitBooking, VisitEntry
from cemetery.visits.operations import cancel_visit, change_visit, record_entry
from cemetery.visits.queries import slots
from cemetery.visits.queries.entries import count_slots
from cemetery.visits.queries.slots import get_slot
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from tests import world
from tests.visits.scene import FAMILY, QINGMING, at, book

ROUNDS = 8


def race(app, *acts):
    """What each act answered; all begin together, each in a session of its own."""
    together = Barrier(len(acts))

    def run(act):
        with app.app_context():
            together.wait(timeout=30)
            try:
                return act()
            except Refusal as refusal:
                return type(refusal)

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def taken(scene, slot=0):
    db.session.expire_all()
    return get_slot(scene.site_id, scene.slot_ids[slot]).taken


def test_of_two_families_for_the_last_places_one_gets_them(app, scene):
    book(scene, 5)
    for _round in range(ROUNDS):
        answers = race(app, *[lambda: book(scene, 2).code for _family in range(2)])
        assert answers.count(SlotFull) == 1
        assert taken(scene) == 7
        cancel_visit(code=next(each for each in answers if isinstance(each, str)), by=FAMILY)


def test_a_day_nobody_booked_yet_is_made_once_by_all_who_come_first(app, scene):
    answers = race(app, *[lambda: book(scene, 1).code for _family in range(4)])
    assert all(isinstance(each, str) for each in answers)
    assert taken(scene) == 4


def test_a_day_made_by_a_rival_between_two_looks_is_there(app, scene, monkeypatch):
    look = slots.list_unmade_slots

    def look_late(site, day):
        monkeypatch.setattr(slots, "list_unmade_slots", look)
        race(app, lambda: book(scene))
        return look(site, day)

    monkeypatch.setattr(slots, "list_unmade_slots", look_late)
    [answer] = race(app, lambda: book(scene).code)
    assert isinstance(answer, str)
    assert taken(scene) == 2


def test_one_person_twice_at_once_is_one_visit(app, scene):
    book(scene)
    number = world.identity_number()
    answers = race(app, *[lambda: book(scene, identity_number=number).code for _turn in range(2)])
    assert answers.count(AlreadyVisiting) == 1
    assert taken(scene) == 2


def test_two_families_of_one_unit_in_two_slots_at_once(app, scene):
    book(scene)
    acts = [lambda at_=slot: book(scene, unit="福区1排1号", slot=at_).code for slot in (0, 1)]
    assert race(app, *acts).count(UnitBookedOut) == 1


def test_families_that_change_places_with_one_another_do_not_lose_any(app, scene):
    for _round in range(ROUNDS):
        first, second = book(scene), book(scene, slot=1)

        def swap(booking, slot):
            slot_id = scene.slot_ids[slot]
            return change_visit(code=booking, day=QINGMING, slot_id=slot_id, by=FAMILY).code

        codes = [first.code, second.code]
        acts = [partial(swap, codes[0], 1), partial(swap, codes[1], 0)]
        assert race(app, *acts) == codes
        assert (taken(scene), taken(scene, 1)) == (1, 1)
        for code in codes:
            cancel_visit(code=code, by=FAMILY)


def test_cancelled_twice_at_once_gives_back_once(app, scene):
    kept, code = book(scene, 2), book(scene, 3).code
    race(app, *[lambda: cancel_visit(code=code, by=FAMILY).code for _turn in range(2)])
    assert taken(scene) == kept.persons


def test_one_pass_at_two_gates_at_once_lets_in_once(app, scene):
    code = book(scene).code

    def enter():
        record_entry(site_id=scene.site_id, scanned=code, direction=Direction.IN, by=scene.clerk)

    with clock.frozen(at(8)):
        assert race(app, enter, enter).count(PassUsed) == 1
    assert db.session.scalar(select(func.count()).select_from(VisitEntry)) == 1


def test_the_same_family_at_two_ways_out_at_once_is_counted_once(app, scene):
    code = book(scene, 3).code

    def go(direction):
        record_entry(site_id=scene.site_id, scanned=code, direction=direction, by=scene.clerk)

    with clock.frozen(at(8)):
        go(Direction.IN)
        out = partial(go, Direction.OUT)
        assert race(app, out, out).count(PassUsed) == 1
    count = count_slots(scene.site_id, QINGMING)[0]
    assert (count.entered, count.left, count.inside) == (3, 3, 0)


def test_without_the_function_the_constraint_still_refuses(app, scene, monkeypatch):
    """The negative control: whoever counts without looking meets the check."""
    book(scene, 5)

    def grant_blindly(site_id, slot_id, requests):
        change = "UPDATE visit_slots SET taken_open = taken_open + %s WHERE id = %s"
        for each in requests:
            db.session.connection().exec_driver_sql(change, (each.persons, slot_id))
        return [Granted.YES] * len(requests)

    monkeypatch.setattr(granting, "grant", grant_blindly)
    with pytest.raises(Exception, match="no_more_than_its_places"):
        book(scene, 3)
    assert db.session.scalar(select(func.count()).select_from(VisitBooking)) == 1
