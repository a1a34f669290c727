from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """`limit`: the same work without us, or the target where there is no such thing."""

    name: str
    value: float
    unit: str
    limit: float
    ratio: float


def row(name: str, value: float, unit: str, limit: float) -> Row:
    return Row(name, value, unit, limit, value / limit)


def per_second(work: Callable[[int], object], times: int) -> float:
    start = perf_counter()
    for turn in range(times):
        work(turn)
    return times / (perf_counter() - start)
