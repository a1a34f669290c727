"""What came out of the emulated printer: characters, dots and the payloads of codes."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONT = Path(str(files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"))
DOTS = 12  # a cell is 12 dots wide and 24 high on a 203 dpi head
MARGIN = 24


@dataclass
class Printed:
    """One line of characters as they stand on the paper."""

    text: str = ""
    bold: bool = False
    wide: int = 1
    tall: int = 1
    align: int = 0


@dataclass
class Bitmap:
    """Bands printed one right under the other, put together again; ink is 0."""

    picture: Image.Image


@dataclass
class PrintedCode:
    """A QR code the printer drew itself."""

    payload: str
    module: int
    level: str
    align: int = 0


@dataclass
class Feed:
    """Blank paper, in dots."""

    dots: int


@dataclass
class Sheet:
    """Paper up to a cut, or the stub that a broken job left behind (`cut` is False)."""

    columns: int
    items: list[Printed | Bitmap | PrintedCode | Feed] = field(default_factory=list)
    cut: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Text lines without blank ends; a bitmap shows as ▧, which no slip contains."""
        texts = {Bitmap: "▧", PrintedCode: "▦"}
        return [
            item.text.rstrip() if isinstance(item, Printed) else texts[type(item)]
            for item in self.items
            if not isinstance(item, Feed)
        ]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def codes(self) -> list[str]:
        """Payloads of codes the printer drew, then of those found in bitmaps."""
        native = [item.payload for item in self.items if isinstance(item, PrintedCode)]
        found = [
            code.text for item in self.bitmaps for code in zxingcpp.read_barcodes(item.convert("L"))
        ]
        return native + found

    @property
    def bitmaps(self) -> list[Image.Image]:
        return [item.picture for item in self.items if isinstance(item, Bitmap)]

    def picture(self) -> Image.Image:
        """The paper as one would hold it: exact dots, a margin, a dashed line where it was cut."""
        bands = [_draw(item, self.columns * DOTS) for item in self.items]
        height = sum(band.height for band in bands) + 2 * MARGIN
        paper = Image.new("L", (self.columns * DOTS + 2 * MARGIN, height), 255)
        top = MARGIN
        for band in bands:
            paper.paste(band, (MARGIN, top))
            top += band.height
        if self.cut:
            pen = ImageDraw.Draw(paper)
            for left in range(0, paper.width, 12):
                pen.line((left, height - 3, left + 6, height - 3), 128)
        return paper


def _draw(item: Printed | Bitmap | PrintedCode | Feed, width: int) -> Image.Image:
    match item:
        case Bitmap():
            return item.picture.convert("L")
        case Feed():
            return Image.new("L", (width, item.dots), 255)
        case PrintedCode():
            return _aligned(_code(item), item.align, width)
        case Printed():
            return _aligned(_characters(item), item.align, width)


def _aligned(picture: Image.Image, align: int, width: int) -> Image.Image:
    band = Image.new("L", (width, picture.height), 255)
    band.paste(picture, ((width - picture.width) * align // 2, 0))
    return band


def _code(item: PrintedCode) -> Image.Image:
    code = zxingcpp.create_barcode(item.payload, zxingcpp.BarcodeFormat.QRCode, ec_level=item.level)
    drawn = Image.fromarray(code.to_image(scale=item.module, add_quiet_zones=False))
    return drawn.convert("L")


def width_of(character: str) -> int:
    """Cells as the manuals have it: 12 dots for ASCII, 24 for a character of the Chinese font."""
    return 1 if character.isascii() else 2


def _characters(item: Printed) -> Image.Image:
    cell, height = DOTS * item.wide, 24 * item.tall
    cells = sum(map(width_of, item.text))
    band = Image.new("L", (max(1, cells * cell), max(30, height + 6)), 255)
    face = _face(bold=item.bold)
    left = 0
    for character in item.text:
        dots = width_of(character) * DOTS
        square = Image.new("L", (max(dots, round(face.getlength(character))), 24), 255)
        ImageDraw.Draw(square).text((square.width / 2, 21), character, 0, face, anchor="ms")
        grown = square.resize((dots, 24)).resize((dots * item.wide, height))
        band.paste(grown, (left, 3))
        left += width_of(character) * cell
    return band


@cache
def _face(*, bold: bool) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(FONT, 24, index=2)
    face.set_variation_by_axes([800 if bold else 500])
    return face
