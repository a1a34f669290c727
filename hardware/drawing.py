"""Lines and codes as dots: what a printer's own font lacks, and any slip on any printer."""

from collections.abc import Iterable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from hardware import qr
from hardware.layout import Block, Gap, Line, QrCode, cells
from hardware.typeface import FONT, SIMPLIFIED, check_glyphs

REGULAR, BOLD = 500, 900  # weights; thermal dots eat thin strokes

CELL = 12  # dots of a Latin character at 203 dpi; a Chinese one is a square of two
INK = 144  # greys darker than this burn a dot
LINE = 30  # dots from line to line, as printers feed by default


@cache
def font(dots: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans CJK SC, `dots` high."""
    face = ImageFont.truetype(FONT, dots, index=SIMPLIFIED)
    face.set_variation_by_axes([BOLD if bold else REGULAR])
    return face


def draw_block(block: Block, columns: int) -> Image.Image:
    """A band as wide as the paper. Raises GlyphMissing, CodeTooLong."""
    match block:
        case Line():
            return draw_line(block, columns)
        case QrCode():
            return draw_code(block, columns)
        case Gap():
            return Image.new("1", (columns * CELL, block.dots), 1)


def draw_line(line: Line, columns: int) -> Image.Image:
    """One line as a black and white band as wide as the paper, each character in its cells."""
    check_glyphs(line.text)
    scale = line.size
    band = Image.new("L", (columns * CELL, LINE * scale), 255)
    free = band.width - line.cells * CELL
    left = free // 2 if line.centre else 0
    for character in line.text:
        width = cells(character) * CELL * scale
        band.paste(_draw_glyph(character, width, scale, bold=line.bold), (left, 0))
        left += width
    return band.point(lambda grey: 255 * (grey > INK)).convert("1")


def _draw_glyph(character: str, width: int, scale: int, *, bold: bool) -> Image.Image:
    """One character in the middle of its cells; a letter wider than a cell is made narrower."""
    face = font(2 * CELL * scale, bold=bold)
    natural = max(width, round(face.getlength(character)))
    glyph = Image.new("L", (natural, LINE * scale), 255)
    ImageDraw.Draw(glyph).text((natural / 2, 25 * scale), character, 0, face, anchor="ms")
    return glyph.resize((width, glyph.height))


def draw_code(code: QrCode, columns: int) -> Image.Image:
    """The code in the middle of a band as wide as the paper."""
    matrix = qr.draw(code.payload)
    picture = matrix.image(module_dots(matrix.size, columns, small=code.small))
    band = Image.new("1", (columns * CELL, picture.height), 1)
    band.paste(picture, ((band.width - picture.width) // 2, 0))
    return band


def module_dots(modules: int, columns: int, *, small: bool = False) -> int:
    """Dots a module, so that a code takes about two thirds of the paper, 8 at most (1 mm).

    `small`: half of that, and no finer than half a millimetre, which any scanner reads.
    """
    dots = max(2, min(8, columns * CELL * 2 // 3 // modules))
    return max(4, dots // 2) if small else dots


def draw(blocks: Iterable[Block], columns: int) -> Image.Image:
    """A whole slip as a picture, to the dot what a printer with our font would print."""
    bands = [draw_block(block, columns) for block in blocks]
    paper = Image.new("1", (columns * CELL, sum(band.height for band in bands)), 1)
    top = 0
    for band in bands:
        paper.paste(band, (0, top))
        top += band.height
    return paper
