"""Lines of paper as ESC/POS bytes (Epson's command reference; Chinese after FS &)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps

from hardware.drawing import draw_block, module_dots
from hardware.kinds import Cutter, Drawer, Encoding
from hardware.layout import Block, Gap, QrCode, cells, lay_out
from hardware.qr import QUIET
from hardware.qr import draw as draw_qr
from hardware.slips import Slip

ESC, FS, GS, LF = b"\x1b", b"\x1c", b"\x1d", b"\n"
# No reports unasked: one of them could be taken for the answer that all is printed (a switch below
# some printers turns them on).
NO_REPORTS = GS + b"a\x00"
RESET = ESC + b"@" + NO_REPORTS  # clear what an interrupted job left behind
CHINESE_ON = FS + b"&"
PAST_THE_BLADE = ESC + b"d\x04"
CUTS = {Cutter.FULL: GS + b"V\x00", Cutter.PARTIAL: GS + b"V\x01", Cutter.NONE: b""}
BAND = 128  # rows a bitmap command carries: small printers have small buffers
PINS = {Drawer.PIN_2: b"\x00", Drawer.PIN_5: b"\x01"}
PULSE = b"\x19\xfa"  # 50 ms on, 500 ms off: what tills ask for

# Printers obey DLE EOT, DLE ENQ and DLE DC4 even inside picture data: one dot is worth less than
# a till that opens.
REAL_TIME = ((b"\x10\x04", b"\x10\x0c"), (b"\x10\x05", b"\x10\x0d"), (b"\x10\x14", b"\x10\x1c"))


@dataclass(frozen=True)
class Manner:
    """How one printer is spoken to. What its own font lacks is drawn, line by line."""

    encoding: Encoding = Encoding.GBK
    kanji_command: bool = True  # FS & first; where Chinese is always on, some print it as a sign
    native_qr: bool = True
    raster_always: bool = False
    cutter: Cutter = Cutter.PARTIAL


USUAL = Manner()


def encode(
    slip: Slip, *, columns: int, raster_always: bool = False, manner: Manner = USUAL
) -> bytes:
    """The whole job for a printer of `columns` cells. Raises GlyphMissing, CodeTooLong."""
    content = [RESET, CHINESE_ON if manner.kanji_command else b""]
    for block in lay_out(slip, columns):
        if raster_always or manner.raster_always:
            content += _drawn(block, columns)
        else:
            content += _told(block, columns, manner)
    return b"".join([*content, PAST_THE_BLADE, CUTS[manner.cutter]])


def encode_kick(drawer: Drawer) -> bytes:
    """Opens the till at this pin. ESC p waits its turn, so an answer in turn says it was done."""
    return NO_REPORTS + ESC + b"p" + PINS[drawer] + PULSE


def _told(block: Block, columns: int, manner: Manner) -> Iterator[bytes]:
    if isinstance(block, Gap):
        yield ESC + b"J" + bytes([block.dots])
        return
    if isinstance(block, QrCode):
        if manner.native_qr:
            yield from _native_code(block, columns)
        else:
            yield from _drawn(block, columns)
        return
    text = _in_its_font(block.text, manner.encoding)
    if text is None:
        yield from _drawn(block, columns)
        return
    yield ESC + b"a" + bytes([block.centre])
    yield ESC + b"E" + bytes([block.bold])
    yield GS + b"!" + bytes([0x11 * (block.size - 1)])
    yield text + LF


def _in_its_font(text: str, encoding: Encoding) -> bytes | None:
    """None when a character is missing there, or would take another width than the layout's."""
    try:
        parts = [(character, character.encode(encoding)) for character in text]
    except UnicodeEncodeError:
        return None
    if encoding is Encoding.UTF_8:
        # Fonts differ in how wide they draw what is neither Latin nor Chinese.
        fits = all(c.isascii() or unicodedata.east_asian_width(c) in "WF" for c in text)
    else:
        # A printer of two-byte fonts draws a cell a byte; GB18030's four bytes hardly any knows.
        fits = all(len(part) == cells(character) for character, part in parts)
    return b"".join(part for _, part in parts) if fits else None


def _drawn(block: Block, columns: int) -> Iterator[bytes]:
    yield ESC + b"a\x00"
    yield from _bitmap(draw_block(block, columns))


def _bitmap(picture: Image.Image) -> Iterator[bytes]:
    """GS v 0, one band after another; the width is a multiple of eight dots or padded to it."""
    ink = ImageOps.invert(picture.convert("L")).convert("1", dither=Image.Dither.NONE)
    width = (ink.width + 7) // 8
    for top in range(0, ink.height, BAND):
        band = ink.crop((0, top, ink.width, min(top + BAND, ink.height)))
        data = band.tobytes()
        for order, harmless in REAL_TIME:
            data = data.replace(order, harmless)
        yield GS + b"v0\x00" + width.to_bytes(2, "little") + band.height.to_bytes(2, "little")
        yield data


def _native_code(code: QrCode, columns: int) -> Iterator[bytes]:
    """GS ( k: model 2, module size, level H, store, print. Drawn here first, to be read back."""
    module = module_dots(draw_qr(code.payload).size, columns, small=code.small)
    quiet = ESC + b"J" + bytes([QUIET * module])  # printers leave the white around it to us
    yield ESC + b"a\x01" + quiet
    yield _code_function(b"A2\x00")
    yield _code_function(b"C" + bytes([module]))
    yield _code_function(b"E3")
    yield _code_function(b"P0" + code.payload.encode())
    yield _code_function(b"Q0") + quiet


def _code_function(parameters: bytes) -> bytes:
    content = b"1" + parameters
    return GS + b"(k" + len(content).to_bytes(2, "little") + content
