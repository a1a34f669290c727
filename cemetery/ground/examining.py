"""What a list of units would do, line by line, before anything is done."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cemetery.ground.csv_units import COLUMNS, COMMUNAL_WORDS, KIND_NAMES
from cemetery.ground.kinds import UnitSize
from cemetery.ground.queries.ranges import UnitFacts
from cemetery.ground.rules import (
    MOST_ROW,
    WRITE_AREA,
    check_communal,
    check_kind,
    check_size,
    read_area,
)
from cemetery.models import Site, UnitKind, Zone
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _

ZONE, KIND, ROW, NUMBER, CAPACITY, AREA, STELE, REASON, COMMUNAL = range(len(COLUMNS))
COLUMN_OF = {
    "area": AREA,
    "stele_height": STELE,
    "capacity": CAPACITY,
    "kind": KIND,
    "communal": COMMUNAL,
}
LONGEST_NAME = 20
KINDS = {name: kind for kind, name in KIND_NAMES.items()} | {kind.value: kind for kind in UnitKind}


DIFFERS = _("%(zone)s要新建，同一个区要写得一样，或者只在一行写。")
# By how the zone is; it changes on its own page, while its units are empty.
SHARED = {
    True: _("%(zone)s是几家合用的区，这一行写的是“否”。要更改请到墓区的页面。"),
    False: _("%(zone)s是一家一个的区，这一行写的是“是”。要更改请到墓区的页面。"),
}


class Verdict(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    WRONG = "wrong"


@dataclass(frozen=True)
class Mistake:
    """`line`: its number in the file; `column`: one of COLUMNS."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Wish:
    """A unit as one line wants it. `communal`: None where the line does not say."""

    zone: str
    kind: UnitKind
    row: int
    number: int
    size: UnitSize
    reason: str
    communal: bool | None


