"""Anything done with anybody's ashes, in any order: portions are conserved, nothing lies twice.

After each act the tables are read by plain SQL and judged without our own queries.
PORTION_STEPS=5000 makes it a long run.
"""

import os
from collections import Counter
from typing import ClassVar

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cemetery.ashes.models import AshPortion
from cemetery.ashes.queries.portions import get_portion
from kernel.errors import Refusal
from tests.ashes.scene import Scene, make_scene

STEPS = int(os.environ.get("PORTION_STEPS", "90"))
PORTIONS = "SELECT id, case_id, letter, state, unit_id, seq FROM ash_portions ORDER BY id"
TAKEN = "SELECT id, taken FROM units WHERE taken > 0"
OPEN = "SELECT case_id, portion FROM ash_deposits WHERE collected_at IS NULL"
EVENTS = "SELECT move, from_state, to_state FROM ash_events WHERE portion_id = %s ORDER BY seq"
done: Counter[str] = Counter()


class Portions(RuleBasedStateMachine):
    """Two families, two units; whatever the rules refuse has changed nothing."""

    scenes: ClassVar[list[Scene]]
    sql: ClassVar[psycopg.Connection]

    @rule(
        who=st.integers(0, 1),
        which=st.integers(0, 25),
        unit=st.integers(0, 1),
        act=st.sampled_from(
            [
                *("move", "deposit", "relocate", "collect", "take_in", "inter", "correct"),
                *("disinter", "scatter", "send", "acknowledge", "take_back", "divide", "swap"),
            ]
        ),
    )
    def something_is_done(self, who: int, which: int, unit: int, act: str) -> None:
        scene, before = self.scenes[who], self._read()
        letters = sorted(row[2] for row in before if row[1] == scene.case.id)
        letter = letters[which % len(letters)]
        try:
            self._do(scene, act, scene.portion(letter), letter, unit)
        except Refusal:
            done["refused"] += 1
            assert self._read() == before
        else:
            done[act] += 1
        self._judge(before)

    def _do(self, scene: Scene, act: str, portion: AshPortion, letter: str, unit: int) -> None:
        if act == "deposit":
            scene.deposit(unit, letter)
        elif act == "relocate":
            scene.relocate(unit, letter)
        elif act == "inter":
            scene.inter(portion, unit)
        elif act == "correct":
            scene.correct(unit, letter=letter)
        elif act == "swap":
            scene.swap(portion, unit)
        elif act == "divide":
            scene.divide(letter=letter)
        elif act == "send":
            scene.send(portion, outside="外地公墓")
        elif act == "acknowledge":
            scene.acknowledge(portion, receipt="回执")
        else:
            getattr(scene, act)(portion)

    def _read(self) -> list[tuple[object, ...]]:
        return self.sql.execute(PORTIONS).fetchall()

    def _judge(self, before: list[tuple[object, ...]]) -> None:
        now = self._read()
        assert {row[0] for row in before} <= {row[0] for row in now}, "a portion vanished"
        for case in {row[1] for row in now}:
            letters = sorted(str(row[2]) for row in now if row[1] == case)
            assert "".join(letters) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(letters)]
        resting = Counter(row[4] for row in now if row[4])
        assert resting == dict(self.sql.execute(TAKEN).fetchall())
        assert all(count == 1 for count in resting.values()), "two portions on one place"
        deposited = {(row[1], row[2]) for row in now if row[3] == "deposited"}
        assert deposited == set(self.sql.execute(OPEN).fetchall())
        for row in now:
            self._judge_chain(row)

    def _judge_chain(self, row: tuple[object, ...]) -> None:
        chain = self.sql.execute(EVENTS, [row[0]]).fetchall()
        assert len(chain) == row[5]
        assert chain[-1][2] == row[3], "the portion is where its last event says"
        assert [move[1] for move in chain] == ["", *(move[2] for move in chain[:-1])]
        rests = [kind for kind, _, _ in chain if kind in {"inter", "disinter"}]
        assert rests == (["inter", "disinter"] * len(rests))[: len(rests)], "interred twice"


def test_portions_are_conserved_and_none_is_interred_twice(app, context, cluster, database):
    first = make_scene(niches=2)
    case, certificate = first.another()
    Portions.scenes = [
        first,
        Scene(first.home, first.keeper, case, certificate, first.units),
    ]
    assert get_portion(first.portion().id).letter == "A"
    done.clear()
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as sql:
        Portions.sql = sql
        run_state_machine_as_test(
            Portions,
            settings=settings(
                max_examples=max(1, STEPS // 30),
                stateful_step_count=30,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    print(dict(done))  # noqa: T201 — what a long run did
    assert sum(done.values()) > done["refused"] > 0
