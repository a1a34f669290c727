"""A slip for a page: its rows gathered into the elements that browsers and readers know."""

from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from hardware.qr import short_code, svg
from hardware.slips import KINDS, Code, Row, Slip

CODE_MM, SMALL_CODE_MM = 32, 18


@dataclass(frozen=True)
class Section:
    """Rows of one kind that follow each other: facts make one list, charges one table.

    `is_continued`: charges under the heading of those before the last line across the paper.
    """

    kind: str
    rows: tuple[Row, ...]
    is_continued: bool = False


@dataclass(frozen=True)
class Paper:
    """What templates/hardware/_slip.html shows. `columns`: cells of the paper, for its width."""

    title: str
    issuer: str
    sections: tuple[Section, ...]
    columns: int

    @staticmethod
    def drawn(code: Code) -> Markup:
        """The code as inline SVG."""
        side = SMALL_CODE_MM if code.small else CODE_MM
        return Markup(svg(code.payload, side_mm=side))  # noqa: S704 — drawn by ourselves

    @staticmethod
    def said(code: Code) -> str:
        """The code as people read it out."""
        return short_code(code.token)


def paper_of(slip: Slip, columns: int) -> Paper:
    sections: list[Section] = []
    for kind, rows in groupby(slip.rows, key=lambda row: KINDS[type(row)]):
        before = [section.kind for section in sections[-2:]]
        continued = kind == "charge" and before == ["charge", "rule"]
        sections.append(Section(kind, tuple(rows), continued))
    return Paper(slip.title, slip.issuer, tuple(sections), columns)
