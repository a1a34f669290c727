"""The dark modules of a code as closed lines, and such lines as a picture again.

An engraver's laser follows lines: two modules side by side must not have one between them.
"""

import re
from collections.abc import Sequence

from PIL import Image, ImageDraw

Corner = tuple[int, int]
Loop = list[Corner]

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def contours(rows: Sequence[Sequence[bool]]) -> list[Loop]:
    """Loops of corners around the dark areas, holes the other way round; ends are not repeated."""
    steps = _steps(rows)
    loops: list[Loop] = []
    while steps:
        # The leftmost corner left: only one edge can go on from it.
        start = here = min(steps)
        heading: Corner = (0, 0)
        loop: Loop = []
        while not loop or here != start:
            there = _next(steps, here, heading)
            if (turn := (there[0] - here[0], there[1] - here[1])) != heading:
                loop.append(here)
            here, heading = there, turn
        loops.append(loop)
    return loops


def _steps(rows: Sequence[Sequence[bool]]) -> dict[Corner, list[Corner]]:
    """Every edge between dark and light, from corner to corner, the dark on its right hand."""
    steps: dict[Corner, list[Corner]] = {}

    def is_dark(x: int, y: int) -> bool:
        return 0 <= y < len(rows) and 0 <= x < len(rows[y]) and rows[y][x]

    for y in range(len(rows)):
        for x in range(len(rows[y])):
            if not rows[y][x]:
                continue
            for beside, start, end in (
                ((x, y - 1), (x, y), (x + 1, y)),
                ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
                ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
                ((x - 1, y), (x, y + 1), (x, y)),
            ):
                if not is_dark(*beside):
                    steps.setdefault(start, []).append(end)
    return steps


def _next(steps: dict[Corner, list[Corner]], here: Corner, heading: Corner) -> Corner:
    """The edge that goes on from here; where two dark modules only touch, it stays with its own."""
    ends = steps[here]
    right = (here[0] - heading[1], here[1] + heading[0])
    there = right if right in ends else ends[0]
    ends.remove(there)
    if not ends:
        del steps[here]
    return there


def path_of(loops: Sequence[Loop], x: float, y: float, module: float) -> str:
    """SVG path data, the corner of the code at `x`, `y`, a module `module` wide."""
    return "".join(
        "M"
        + "L".join(f"{x + across * module:.3f} {y + down * module:.3f}" for across, down in loop)
        + "Z"
        for loop in loops
    )


def picture_of(path: str, width: float, height: float, *, dots: float) -> Image.Image:
    """The path filled, `dots` to a unit: read from the finished drawing and not from the code.

    Only upright and level lines, as `path_of` writes them; a dot is dark if its middle is inside.
    """
    size = (round(width * dots), round(height * dots))
    crossings: list[list[float]] = [[] for _row in range(size[1])]
    for loop in path.split("M")[1:]:
        numbers = [float(number) * dots for number in NUMBER.findall(loop)]
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x, top), (_x, bottom) in zip(corners, [*corners[1:], corners[0]], strict=True):
            # Level lines cross no row.
            for row in range(*sorted((round(top), round(bottom)))):
                crossings[row].append(x)
    picture = Image.new("1", size, 1)
    pen = ImageDraw.Draw(picture)
    for row, found in enumerate(crossings):
        found.sort()
        for left, right in zip(found[::2], found[1::2], strict=True):
            pen.line((round(left), row, round(right) - 1, row), fill=0)
    return picture
