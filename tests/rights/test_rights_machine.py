"""A right is never removed by time: whatever families and staff do, and however long nobody comes.

Hypothesis takes any steps in any order while years pass and the night's job runs. After each step:
every right that no person ended is there with its unit, and a unit belongs to one family.
The long run: `RIGHTS_STEPS=500 RIGHTS_RUNS=20 ./run test tests/rights/test_rights_machine.py`.
"""

import os
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from cemetery.models import Unit
from cemetery.occupancy import free_place
from cemetery.operations import deposit_ashes
from cemetery.rights.jobs import make_right_notices
from cemetery.rights.kinds import Ground, MoveReason, Reached, RightState, Way
from cemetery.rights.models import Right, UnitHold
from cemetery.rights.operations import (
    end_right,
    record_contact,
    release_hold,
    relocate_right,
    return_right,
)
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from kernel.operations import operation
from tests.rights.scene import make_scene, second_case

STEPS = int(os.environ.get("RIGHTS_STEPS", "25"))
RUNS = int(os.environ.get("RIGHTS_RUNS", "3"))
WHICH = st.integers(min_value=0, max_value=9)


@operation("测试里取走一份骨灰")
def take_one_out(*, unit_id, by):
    return free_place(unit_id)


def machine_of(start):  # noqa: C901 — one machine, its rules side by side
    """One scene for all runs of this machine; each run begins with what the last one left."""

    class Machine(RuleBasedStateMachine):
        """`ended`: ids of the rights a person has ended; `portion`: the letter of the next."""

        def __init__(self):
            super().__init__()
            self.scene, self.families = start
            self.now, self.ended, self.portion = clock.now(), set(), 0
            self.began = set(db.session.scalars(select(Right.id)))

        def units(self):
            return [*self.scene.single, *self.scene.double]

        def any_right(self, which):
            rights = list(db.session.scalars(select(Right).order_by(Right.number)))
            return rights[which % len(rights)] if rights else None

        def trying(self, act):
            with clock.frozen(self.now), suppress(Refusal):
                return act()
            return None

        @rule(days=st.sampled_from([0, 0, 1, 30, 90, 400, 8000]))
        def time_passes(self, days):
            self.now += timedelta(days=days, minutes=1)
            with clock.frozen(self.now):
                make_right_notices()

        @rule(which=WHICH, family=st.booleans())
        def hold(self, which, family):
            case, _certificate = self.families[family]
            unit = self.units()[which % 6]
            self.trying(lambda: self.scene.hold(unit, case))

        @rule(which=WHICH, family=st.booleans(), years=st.sampled_from([1, 20]))
        def grant(self, which, family, years):
            case, certificate = self.families[family]
            unit = self.units()[which % 6]

            def act():
                hold = self.scene.hold(unit, case)
                return self.scene.grant(
                    hold=hold, ground=Ground.CREMATION, ground_paper=certificate, years=years
                )

            self.trying(act)

        @rule(which=WHICH)
        def give_hold_back(self, which):
            holds = list(db.session.scalars(select(UnitHold)))
            if holds:
                key = holds[which % len(holds)].id
                self.trying(lambda: release_hold(hold_id=key, by=self.scene.keeper))

        @rule(which=WHICH, family=st.booleans())
        def deposit(self, which, family):
            self.portion += 1
            _case, certificate = self.families[family]
            self.trying(
                lambda: deposit_ashes(
                    certificate_number=certificate,
                    unit_id=self.units()[which % 6],
                    months=1,
                    portion=f"{id(self)}-{self.portion}",
                    by=self.scene.keeper,
                )
            )

        @rule(which=WHICH)
        def take_out(self, which):
            unit = db.session.get(Unit, self.units()[which % 6])
            db.session.refresh(unit)
            if unit.taken:
                self.trying(lambda: take_one_out(unit_id=unit.id, by=self.scene.keeper))

        @rule(which=WHICH)
        def rest_for_a_while(self, which):
            """The family's own ashes come into its unit and leave it again."""
            right = self.any_right(which)
            if right is None:
                return
            self.portion += 1
            certificates = {case.id: number for case, number in self.families}
            made = self.trying(
                lambda: deposit_ashes(
                    certificate_number=certificates[right.case_id],
                    unit_id=right.unit_id,
                    months=1,
                    portion=f"{id(self)}-{self.portion}",
                    by=self.scene.keeper,
                )
            )
            if made:
                self.trying(lambda: take_one_out(unit_id=made.unit_id, by=self.scene.keeper))

        @rule(which=WHICH, to=WHICH)
        def move(self, which, to):
            right = self.any_right(which)
            if right:
                self.trying(
                    lambda: relocate_right(
                        number=right.number,
                        unit_id=self.units()[to % 6],
                        reason=MoveReason.FAMILY,
                        agreed="同意书",
                        by=self.scene.keeper,
                    )
                )

        @rule(which=WHICH, years=st.sampled_from([1, 10]))
        def renew(self, which, years):
            right = self.any_right(which)
            if right:
                self.trying(lambda: self.scene.renew(right, years=years))

        @rule(which=WHICH)
        def letter_comes_back(self, which):
            right = self.any_right(which)
            if right:
                self.trying(
                    lambda: record_contact(
                        number=right.number,
                        way=Way.LETTER,
                        reached=Reached.SENT_BACK,
                        words="地址无人",
                        by=self.scene.keeper,
                    )
                )

        @rule(which=WHICH, returned=st.booleans())
        def end(self, which, returned):
            right = self.any_right(which)
            if right is None:
                return
            end = return_right if returned else end_right
            if self.trying(
                lambda: end(number=right.number, reason="家属来退还", by=self.scene.keeper)
            ):
                self.ended.add(right.id)

        @invariant()
        def nothing_vanished(self):
            db.session.expire_all()
            rights = list(db.session.scalars(select(Right)))
            assert self.began <= {right.id for right in rights}
            self.began = {right.id for right in rights}
            units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
            living = [right for right in rights if right.state == RightState.GRANTED]
            for right in living:
                assert right.ended_at is None
                assert units[right.unit_id].family_id == right.id
            assert len({right.unit_id for right in living}) == len(living)
            named = [person.case_id for right in living for person in right.persons]
            assert len(set(named)) == len(named), "one deceased has one right"
            for right in rights:
                if right.state != RightState.GRANTED:
                    assert right.ended_by == str(self.scene.keeper)
                    assert right.end_reason == "家属来退还"
            known = {right.id for right in rights} | {case.id for case, _ in self.families}
            for unit in units.values():
                assert unit.taken == 0 or unit.family_id in known
                assert unit.taken <= unit.capacity

    return Machine


def test_a_right_is_never_removed_by_time_alone(context):
    scene = make_scene()
    families = [(scene.case, scene.certificate), second_case(scene)]
    scene.grant(scene.double[0])
    run_state_machine_as_test(
        machine_of((scene, families)),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
