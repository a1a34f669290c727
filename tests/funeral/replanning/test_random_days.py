"""Invented days: whatever the solver answers breaks no hard rule, and nothing is made worse.

The long run of a thousand days, each with the whole five seconds, is `DAYS=1000 ./run bench
replanning`.
"""

import pytest

from funeral.replanning.check import broken
from funeral.replanning.explain import explain
from funeral.replanning.model import Level, measure
from funeral.replanning.solve import solve
from tests.funeral.replanning.days import random_day

DAYS = 16


@pytest.mark.parametrize("seed", range(DAYS))
def test_no_hard_rule_is_broken_on_a_full_day(seed):
    day = random_day(seed)
    assert len(day.jobs) + len(day.done) == 60
    solution = solve(day, seconds=2)
    assert broken(day, solution.places) == []
    assert solution.values == measure(day, solution.places)
    cannot_stay = sum(not day.may_keep(job) for job in day.jobs)
    if day.terms.runs_at_once is None:
        assert solution.values[Level.UNPLACED] <= cannot_stay


def test_everybody_who_moves_is_told_why():
    day = random_day(5)
    solution = solve(day, seconds=2)
    moves = explain(day, solution.places)
    changed = [
        job.id
        for job in day.jobs
        if solution.places.cremations[job.id] != job.cremation
        or solution.places.farewells.get(job.id) != job.farewell
    ]
    assert {move.job.id for move in moves} == {*changed, *solution.places.unplaced}
    assert all(move.why for move in moves)


def test_a_proven_plan_is_found_again():
    day = random_day(2, cases=20)
    first, again = solve(day, seconds=60), solve(day, seconds=60)
    assert first.optimal
    assert again.values == first.values
