"""One plate as an SVG for engraving: the code, what stands on it and the code for people, all as
outlines; and the finished drawing read back.

Millimetres, y downwards. The plate is `size_mm` wide; the code with its white takes that width.
"""

from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET

from hardware.contours import contours, path_of, picture_of
from hardware.errors import CodeUnreadable, TextTooLong
from hardware.outlines import Outline, outline
from hardware.qr import draw, read_back, short_code

SIZES_MM = (30, 40, 50)
MARGIN = 0.05  # of the width, each side; so are the bands and the type below
SMALLEST_MM = 1.8  # engraved Chinese below this cannot be read
DOTS_PER_MM = 6.0  # about 150 dpi, for reading back
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Band:
    """A line of text on the plate: its height and its type in parts of the width, its weight."""

    height: float
    size: float
    weight: int


FIRST, UNIT, CODE = Band(0.12, 0.07, 500), Band(0.16, 0.11, 700), Band(0.12, 0.075, 500)


@dataclass(frozen=True)
class Wording:
    """What people read on a plate: where it hangs, above it perhaps the name of the place."""

    unit: str
    first_line: str = ""

    @property
    def bands(self) -> list[tuple[Band, str]]:
        return [*([(FIRST, self.first_line)] if self.first_line else []), (UNIT, self.unit)]


def plate_height(size_mm: float, wording: Wording) -> float:
    return size_mm * (1 + CODE.height + sum(band.height for band, _text in wording.bands))


def check_wording(wording: Wording, size_mm: float) -> None:
    """Raises GlyphMissing, TextTooLong, before anything is made."""
    for band, text in wording.bands:
        _fitting(band, text, size_mm)


def draw_plate(url: str, token: str, wording: Wording, size_mm: float) -> bytes:
    """The SVG file, read back. Raises GlyphMissing, TextTooLong, CodeUnreadable."""
    height = plate_height(size_mm, wording)
    top, letters = 0.0, []
    for band, text in wording.bands:
        letters.append(_line(band, text, size_mm, top))
        top += band.height * size_mm
    matrix = draw(url)
    code = path_of(contours(matrix.rows), 0, top, size_mm / matrix.size)
    letters.append(_line(CODE, short_code(token), size_mm, top + size_mm))
    svg = (
        f'<svg xmlns="{SVG}" width="{size_mm:g}mm" height="{height:.2f}mm" '
        f'viewBox="0 0 {size_mm:g} {height:.2f}">'
        f'<path class="code" fill="#000" d="{code}"/>'
        + "".join(f'<path class="text" fill="#000" d="{line}"/>' for line in letters)
        + "</svg>"
    ).encode()
    if read_plate(svg) != url:
        raise CodeUnreadable(content=url)
    return svg


def read_plate(svg: bytes) -> str | None:
    """What a scanner reads on the finished drawing; None if nothing."""
    root = ET.parse(BytesIO(svg)).getroot()  # noqa: S314 - drawn by us
    _left, _top, width, height = map(float, root.attrib["viewBox"].split())
    code = next(path for path in root if path.get("class") == "code")
    return read_back(picture_of(code.attrib["d"], width, height, dots=DOTS_PER_MM))


def _line(band: Band, text: str, size_mm: float, top: float) -> str:
    """The text in the middle of its band, as path data."""
    shape, size = _fitting(band, text, size_mm)
    foot = top + band.height * size_mm / 2 + size * 0.37  # half the height of a Chinese character
    return shape.path((size_mm - shape.width_at(size)) / 2, foot, size)


def _fitting(band: Band, text: str, size_mm: float) -> tuple[Outline, float]:
    """The outline and a size of type at which it fits between the margins."""
    shape = outline(text, weight=band.weight)
    room = size_mm * (1 - 2 * MARGIN)
    size = min(band.size * size_mm, room / shape.width_at(1) if shape.width else room)
    if size < SMALLEST_MM:
        raise TextTooLong(text=text, size=f"{size_mm:g}")
    return shape, size
