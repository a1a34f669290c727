"""A signature drawn on a screen: lists of points, kept as drawn and shown as a line drawing."""

import json
from typing import Any

# The box a signature is drawn in, whatever the size of the screen.
WIDTH, HEIGHT = 600, 200
MOST_POINTS = 5_000
FEWEST_POINTS = 5


def read_strokes(sent: str) -> list[Any] | None:
    """From what the page sends; None where it is no drawing."""
    try:
        strokes = json.loads(sent)
    except ValueError:
        return None
    return strokes if is_drawn(strokes) else None


def is_drawn(strokes: object) -> bool:
    """Lists of [x, y] inside the box, enough of them to be a name and not a slip."""
    if not isinstance(strokes, list):
        return False
    points = [point for stroke in strokes if isinstance(stroke, list) for point in stroke]
    return FEWEST_POINTS <= len(points) <= MOST_POINTS and all(map(_is_inside, points))


def path_of(strokes: list[Any]) -> str:
    """The `d` of an SVG path."""
    return " ".join("M" + " L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes if stroke)


def _is_inside(point: object) -> bool:
    if not isinstance(point, list) or len(point) != len((WIDTH, HEIGHT)):
        return False
    return all(
        type(at) is int and 0 <= at <= most for at, most in zip(point, (WIDTH, HEIGHT), strict=True)
    )
