"""A slip as plain text, line by line what the paper says: for eyes, screens and comparisons."""

from hardware.layout import Gap, Line, QrCode, cells, lay_out
from hardware.slips import Slip

CODE = "[QR]"


def plain(slip: Slip, columns: int) -> str:
    """Lines of exactly `columns` cells; large characters are written at normal size."""
    blocks = [block for block in lay_out(slip, columns) if not isinstance(block, Gap)]
    return "\n".join(_line(block, columns) for block in blocks)


def _line(block: Line | QrCode, columns: int) -> str:
    line = block if isinstance(block, Line) else Line(CODE, centre=True)
    left = (columns - cells(line.text)) // 2 if line.centre else 0
    return " " * left + line.text + " " * (columns - cells(line.text) - left)
