"""Anything at any time, several at once: the schedule never breaks its word.

Families hold and confirm, the desk books, moves, swaps and cancels, staff close and open, time
passes; up to four of them in the same moment, in real threads on real PostgreSQL. After each moment
the tables are read by plain SQL (ledger.py) and judged without our own queries.

SCHEDULE_STEPS=100000 makes it a long run (docs/operations.md); it prints what it did.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from types import SimpleNamespace
from typing import ClassVar
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from funeral.errors import TimeTaken
from funeral.jobs import return_given_up
from kernel import clock
from kernel.errors import Refusal
from kernel.people.actors import Role
from tests import world
from tests.concurrency import ledger
from tests.concurrency.acts import ACTS, NAMES, Act, NothingThere, Scene, hours_after

STEPS = int(os.environ.get("SCHEDULE_STEPS", "400"))
AT_ONCE = 4
ROUNDS = 50
RETURN_FROM = timedelta(minutes=2)
DUE = "SELECT args->>'plan_id' FROM procrastinate_jobs WHERE scheduled_at <= %s AND id > %s"
LAST_JOB = "SELECT coalesce(max(id), 0) FROM procrastinate_jobs"
serial = count(1)

act = st.builds(
    Act,
    name=st.sampled_from(NAMES),
    which=st.integers(0, 999),
    at=st.integers(0, 999),
    choice=st.integers(0, 29),
)
# Numbers close together choose the same things.
rivals = st.lists(
    st.builds(Act, st.just(""), st.integers(0, 3), st.integers(0, 2), st.integers(0, 7)),
    min_size=2,
    max_size=AT_ONCE,
)


class Schedule(RuleBasedStateMachine):
    """One home, from the noon before the day everybody wants."""

    tools: ClassVar[SimpleNamespace]

    def __init__(self) -> None:
        super().__init__()
        self.clocks = ExitStack()
        today = clock.today()
        self.now = clock.at(today, time(12))
        self.clocks.enter_context(clock.frozen(self.now))
        with self.tools.app.app_context():
            home = world.make_home(f"M{next(serial)}")
            second = world.make_staff(f"M{next(serial)}", Role.DESK, home.id)
            self.who = {"home_id": home.id, "clerk": home.clerk, "second_clerk": second.actor()}
            self.cases = [world.open_case(home).number for _ in range(3)]
        self.first_day = today + timedelta(days=1)
        self.confirmed: dict[UUID, bool] = {}
        self.given_up: dict[UUID, datetime] = {}
        [self.last_job] = self.tools.sql.execute(LAST_JOB).fetchone()
        self.ledger = self._read()

    def teardown(self) -> None:
        self.clocks.close()

    @rule(one=act)
    def one_acts(self, one: Act) -> None:
        answer = self._act([one])[0]
        if one.name == "book" and isinstance(answer, TimeTaken):
            self._judge_refusal(self._scene(self.ledger).wanted(one), answer)

    @rule(acts=st.lists(act, min_size=2, max_size=AT_ONCE))
    def several_act_at_once(self, acts: list[Act]) -> None:
        self._act(acts)

    @rule(name=st.sampled_from(["book", "hold", "confirm", "move", "cancel"]), acts=rivals)
    def all_want_the_same(self, name: str, acts: list[Act]) -> None:
        self._act([replace(each, name=name) for each in acts])

    def _act(self, acts: list[Act]) -> list[object]:
        before = self.ledger
        scene = self._scene(before)
        answers = list(self.tools.threads.map(lambda each: self._do(scene, each), acts))
        self.ledger = self._read()
        self._note(scene, acts, answers)
        self._judge(scene, before, acts)
        return answers

    def _scene(self, before: ledger.Ledger) -> Scene:
        return Scene(**self.who, first_day=self.first_day, ledger=before, cases=self.cases)

    @rule(minutes=st.sampled_from([1, 3, 5, 13, 21, 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.clocks.enter_context(clock.frozen(self.now))
        self.ledger = self._read()
        self.tools.done["time_passes"] += 1

    @rule()
    def the_worker_returns_cancelled_times(self) -> None:
        due = self.tools.sql.execute(DUE, [self.now, self.last_job]).fetchall()
        with self.tools.app.app_context():
            for (plan_id,) in due:
                return_given_up(plan_id)
        self.ledger = self._read()
        self.tools.done["return_given_up"] += len(due)

    def _do(self, scene: Scene, each: Act) -> object:
        with self.tools.app.app_context():
            try:
                answer = ACTS[each.name](scene, each)
            except (Refusal, NothingThere) as refusal:
                self.tools.done[f"{each.name}: {type(refusal).__name__}"] += 1
                return refusal
            self.tools.done[each.name] += 1
            return getattr(answer, "id", None)

    def _read(self) -> ledger.Ledger:
        return ledger.read(self.tools.sql, self.who["home_id"], self.now)

    def _note(self, scene: Scene, acts: list[Act], answers: list[object]) -> None:
        """What has been promised to families by now."""
        for each, answer in zip(acts, answers, strict=True):
            if isinstance(answer, UUID) and each.name in {"book", "plan_for_case"}:
                self.confirmed[answer] = scene.wanted(each)["hall_class"] != "none"
            if isinstance(answer, UUID) and each.name == "confirm" and each.choice % 5 != 4:
                held = [one.kind for one in scene.ledger.times if one.plan_id == answer]
                self.confirmed[answer] = self.confirmed.get(answer, "hall" in held)
        for each, answer in zip(acts, answers, strict=True):
            if isinstance(answer, UUID) and each.name == "cancel":
                was_firm = self.confirmed.pop(answer, None) is not None
                if was_firm and len(acts) == 1:
                    self.given_up.setdefault(answer, self.now)
            if (
                isinstance(answer, UUID)
                and each.name == "drop_ceremony"
                and answer in self.confirmed
            ):
                self.confirmed[answer] = False

    def _judge(self, scene: Scene, before: ledger.Ledger, acts: list[Act]) -> None:
        after = self.ledger
        assert ledger.doubles(after.times) == []
        assert ledger.without_buffers(after.times) == []
        assert ledger.too_early_cremations(after.standing) == []
        assert ledger.lost(after.times, self.confirmed) == []
        assert ledger.swapped_without_reason(before, after) == []
        self._judge_new_times(scene, before, acts)
        standing = {each.plan_id for each in after.times}
        waiting = {each for each, at in self.given_up.items() if self.now < at + RETURN_FROM}
        assert waiting <= standing, "a cancelled time came back at once"

    def _judge_new_times(self, scene: Scene, before: ledger.Ledger, acts: list[Act]) -> None:
        known = {each.place for each in before.times}
        firm = {each.plan_id for each in before.times if each.confirmed_at}
        closed = [each for each in before.closed if each in self.ledger.closed]
        rooms = {each.id: each.hours for each in before.rooms}
        for each in self.ledger.times:
            own = [one for one in closed if one.resource_id == each.resource_id]
            if each.place not in known:
                assert each.starts_at > self.now
                assert not any(each.from_ < one.ends_at and one.starts_at < each.to for one in own)
                states = hours_after({rooms[each.resource_id]}, acts, scene, each.resource_id)
                assert any(ledger.is_open(one, each.from_, each.to) for one in states)
            if each.confirmed_at and each.plan_id not in firm:
                assert not any(
                    each.starts_at < one.ends_at and one.starts_at < each.ends_at for one in own
                )

    def _judge_refusal(self, wanted: dict, refusal: TimeTaken) -> None:
        """Neither an expired hold nor anything else that is not there was in the way."""
        kinds = wanted["hall_class"], wanted["cremator_type"]
        assert not ledger.is_possible(self.ledger, *kinds, wanted["starts_at"])
        assert all(ledger.is_possible(self.ledger, *kinds, at) for at in refusal.alternatives)


@pytest.fixture
def tools(app, cluster, database, emptied) -> Iterator[SimpleNamespace]:
    conninfo = cluster.conninfo(database, "owner")
    with (
        psycopg.connect(conninfo, autocommit=True) as sql,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        yield SimpleNamespace(app=app, sql=sql, threads=threads, done=Counter())


def test_whatever_happens_at_once_the_schedule_keeps_its_word(tools):
    Schedule.tools = tools
    # Fifty days between two lines of a long run; the first of each is a day without any act.
    some_days = settings(
        max_examples=max(7, min(50, STEPS // 400)),
        stateful_step_count=ROUNDS,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    while sum(tools.done.values()) < STEPS:
        run_state_machine_as_test(Schedule, settings=some_days)
        steps = sum(tools.done.values())
        sys.stdout.write(f"{steps} steps: {dict(tools.done.most_common())}\n")
        sys.stdout.flush()
    happened = {name.split(":")[0] for name in tools.done}
    assert {"book", "hold", "confirm", "move", "cancel"} <= happened
