"""Random days with a broken cremator, 60 families each; the limit is 5 s of the solver's time.

`DAYS=1000 ./run bench replanning` is the long run of Done-when 3; it stops at a broken rule.
"""

import os
from collections.abc import Iterator
from statistics import median

from benchmarks.rows import Row, row
from funeral.replanning.check import broken
from funeral.replanning.model import Level
from funeral.replanning.solve import solve
from tests.funeral.replanning.days import random_day

FULL, CALM = 60, 45
SECONDS = 5.0


def measure() -> Iterator[Row]:
    days = int(os.environ.get("DAYS", "20"))
    for cases in (FULL, CALM):
        seconds, optimal, unplaced, kept = [], 0, 0, 0
        for seed in range(days):
            day = random_day(seed, cases)
            solved = solve(day)
            faults = broken(day, solved.places)
            assert not faults, f"day {seed} of {cases}: {faults}"
            seconds.append(solved.seconds)
            optimal += solved.optimal
            unplaced += solved.values[Level.UNPLACED]
            kept += solved.values[Level.TOLD_FAREWELLS] == 0
        name = f"{days} days of {cases}"
        yield row(f"{name}: slowest", max(seconds), "s", SECONDS)
        yield row(f"{name}: in the middle", median(seconds), "s", SECONDS)
        yield row(f"{name}: proven optimal", optimal, "days", days)
        yield row(f"{name}: every told farewell kept", kept, "days", days)
        yield row(f"{name}: left without a place", unplaced, "families", days * cases)
