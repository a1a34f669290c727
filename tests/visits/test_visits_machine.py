"""Whatever families do, in whatever order: never over, nobody counted twice, all given back."""

from random import Random

import pytest
from sqlalchemy import func, select

from cemetery.visits.kinds import SHARE_OF, Channel, Direction
from cemetery.visits.models import VisitBooking, VisitUnitDay
from cemetery.visits.operations import (
    cancel_visit,
    change_visit,
    close_slots,
    record_entry,
    reopen_slot,
)
from cemetery.visits.queries.entries import count_slots
from cemetery.visits.queries.slots import list_slots
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from tests import world
from tests.visits.scene import FAMILY, QINGMING, at, book

STEPS = 50


class Visits:
    """The site, and what must be so by what it answered: code → [slot, persons, channel]."""

    def __init__(self, scene, random):
        self.scene, self.random, self.known, self.entered = scene, random, {}, {}

    def step(self):
        act = self.random.choices(
            [self.book, self.change, self.cancel, self.enter, self.leave, self.close, self.reopen],
            weights=[6, 6, 4, 1, 2, 1, 2],
        )[0]
        try:
            act()
        except Refusal:
            return act.__name__, "refused"
        return act.__name__, "done"

    def book(self):
        slot, persons = self.random.randrange(3), self.random.randint(1, 4)
        channel = self.random.choice(list(Channel))
        booking = book(
            self.scene,
            persons,
            slot,
            channel=channel,
            identity_number=world.identity_number(),
            unit=self.random.choice(["", "福区1排1号", "福区1排2号"]),
            number_plates=self.random.choice([(), ("鄂L12345",)]),
        )
        self.known[booking.code] = [slot, persons, SHARE_OF[channel]]

    def change(self):
        code, slot = self.any(), self.random.randrange(3)
        slot_id = self.scene.slot_ids[slot]
        change_visit(code=code, day=QINGMING, slot_id=slot_id, by=FAMILY)
        self.known[code][0] = slot

    def cancel(self):
        code = self.any()
        cancel_visit(code=code, by=FAMILY)
        del self.known[code]

    def enter(self):
        code = self.any()
        come = self.random.randint(1, 4)
        self.entered[code] = self.pass_gate(code, Direction.IN, come)

    def leave(self):
        """Some of them, or all who are left."""
        code = self.random.choice([*self.entered, "NOBODY00"])
        some = self.random.choice([None, 1, 2])
        gone = self.pass_gate(code, Direction.OUT, some)
        self.entered[code] -= gone

    def pass_gate(self, code, direction, persons):
        site_id = self.scene.site_id
        with clock.frozen(at((8, 10, 14)[self.known.get(code, [0])[0]])):
            entry = record_entry(
                site_id=site_id, scanned=code, direction=direction, persons=persons, by=FAMILY
            )
        return entry.persons

    def close(self):
        slot = self.random.choice(self.scene.slot_ids)
        close_slots(
            site_id=self.scene.site_id,
            day=QINGMING,
            slot_ids=[slot],
            reason="雨",
            by=self.scene.clerk,
        )

    def reopen(self):
        slot = self.random.choice(self.scene.slot_ids)
        reopen_slot(site_id=self.scene.site_id, slot_id=slot, by=self.scene.clerk)

    def any(self):
        return self.random.choice([*self.known, "NOBODY00"])


def recount(machine):
    db.session.expire_all()
    site_id = machine.scene.site_id
    counts = {each.slot.id: each.inside for each in count_slots(site_id, QINGMING)}
    for number, slot in enumerate(list_slots(machine.scene.site, QINGMING)):
        mine = [each for each in machine.known.values() if each[0] == number]
        assert slot.taken == sum(persons for _slot, persons, _share in mine)
        for share, counted in (
            ("open", slot.taken_open),
            ("phone", slot.taken_phone),
            ("walk_in", slot.taken_walk_in),
        ):
            assert counted == sum(persons for _slot, persons, at_ in mine if at_ == share)
        assert slot.taken <= slot.persons
        inside = [
            machine.entered.get(code, 0) for code, at_ in machine.known.items() if at_[0] == number
        ]
        assert counts.get(slot.id, 0) == sum(inside)
        assert all(0 <= each <= slot.taken for each in inside)
        assert slot.taken_open <= slot.persons - slot.kept_phone - slot.kept_walk_in
        cars = select(func.coalesce(func.sum(VisitBooking.cars), 0)).filter_by(
            slot_id=slot.id, cancelled_at=None
        )
        assert slot.taken_cars == db.session.scalar(cars) <= slot.cars
    for row in db.session.scalars(select(VisitUnitDay)):
        visits = select(func.count()).where(
            VisitBooking.unit_id == row.unit_id, VisitBooking.cancelled_at.is_(None)
        )
        assert row.taken == db.session.scalar(visits) <= 1
    assert machine.entered.keys() <= machine.known.keys()


@pytest.mark.parametrize("seed", range(2))
def test_places_are_conserved_whatever_happens(scene, seed):
    machine = Visits(scene, Random(seed))  # noqa: S311 — the same games every time
    outcomes = set()
    for _step in range(STEPS):
        outcomes.add(machine.step())
        recount(machine)
    assert {
        ("book", "done"),
        ("book", "refused"),
        ("cancel", "done"),
        ("change", "done"),
    } <= outcomes
    for code in set(machine.known) - set(machine.entered):
        cancel_visit(code=code, by=FAMILY)
        del machine.known[code]
    recount(machine)
