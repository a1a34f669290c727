"""Whatever families do with a few units, by chance: never over capacity, and of two families only
where a unit is communal."""

import uuid
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update

from cemetery.errors import NoFreeUnit, UnitFull, UnitTaken
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.models import Unit
from cemetery.occupancy import free_place, take_place
from kernel.db import db, transaction
from kernel.operations import operation
from kernel.people.actors import SETUP, Actor
from tests.ground.conftest import make_ground

CAPACITIES = (1, 2, 3, 4)
# The last of them.
COMMUNAL = 3
FAMILIES = tuple(uuid.UUID(int=number) for number in range(1, 4))


@operation("放入骨灰")
def take(*, unit_id: uuid.UUID, family_id: uuid.UUID, by: Actor) -> None:
    take_place(unit_id, family_id)


@operation("取走骨灰")
def give_back(*, unit_id: uuid.UUID, by: Actor) -> None:
    free_place(unit_id)


class Families(RuleBasedStateMachine):
    """`inside`: the families of the portions in each unit, as a list of them would say."""

    units: list[uuid.UUID]

    @initialize()
    def empty(self) -> None:
        self.inside: dict[uuid.UUID, list[uuid.UUID]] = {unit: [] for unit in self.units}
        with transaction():
            db.session.connection().execute(update(Unit).values(taken=0, family_id=None))

    @rule(at=st.integers(0, len(CAPACITIES) - 1), family=st.sampled_from(FAMILIES))
    def a_portion_comes(self, at: int, family: uuid.UUID) -> None:
        unit = self.units[at]
        others = set(self.inside[unit]) - {family} if at != COMMUNAL else set()
        if others:
            with pytest.raises((UnitTaken, NoFreeUnit)):
                take(unit_id=unit, family_id=family, by=SETUP)
        elif len(self.inside[unit]) == CAPACITIES[at]:
            with pytest.raises(UnitFull):
                take(unit_id=unit, family_id=family, by=SETUP)
        else:
            take(unit_id=unit, family_id=family, by=SETUP)
            self.inside[unit].append(family)

    @precondition(lambda self: any(self.inside.values()))
    @rule(data=st.data())
    def a_portion_leaves(self, data: st.DataObject) -> None:
        unit = data.draw(st.sampled_from([each for each in self.units if self.inside[each]]))
        give_back(unit_id=unit, by=SETUP)
        self.inside[unit].pop()

    @invariant()
    def every_unit_says_the_same(self) -> None:
        if not hasattr(self, "inside"):
            return
        db.session.expire_all()
        for unit in db.session.scalars(select(Unit)):
            portions = Counter(self.inside[unit.id])
            assert unit.taken == portions.total() <= unit.capacity
            if unit.communal:
                assert unit.family_id is None
                continue
            assert {unit.family_id} - {None} == set(portions)
            assert len(portions) <= 1


def test_units_keep_their_capacity_and_their_family_whatever_is_done(context):
    ground = make_ground()
    for number, capacity in enumerate(CAPACITIES):
        ground.zone(
            "松柏竹梅"[number],
            units=UnitRange(1, 1, 1, 1),
            size=UnitSize(capacity),
            communal=number == COMMUNAL,
        )
    units = list(db.session.scalars(select(Unit).order_by(Unit.capacity)))
    Families.units = [unit.id for unit in units]
    run_state_machine_as_test(
        Families,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
