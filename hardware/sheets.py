"""Finished plates side by side on A4 sheets with marks where to cut, as one PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from hardware.pdf import render_pdf
from kernel.i18n import _

# Millimetres.
PAGE = (210.0, 297.0)
EDGE, HEAD = 12.0, 20.0  # what printers leave white, and the line that says which sheet it is
GAP = 5.0  # between two plates, room for the marks of both
MARK, CLEAR = 1.8, 0.4  # a mark's length, and its distance from the corner
STYLE = (
    "@page{size:A4;margin:0}body{margin:0;font:9pt Paper}"
    ".sheet{position:relative;width:210mm;height:296.9mm;break-after:page}"
    ".sheet:last-child{break-after:auto}"
    ".sheet p{position:absolute;top:8mm;left:12mm;right:12mm;margin:0}"
    ".sheet p span{float:right}.sheet svg{position:absolute}"
)


@dataclass(frozen=True)
class Grid:
    """How plates of one size lie on a sheet."""

    width: float
    height: float

    @property
    def columns(self) -> int:
        return int((PAGE[0] - 2 * EDGE + GAP) // (self.width + GAP))

    @property
    def rows(self) -> int:
        return int((PAGE[1] - HEAD - EDGE + GAP) // (self.height + GAP))

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def corner(self, at: int) -> tuple[float, float]:
        """The upper left corner of the plate `at`, counted from 0, row by row."""
        row, column = divmod(at, self.columns)
        inner = self.columns * (self.width + GAP) - GAP
        left = (PAGE[0] - inner) / 2
        return left + column * (self.width + GAP), HEAD + row * (self.height + GAP)

    def marks(self, count: int) -> str:
        """Path data: two short lines outside each corner of the first `count` plates."""
        return "".join(
            f"M{x + side * CLEAR:.2f} {y:.2f}h{side * MARK:.2f}"
            f"M{x:.2f} {y + end * CLEAR:.2f}v{end * MARK:.2f}"
            for at in range(count)
            for left, top in (self.corner(at),)
            for x, side in ((left, -1), (left + self.width, 1))
            for y, end in ((top, -1), (top + self.height, 1))
        )


def count_sheets(count: int, grid: Grid) -> int:
    return -(-count // grid.per_sheet)


def sheets_pdf(plates: Sequence[bytes], grid: Grid, title: str) -> bytes:
    """`plates`: finished SVGs (hardware.artwork) of the grid's size, set down unchanged."""
    return render_pdf(f"<style>{STYLE}</style>" + "".join(_pages(plates, grid, title))).content


def _pages(plates: Sequence[bytes], grid: Grid, title: str) -> Iterator[str]:
    of = count_sheets(len(plates), grid)
    for number in range(1, of + 1):
        start = (number - 1) * grid.per_sheet
        here = plates[start : start + grid.per_sheet]
        turn = _("第 %(number)s 张，共 %(of)s 张") % {"number": number, "of": of}
        yield (
            f'<div class="sheet"><p><span>{escape(str(turn))}</span>{escape(title)}</p>'
            f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="296mm" '
            f'style="left:0;top:0" viewBox="0 0 210 296"><path fill="none" stroke="#000" '
            f'stroke-width=".15" d="{grid.marks(len(here))}"/></svg>'
        )
        for at, plate in enumerate(here):
            left, top = grid.corner(at)
            placed = f'<svg style="left:{left:.2f}mm;top:{top:.2f}mm" '
            yield plate.decode().replace("<svg ", placed, 1)
        yield "</div>"
