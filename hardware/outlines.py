"""Text as shapes, so that an engraver needs no font of ours and cannot put another in its place."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz

from hardware.typeface import check_glyphs, face

Point = tuple[float, float]
Stroke = tuple[str, tuple[Point, ...]]  # an SVG path command and its points, in font units


@dataclass(frozen=True)
class Outline:
    """A line of text as strokes: `em` font units to the size of the type, y upwards."""

    strokes: tuple[Stroke, ...]
    width: float
    em: int

    def width_at(self, size: float) -> float:
        return self.width * size / self.em

    def path(self, x: float, y: float, size: float) -> str:
        """SVG path data: type of `size` beginning at `x`, its foot at `y`, y downwards."""
        scale = size / self.em
        return "".join(
            command
            + " ".join(f"{x + across * scale:.2f} {y - up * scale:.2f}" for across, up in points)
            for command, points in self.strokes
        )


def outline(text: str, *, weight: int = 500) -> Outline:
    """One line of `text`. Raises GlyphMissing for what the font cannot draw."""
    check_glyphs(text)
    font = _font(weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    # Upright Chinese has no ligatures to lose; a code shall never be drawn as one.
    uharfbuzz.shape(font, buffer, {"liga": False, "kern": False})
    strokes: list[Stroke] = []
    left = 0.0
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        for command, points in _glyph(weight, glyph.codepoint):
            moved = ((left + place.x_offset + x, place.y_offset + y) for x, y in points)
            strokes.append((command, tuple(moved)))
        left += place.x_advance
    return Outline(tuple(strokes), left, face().upem)


@cache
def _font(weight: int) -> Any:
    font = uharfbuzz.Font(face())
    font.set_variations({"wght": weight})
    return font


@cache
def _glyph(weight: int, glyph: int) -> tuple[Stroke, ...]:
    strokes: list[Stroke] = []
    _font(weight).draw_glyph(glyph, _funcs(), strokes)
    return tuple(strokes)


@cache
def _funcs() -> Any:
    """What HarfBuzz calls for each piece of a glyph; points come as plain numbers."""

    def note(command: str) -> Any:
        def add(*numbers: Any) -> None:
            *points, strokes = numbers
            pairs = tuple(zip(points[::2], points[1::2], strict=True))
            strokes.append((command, pairs))

        return add

    funcs = uharfbuzz.DrawFuncs()
    funcs.set_move_to_func(note("M"))
    funcs.set_line_to_func(note("L"))
    funcs.set_quadratic_to_func(note("Q"))
    funcs.set_cubic_to_func(note("C"))
    funcs.set_close_path_func(note("Z"))
    return funcs
