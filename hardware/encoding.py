"""Lines of paper as ESC/POS bytes (Epson's command reference; Chinese as GBK after FS &)."""

from collections.abc import Iterator

from PIL import Image, ImageOps

from hardware.drawing import draw_code, draw_line, module_dots
from hardware.layout import Block, Line, QrCode, lay_out
from hardware.qr import QUIET
from hardware.qr import draw as draw_qr
from hardware.slips import Slip

ESC, FS, GS, LF = b"\x1b", b"\x1c", b"\x1d", b"\n"
# Clear what an interrupted job left behind; no reports unasked, since one of them could be taken
# for the answer that all is printed (a switch below some printers turns them on); Chinese on.
START = ESC + b"@" + GS + b"a\x00" + FS + b"&"
CUT = ESC + b"d\x04" + GS + b"V\x01"  # feed past the blade, partial cut
BAND = 128  # rows a bitmap command carries: small printers have small buffers

# Printers obey DLE EOT, DLE ENQ and DLE DC4 even inside picture data: one dot is worth less than
# a till that opens.
REAL_TIME = ((b"\x10\x04", b"\x10\x0c"), (b"\x10\x05", b"\x10\x0d"), (b"\x10\x14", b"\x10\x1c"))


def encode(slip: Slip, *, columns: int, raster_always: bool = False) -> bytes:
    """The whole job for a printer of `columns` cells. Raises GlyphMissing, CodeTooLong."""
    content = [START]
    for block in lay_out(slip, columns):
        content += _drawn(block, columns) if raster_always else _told(block, columns)
    return b"".join([*content, CUT])


def _told(block: Block, columns: int) -> Iterator[bytes]:
    if isinstance(block, QrCode):
        yield from _native_code(block, columns)
        return
    try:
        text = block.text.encode("gbk")
    except UnicodeEncodeError:
        yield from _drawn(block, columns)
        return
    yield ESC + b"a" + bytes([block.centre])
    yield ESC + b"E" + bytes([block.bold])
    yield GS + b"!" + bytes([0x11 * block.large])
    yield text + LF


def _drawn(block: Block, columns: int) -> Iterator[bytes]:
    draw = draw_line(block, columns) if isinstance(block, Line) else draw_code(block, columns)
    yield ESC + b"a\x00"
    yield from _bitmap(draw)


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
    module = module_dots(draw_qr(code.payload).size, columns)
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
