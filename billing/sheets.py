"""XLSX files as the finance bureau reads them: typed text is never taken for a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

WIDEST = 44


@dataclass(frozen=True)
class Yuan:
    """An amount in fen, written as a number with two decimals."""

    fen: int


Cell = str | int | Yuan


@dataclass(frozen=True)
class Sheet:
    """`notes` stand above the table, one a row; `foot` below it in bold."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    foot: Sequence[Cell] = ()


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    content = BytesIO()
    # Nothing is taken for a formula, a link or a number that somebody typed as text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        plain = {"text_wrap": True, "valign": "top"}
        formats = _Formats(
            text=book.add_format(plain),
            yuan=book.add_format(plain | {"num_format": "#,##0.00"}),
            bold=book.add_format({"bold": True, "bottom": 1}),
            bold_yuan=book.add_format({"bold": True, "num_format": "#,##0.00"}),
        )
        for sheet in sheets:
            _write(book.add_worksheet(str(sheet.name)), sheet, formats)
    return content.getvalue()


@dataclass(frozen=True)
class _Formats:
    text: Any
    yuan: Any
    bold: Any
    bold_yuan: Any


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    for row, note in enumerate(sheet.notes):
        page.write_string(row, 0, str(note))
    head = len(sheet.notes)
    for column, label in enumerate(sheet.columns):
        page.write_string(head, column, str(label), formats.bold)
        page.set_column(column, column, _width(sheet, column))
    for row, cells in enumerate(sheet.rows, start=head + 1):
        _write_row(page, row, cells, formats.text, formats.yuan)
    _write_row(page, head + 1 + len(sheet.rows), sheet.foot, formats.bold, formats.bold_yuan)
    page.freeze_panes(head + 1, 0)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_row(page: Any, row: int, cells: Sequence[Cell], text: Any, yuan: Any) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, Yuan):
            page.write_number(row, column, cell.fen / 100, yuan)
        elif isinstance(cell, int):
            page.write_number(row, column, cell, text)
        else:
            page.write_string(row, column, str(cell), text)


def _width(sheet: Sheet, column: int) -> int:
    """Chinese characters are two columns wide."""
    texts = [str(sheet.columns[column]), *(_shown(row[column]) for row in sheet.rows[:200])]
    return min(WIDEST, max(10, *(len(text.encode("gb18030", "replace")) + 2 for text in texts)))


def _shown(cell: Cell) -> str:
    return f"{cell.fen / 100:,.2f}" if isinstance(cell, Yuan) else str(cell)