@dataclass
class Report:
    """What the lines come to. `wishes`: of the lines without a mistake that change something;
    `new_zones`: the first line of each zone that is not there yet, `communal` as the zone is to
    be."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)
    wishes: list[tuple[Wish, UnitFacts | None]] = field(default_factory=list)
    new_zones: dict[str, Wish] = field(default_factory=dict)

    def of(self, verdict: str) -> int:
        return self.counts[Verdict(verdict)]


class _Wrong(Exception):
    def __init__(self, column: int, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


@dataclass
class _Known:
    """What the lines are held against; `sizes` remembers what was found of each size.

    `there`: names of zones that need not be made; `zones` and `communal` know the new ones too.
    """

    site: Site
    zones: dict[str, UnitKind]
    units: Mapping[tuple[str, int, int], UnitFacts]
    communal: dict[str, bool]
    there: frozenset[str]
    seen: set[tuple[str, int, int]] = field(default_factory=set)
    sizes: dict[tuple[UnitKind, UnitSize, bool], Refusal | None] = field(default_factory=dict)


def examine(
    site: Site,
    zones: list[Zone],
    units_of: Callable[[Zone], Mapping[tuple[int, int], UnitFacts]],
    rows: list[list[str]],
) -> Report:
    """`rows`: as csv_units.read_units gives them; only zones they name are looked into."""
    named = {row[1 + ZONE] for row in rows}
    known = _Known(
        site,
        {zone.name: UnitKind(zone.kind) for zone in zones},
        {
            (zone.name, *place): unit
            for zone in zones
            if zone.name in named
            for place, unit in units_of(zone).items()
        },
        _said_of_sharing(rows) | {zone.name: zone.communal for zone in zones},
        frozenset(zone.name for zone in zones),
    )
    report = Report()
    for line, *written in rows:
        cells = _padded(written)
        try:
            wish = _read(cells)
            before = _held_against(wish, known)
        except _Wrong as wrong:
            report.counts[Verdict.WRONG] += 1
            column = COLUMNS[wrong.column]
            report.mistakes.append(Mistake(int(line), column, wrong.sentence))
            continue
        verdict = _verdict(wish, before)
        report.counts[verdict] += 1
        if verdict is not Verdict.SAME:
            report.wishes.append((wish, before))
        if wish.zone not in known.there:
            planned = replace(wish, communal=known.communal[wish.zone])
            report.new_zones.setdefault(wish.zone, planned)
    return report


def _padded(written: list[str]) -> list[str]:
    return written + [""] * (len(COLUMNS) - len(written))


def _said_of_sharing(rows: list[list[str]]) -> dict[str, bool]:
    """Of each zone what the first line says that says anything."""
    said: dict[str, bool] = {}
    for _line, *written in rows:
        cells = _padded(written)
        communal = COMMUNAL_WORDS.get(cells[COMMUNAL])
        if communal is not None:
            said.setdefault(cells[ZONE], communal)
    return said


def _read(cells: list[str]) -> Wish:
    zone = cells[ZONE]
    if not zone or len(zone) > LONGEST_NAME or any(letter.isdigit() for letter in zone):
        raise _Wrong(ZONE, str(_("请填写区的名称，不要有数字，最多 20 个字。")))
    kind = KINDS.get(cells[KIND])
    if kind is None:
        names = "、".join(KIND_NAMES.values())
        raise _Wrong(KIND, str(_("请写其中一种：%(kinds)s。")) % {"kinds": names})
    return Wish(
        zone,
        kind,
        _whole(cells, ROW, 1, MOST_ROW),
        _whole(cells, NUMBER, 1, MOST_ROW),
        UnitSize(
            _whole(cells, CAPACITY, 1, MOST_ROW) if cells[CAPACITY] else 1,
            _area(cells[AREA]),
            _whole(cells, STELE, 0, MOST_ROW) if cells[STELE] else None,
        ),
        cells[REASON],
        _communal(cells[COMMUNAL]),
    )


def _held_against(wish: Wish, known: _Known) -> UnitFacts | None:
    """The unit as it is, if there is one."""
    place = (wish.zone, wish.row, wish.number)
    if place in known.seen:
        raise _Wrong(NUMBER, str(_("这个位置在文件里写了两次。")))
    known.seen.add(place)
    if known.zones.setdefault(wish.zone, wish.kind) is not wish.kind:
        raise _Wrong(
            KIND,
            str(_("%(zone)s是%(kind)s，一个区只有一种。"))
            % {"zone": wish.zone, "kind": known.zones[wish.zone].label},
        )
    communal = known.communal.setdefault(wish.zone, False)
    if wish.communal not in {None, communal}:
        sentence = SHARED[communal] if wish.zone in known.there else DIFFERS
        raise _Wrong(COMMUNAL, str(sentence) % {"zone": wish.zone})
    refusal = _refusal_of_size(wish, known)
    if refusal:
        raise _Wrong(COLUMN_OF.get(refusal.field or "", KIND), str(refusal))
    before = known.units.get(place)
    if before and before.taken > wish.size.capacity:
        sentence = str(_("已经安放 %(taken)s 份骨灰，容量不能更小。")) % {"taken": before.taken}
        raise _Wrong(CAPACITY, sentence)
    if before and wish.reason and before.is_somebodys:
        raise _Wrong(REASON, str(_("有骨灰或已被家属选定，不能停用。")))
    if before and before.held_until and _verdict(wish, before) is Verdict.CHANGED:
        sentence = str(_("正为一家保留到 %(until)s，在那以前不能更改。"))
        raise _Wrong(NUMBER, sentence % {"until": clock.say_clock(before.held_until)})
    return before


def _refusal_of_size(wish: Wish, known: _Known) -> Refusal | None:
    communal = known.communal[wish.zone]
    key = (wish.kind, wish.size, communal)
    if key not in known.sizes:
        try:
            check_kind(known.site, wish.kind)
            if communal:
                check_communal(wish.kind)
            check_size(known.site, wish.kind, wish.size, communal=communal)
        except Refusal as refusal:
            known.sizes[key] = refusal
        else:
            known.sizes[key] = None
    return known.sizes[key]


def _verdict(wish: Wish, before: UnitFacts | None) -> Verdict:
    if before is None:
        return Verdict.NEW
    size = UnitSize(before.capacity, before.area, before.stele_height)
    same = size == wish.size and (before.out_of_use_reason or "") == wish.reason
    return Verdict.SAME if same else Verdict.CHANGED


def _whole(cells: list[str], at: int, least: int, most: int) -> int:
    text = cells[at]
    # 1.0 is how some spreadsheets write a whole number.
    text = text.removesuffix(".0")
    if text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    sentence = str(_("请写 %(least)s 到 %(most)s 之间的整数。"))
    raise _Wrong(at, sentence % {"least": least, "most": most})


def _communal(text: str) -> bool | None:
    if text in COMMUNAL_WORDS:
        return COMMUNAL_WORDS[text]
    raise _Wrong(COMMUNAL, str(_("请写“是”或“否”，或者不填。")))


def _area(text: str) -> int | None:
    """In 0.01 ㎡."""
    try:
        return read_area(text)
    except ValueError:
        raise _Wrong(AREA, str(WRITE_AREA)) from None
