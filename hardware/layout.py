"""From a slip to lines of paper, counted in cells: a Latin character takes one, a Chinese two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hardware import slips
from hardware.qr import short_code
from hardware.slips import Slip
from kernel.i18n import _
from kernel.money import yuan2

# 58 mm paper has 32 cells, 80 mm has 48, or 42 on printers of 512 dots.
COLUMNS = (32, 42, 48)
AMOUNT_CELLS = 10
HEADING = (_("应收"), _("减免"), _("应付"))

BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": "", "\u00a0": " ", "¥": "￥"})
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# A Latin word or a number stays whole; closing punctuation stays with the character before it.
PIECES = re.compile(r"[!-~]+|.[，。、；：）》」』”？]*", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One line of text that fits the paper; a `large` one takes twice the cells."""

    text: str = ""
    bold: bool = False
    centre: bool = False
    large: bool = False


@dataclass(frozen=True)
class QrCode:
    """A QR code in the middle of the paper."""

    payload: str


Block = Line | QrCode


def lay_out(slip: Slip, columns: int) -> tuple[Block, ...]:
    """Every line of the slip for paper of `columns` cells."""
    blocks: list[Block] = []
    if slip.issuer:
        blocks += _blocks(slips.Text(slip.issuer, centre=True), columns)
    blocks += _blocks(slips.Text(slip.title, bold=True, centre=True, large=True), columns)
    previous: slips.Row | None = None
    for row in slip.rows:
        if isinstance(row, slips.Charge) and not isinstance(previous, slips.Charge):
            blocks.append(Line(_in_columns(HEADING, columns)))
        blocks += _blocks(row, columns)
        previous = row
    return tuple(blocks)


def clean(text: object) -> str:
    """Text a printer may be sent: no control characters, no yen sign where a yuan sign is meant."""
    return CONTROLS.sub("", str(text).translate(BREAKS))


def cells(text: str) -> int:
    """Width as GBK printers see it: the number of bytes; what GBK lacks is drawn two cells wide."""
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    try:
        return len(character.encode("gbk"))
    except UnicodeEncodeError:
        return 2


def wrap(text: str, width: int) -> list[str]:
    """Cut clean text into lines of at most `width` cells, at least one line."""
    lines, line = [], ""
    for piece in PIECES.findall(clean(text)):
        for part in _cut(piece, width):
            if line and cells(line + part) > width:
                lines.append(line.rstrip())
                line = ""
            line += part if line else part.lstrip()
    return [*lines, line.rstrip()]


def _cut(piece: str, width: int) -> Iterator[str]:
    """A word longer than the paper has to be cut all the same."""
    part = ""
    for character in piece:
        if part and cells(part + character) > width:
            yield part
            part = ""
        part += character
    yield part


def _justify(left: str, right: str, columns: int) -> list[str]:
    """`right` ends at the last cell; `left` wraps and its last line shares the line if it fits."""
    room = columns - cells(right) - 1
    lines = wrap(left, columns)
    if cells(lines[-1]) > room:
        lines.append("")
    gap = " " * (columns - cells(lines[-1]) - cells(right))
    return [*lines[:-1], lines[-1] + gap + right]


def _in_columns(texts: tuple[str, str, str], columns: int, left: str = "") -> str:
    right = "".join(" " * (AMOUNT_CELLS - cells(text)) + str(text) for text in texts)
    return left + " " * (columns - cells(left) - cells(right)) + right


def _note(text: str, columns: int) -> list[Line]:
    return [Line("  " + line) for line in wrap(text, columns - 2)] if text else []


def _blocks(row: slips.Row, columns: int) -> list[Block]:
    match row:
        case slips.Text():
            return [*_paragraphs(row, columns)]
        case slips.Fact():
            return [*_fact(row, columns)]
        case slips.Amount():
            lines = _justify(row.label, "￥" + yuan2(row.amount_fen), columns)
            return [*(Line(line, bold=row.bold) for line in lines), *_note(row.note, columns)]
        case slips.Charge():
            return [*_charge(row, columns), *_note(row.note, columns)]
        case slips.Rule():
            return [Line("-" * columns)]
        case slips.Code():
            captions = [short_code(row.token), *([row.caption] if row.caption else [])]
            lines = [line for text in captions for line in wrap(text, columns)]
            return [QrCode(row.payload), *(Line(line, centre=True) for line in lines)]


def _paragraphs(row: slips.Text, columns: int) -> list[Line]:
    line = Line(bold=row.bold, centre=row.centre, large=row.large)
    width = columns // 2 if row.large else columns
    paragraphs = str(row.text).split("\n")
    return [replace(line, text=text) for part in paragraphs for text in wrap(part, width)]


def _fact(row: slips.Fact, columns: int) -> list[Line]:
    """The value hangs under itself, or starts on a line of its own after a long label."""
    label = clean(f"{row.label}：")
    if cells(label) > columns // 2:
        return [Line(line) for line in wrap(label, columns)] + _note(row.value, columns)
    first, *rest = wrap(row.value, columns - cells(label))
    indent = " " * cells(label)
    return [Line((label + first).rstrip()), *(Line(indent + line) for line in rest)]


def _charge(row: slips.Charge, columns: int) -> list[Line]:
    """Three amounts on one line, behind the label if it fits there, else under it."""
    amounts = (yuan2(row.gross_fen), yuan2(row.waived_fen), yuan2(row.due_fen))
    if max(map(len, amounts)) >= AMOUNT_CELLS:  # 100,000 and more: no room for three
        stacked = zip(HEADING, amounts, strict=True)
        lines = [
            *wrap(row.label, columns),
            *(line for pair in stacked for line in _justify(*pair, columns)),
        ]
        return [Line(line, bold=row.bold) for line in lines]
    *above, label = wrap(row.label, columns)
    if cells(label) >= columns - 3 * AMOUNT_CELLS:
        above, label = [*above, label], ""
    lines = [*above, _in_columns(amounts, columns, label)]
    return [Line(line, bold=row.bold) for line in lines]
