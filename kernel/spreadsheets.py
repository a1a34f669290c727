"""CSV that a spreadsheet opens as what it is."""

import csv
from collections.abc import Iterable
from io import StringIO

# A spreadsheet opens a CSV as UTF-8 only when it begins with this.
BOM = "\ufeff"
# A cell that begins so would be calculated, not shown.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_plain(cell) for cell in cells])
    return line.getvalue()


def _plain(cell: str) -> str:
    is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(FORMULA) and not is_number else cell
