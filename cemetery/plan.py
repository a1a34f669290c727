"""The plan of a zone as the page draws it: a few outlines for ten thousand units.

Units of one state that stand side by side are one rectangle, filled with a pattern whose tile is a
unit: so the picture grows with its changes from one state to the next, not with its units.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from cemetery.kinds import UnitState
from cemetery.queries import PlanCell

# The side of a unit, in pixels: what a finger or a shaking hand still meets (WCAG 2.5.8).
CELL = 24
# The letters of the states in what the keys walk over; "-" is a place without a unit.
LETTERS = {
    UnitState.FREE: "f",
    UnitState.HELD: "h",
    UnitState.TAKEN: "t",
    UnitState.OUT_OF_USE: "o",
}
GAP = "-"


@dataclass(frozen=True)
class PlanRow:
    """`at`: which row from the top, from 0. `units`: runs, as in "f12t1-3f2"."""

    row: int
    at: int
    units: str

    @property
    def y(self) -> int:
        return self.at * CELL


@dataclass(frozen=True)
class Plan:
    """`first`: the number at the left edge. `outlines`: an SVG path a state."""

    first: int
    last: int
    rows: tuple[PlanRow, ...]
    outlines: dict[UnitState, str]

    @property
    def width(self) -> int:
        return (self.last - self.first + 1) * CELL

    @property
    def height(self) -> int:
        return len(self.rows) * CELL

    @property
    def marks(self) -> list[tuple[int, int]]:
        """The numbers written above, with the middle of each."""
        numbers = [n for n in range(self.first, self.last + 1) if n == self.first or n % 5 == 0]
        return [(number, self.x_of(number) + CELL // 2) for number in numbers]

    def x_of(self, number: int) -> int:
        return (number - self.first) * CELL

    def y_of(self, row: int) -> int:
        return next(each.y for each in self.rows if each.row == row)


def draw_plan(cells: Iterable[PlanCell]) -> Plan | None:
    """Of cells in the order of rows and numbers; None of none."""
    rows = [(row, list(units)) for row, units in groupby(cells, key=lambda cell: cell.row)]
    if not rows:
        return None
    first = min(units[0].number for _row, units in rows)
    last = max(units[-1].number for _row, units in rows)
    outlines: dict[UnitState, list[str]] = {}
    drawn = []
    for at, (row, units) in enumerate(rows):
        written, reached = [], first
        for number, length, state in _runs(units):
            if number > reached:
                written.append(f"{GAP}{number - reached}")
            written.append(f"{LETTERS[state]}{length}")
            x, y, wide = (number - first) * CELL, at * CELL, length * CELL
            outlines.setdefault(state, []).append(f"M{x} {y}h{wide}v{CELL}h-{wide}z")
            reached = number + length
        drawn.append(PlanRow(row, at, "".join(written)))
    return Plan(first, last, tuple(drawn), {each: "".join(d) for each, d in outlines.items()})


def _runs(units: list[PlanCell]) -> Iterator[tuple[int, int, UnitState]]:
    """Neighbours of one state: the first number, how many, the state."""
    begin = before = units[0]
    for cell in units[1:]:
        if cell.state is not before.state or cell.number != before.number + 1:
            yield begin.number, before.number - begin.number + 1, begin.state
            begin = cell
        before = cell
    yield begin.number, before.number - begin.number + 1, begin.state
