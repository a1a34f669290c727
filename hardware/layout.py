"""From a slip to lines of paper, counted in cells: a Latin character takes one, a Chinese two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from hardware import slips
from hardware.qr import short_code
from hardware.slips import Slip
from kernel.i18n import _
from kernel.money import yuan2

# 58 mm paper has 32 cells, 80 mm has 48, or 42 on printers of 512 dots.
COLUMNS = (32, 42, 48)
AMOUNT_CELLS = 10
# Narrower paper has no room for a label beside three amounts.
ROOM_BESIDE = 42
TITLE_SIZE = 2
UNDER_TITLE = 12  # dots
# Values behind labels up to this wide begin in one column.
LABEL_CELLS = 12
HEADING = (_("应收"), _("减免"), _("应付"))

BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": "", "\u00a0": " ", "¥": "￥"})
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# A Latin word or a number stays whole; closing punctuation stays with the character before it.
PIECES = re.compile(r"[!-~]+|.[，。、；：）》」』”？]*", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One line of text that fits the paper; one of `size` 2 takes twice the cells."""

    text: str = ""
    bold: bool = False
    centre: bool = False
    size: int = 1

    @property
    def cells(self) -> int:
        """Of the paper's cells, those its characters take."""
        return cells(self.text) * self.size


@dataclass(frozen=True)
class QrCode:
    """A QR code in the middle of the paper."""

    payload: str
    small: bool = False


@dataclass(frozen=True)
class Gap:
    """White paper, less than a line of it."""

    dots: int


Block = Line | QrCode | Gap


def lay_out(slip: Slip, columns: int) -> tuple[Block, ...]:
    """Every line of the slip for paper of `columns` cells."""
    blocks = _head(slip, columns)
    headed = False
    for kind, rows in groupby(slip.rows, type):
        if kind is slips.Fact:
            blocks += _facts([row for row in rows if isinstance(row, slips.Fact)], columns)
            headed = False
            continue
        if kind is slips.Charge and not headed:
            blocks.append(Line(_in_columns(HEADING, columns)))
        # A line across the paper keeps the columns under their heading: the totals need none.
        headed = kind is slips.Charge or (headed and kind is slips.Rule)
        for row in rows:
            blocks += _blocks(row, columns)
    return tuple(blocks)


def _head(slip: Slip, columns: int) -> list[Block]:
    title = str(slip.title)
    if cells(clean(title)) * TITLE_SIZE > columns:
        title = title.replace("（", "\n（", 1)  # what is added in brackets stays whole
    head = slips.Text(title, bold=True, centre=True, size=TITLE_SIZE)
    issuer = _blocks(slips.Text(slip.issuer, centre=True), columns) if slip.issuer else []
    return [*issuer, *_blocks(head, columns), *([Gap(UNDER_TITLE)] if slip.rows else [])]


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
    right = "".join(" " * (AMOUNT_CELLS - cells(text)) + str(text) for text in texts).lstrip()
    return left + " " * (columns - cells(left) - cells(right)) + right


def _note(text: str, columns: int) -> list[Line]:
    return [Line("  " + line) for line in _wrap_parts(text, columns - 2)] if text else []


def _wrap_parts(text: object, width: int) -> list[str]:
    """Wrapped, with the line breaks in it kept."""
    return [line for part in str(text).split("\n") for line in wrap(part, width)]


def _blocks(row: slips.Row, columns: int) -> list[Block]:
    match row:
        case slips.Text():
            return [*_paragraphs(row, columns)]
        case slips.Fact():
            return [*_facts([row], columns)]
        case slips.Amount():
            lines = _justify(row.label, "￥" + yuan2(row.amount_fen), columns)
            return [*(Line(line, bold=row.bold) for line in lines), *_note(row.note, columns)]
        case slips.Charge():
            return [*_charge(row, columns), *_note(row.note, columns)]
        case slips.Rule():
            # Two cells each; printers join them to one line.
            return [Line("─" * (columns // 2))]
        case slips.Code():
            captions = [short_code(row.token), *([row.caption] if row.caption else [])]
            lines = [line for text in captions for line in wrap(text, columns)]
            return [
                QrCode(row.payload, small=row.small),
                *(Line(line, centre=True) for line in lines),
            ]


def _paragraphs(row: slips.Text, columns: int) -> list[Line]:
    line = Line(bold=row.bold, centre=row.centre, size=row.size)
    width = columns // row.size
    return [replace(line, text=text) for text in _wrap_parts(row.text, width)]


def _facts(rows: list[slips.Fact], columns: int) -> list[Line]:
    """Facts that follow each other have their values in one column."""
    labels = [clean(f"{row.label}：") for row in rows]
    usual = max((cells(label) for label in labels if cells(label) <= LABEL_CELLS), default=0)
    pairs = zip(labels, rows, strict=True)
    return [line for label, row in pairs for line in _fact(label, row.value, usual, columns)]


def _fact(label: str, value: str, usual: int, columns: int) -> list[Line]:
    """The value hangs under itself, or starts on a line of its own after a long label."""
    if cells(label) > columns // 2:
        return [Line(line) for line in wrap(label, columns)] + _note(value, columns)
    begin = max(usual, cells(label))
    first, *rest = _wrap_parts(value, columns - begin)
    lead = label + " " * (begin - cells(label))
    return [Line((lead + first).rstrip()), *(Line(" " * begin + line) for line in rest)]


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
    room = columns - 2 * AMOUNT_CELLS - len(amounts[0])
    if columns < ROOM_BESIDE or cells(label) >= room:
        above, label = [*above, label], ""
    lines = [*above, _in_columns(amounts, columns, label)]
    return [Line(line, bold=row.bold) for line in lines]
