"""The machine of custody_machine.py finds no way to a wrong cremation, and sees planted ones.

Short by default; the long run is `CUSTODY_STEPS=2000 CUSTODY_RUNS=50 ./run test
tests/funeral/test_custody_machine.py`.
"""

import itertools
import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from funeral import gate
from tests import world
from tests.funeral.custody_machine import Custody

STEPS = int(os.environ.get("CUSTODY_STEPS", "30"))
RUNS = int(os.environ.get("CUSTODY_RUNS", "5"))


@pytest.fixture
def custody(cluster, database, context) -> type[Custody]:
    """A machine that knows where its database is; a class of its own for each test."""
    home = world.make_home()
    given = {
        "conninfo": cluster.conninfo(database, "owner"),
        "home": home,
        "days": itertools.count(0, 3),
        "people": itertools.count(),
    }
    return type("CustodyHere", (Custody,), given)


def run(
    machine: type[Custody],
    *,
    runs: int = RUNS,
    steps: int = STEPS,
    phases: tuple[Phase, ...] = tuple(Phase),
) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
            database=None,
            print_blob=False,
            phases=phases,
        ),
    )


def test_no_path_cremates_a_body_that_is_not_ready(custody):
    run(custody)


def see(custody: type[Custody]) -> None:
    """Until it is found; how short a way leads there does not matter here."""
    run(custody, runs=200, steps=15, phases=(Phase.generate,))


@pytest.mark.parametrize(
    ("fault", "instead"),
    [
        ("_against_holds", lambda _case: iter(())),
        ("against_cremator", lambda _case, _cremator: iter(())),
        ("two_operators", lambda _case, _id, by: (str(by), "staff:nobody")),
    ],
)
def test_the_machine_sees_a_planted_fault(custody, monkeypatch, fault, instead):
    """Without the look at hold flags, at the schedule, or at the second person."""
    monkeypatch.setattr(gate, fault, instead)
    with pytest.raises((AssertionError, ExceptionGroup)) as found:
        see(custody)
    assert "nothing_burnt_that_should_not" in repr(found.getrepr(style="short"))


def test_the_machine_sees_papers_nobody_asked_for(custody, monkeypatch):
    monkeypatch.setattr(gate.cases, "list_missing_papers", lambda _case: [])
    with pytest.raises((AssertionError, ExceptionGroup)):
        see(custody)
