"""A list of units as a spreadsheet writes it, read into cells and written from units."""

import csv
from collections.abc import Iterable
from io import StringIO

from cemetery.ground.errors import ColumnMissing, FileTooLarge, FileUnread, NoRows
from cemetery.ground.queries.ranges import UnitFacts
from cemetery.ground.rules import say_area
from cemetery.models import UnitKind, Zone
from kernel.spreadsheets import BOM, csv_line

# In this order everywhere; in a file they may stand in any, with others between. Never translated:
# a file is read by whoever opens it, in whichever language they look at our pages.
COLUMNS = (
    *("区", "种类", "排", "号", "容量", "占地面积（平方米）", "碑高（厘米）", "停用原因"),
    # The last, since lists that were read before it was there lack it.
    "共用",
)
# Whether one unit holds ashes of several families; nothing written is as the zone is.
COMMUNAL_WORDS = {"是": True, "否": False, "": None}
KIND_NAMES = {
    UnitKind.NICHE: "格位",
    UnitKind.WALL: "壁葬位",
    UnitKind.TREE: "树葬位",
    UnitKind.FLOWER: "花葬位",
    UnitKind.LAWN: "草坪葬位",
    UnitKind.DEEP: "深埋位",
    UnitKind.GRAVE: "墓位",
}
NEEDED = 4
MOST_ROWS = 20_000
LONGEST_CELL = 200
# What the spreadsheets of offices write: UTF-8 with or without a BOM, or the national GB 18030.
ENCODINGS = ("utf-8-sig", "gb18030")


def read_units(content: bytes) -> list[list[str]]:
    """The cells of each line in the order of COLUMNS; empty lines are left out but counted:
    the first of each is its number in the file. Raises FileUnread, ColumnMissing, FileTooLarge,
    NoRows."""
    lines = _lines(content)
    heading = [cell.strip() for cell in lines[0]] if lines else []
    places = [_place_of(name, at, heading) for at, name in enumerate(COLUMNS)]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [
            line[at].strip()[:LONGEST_CELL] if at is not None and at < len(line) else ""
            for at in places
        ]
        if any(cells):
            rows.append([str(number), *cells])
    if not rows:
        raise NoRows
    if len(rows) > MOST_ROWS:
        raise FileTooLarge(most=MOST_ROWS)
    return rows


def write_units(units: Iterable[tuple[Zone, UnitFacts]]) -> str:
    """The same list of what there is, to be filled in further and brought back."""
    lines = [csv_line(COLUMNS)]
    for zone, unit in units:
        cells = (
            *(zone.name, KIND_NAMES[UnitKind(zone.kind)], str(unit.row), str(unit.number)),
            *(str(unit.capacity), say_area(unit.area) if unit.area else ""),
            "" if unit.stele_height is None else str(unit.stele_height),
            unit.out_of_use_reason or "",
            "是" if zone.communal else "",
        )
        lines.append(csv_line(cells))
    return BOM + "".join(lines)


def _lines(content: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise FileUnread
        try:
            return list(csv.reader(StringIO(text, newline=""), strict=True))
        except csv.Error:
            raise FileUnread from None
    raise FileUnread


def _place_of(name: str, at: int, heading: list[str]) -> int | None:
    if name in heading:
        return heading.index(name)
    if at < NEEDED:
        raise ColumnMissing(column=name)
    return None
