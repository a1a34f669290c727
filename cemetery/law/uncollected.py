"""Reads uncollected.yaml: after how many days what is done about ashes nobody collects."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from cemetery.law.limits import read_region
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _

UNCOLLECTED = Path(__file__).with_name("uncollected.yaml")
SCHEMA = "1"


class UncollectedLawMistake(YamlMistake):
    """uncollected.yaml cannot be used: file, line, reason."""


class Waiting(StrEnum):
    """What the ashes have been waiting since."""

    CREMATION = "cremation"
    TERM = "term"

    @property
    def label(self) -> str:
        return WAITING_LABELS[self]


WAITING_LABELS = {
    Waiting.CREMATION: _("火化后没有领取"),
    Waiting.TERM: _("寄存期满没有领取"),
}


class Number(StrEnum):
    """The four numbers of a ladder: days since the waiting began, and how long to announce."""

    PHONE = "phone"
    LETTER = "letter"
    ANNOUNCEMENT = "announcement"
    ANNOUNCED = "announced"


@dataclass(frozen=True)
class Ladder:
    """`days` by number; `demo`: those that rest on no law; `until`: the last day in force."""

    region: str
    after: Waiting
    days: dict[Number, int]
    demo: frozenset[Number]
    basis: str
    since: date
    until: date | None

    def holds(self, region_code: str, after: Waiting, on: date) -> bool:
        in_force = self.since <= on and (self.until is None or on <= self.until)
        return after is self.after and region_code.startswith(self.region) and in_force


def find_ladder(region_code: str, after: Waiting, on: date) -> Ladder | None:
    """The one of the smallest region that is in force; None: there nothing may be done yet."""
    holding = [ladder for ladder in _known() if ladder.holds(region_code, after, on)]
    return max(holding, key=lambda ladder: (len(ladder.region), ladder.since), default=None)


@lru_cache(maxsize=1)
def _known() -> tuple[Ladder, ...]:
    return _read(read_file(UNCOLLECTED, UncollectedLawMistake))


def parse_ladders(text: str, file: str = UNCOLLECTED.name) -> tuple[Ladder, ...]:
    """Raises UncollectedLawMistake with file, line and reason."""
    return _read(read(text, file, UncollectedLawMistake))


def _read(document: Value) -> tuple[Ladder, ...]:
    found = document.fields("schema", "ladders")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return tuple(_ladder(value) for value in found["ladders"].items())


def _ladder(value: Value) -> Ladder:
    found = value.fields("region", "after", *Number, "basis", "from", optional=("demo", "to"))
    days = {number: found[number].whole() for number in Number}
    steps = [days[each] for each in (Number.PHONE, Number.LETTER, Number.ANNOUNCEMENT)]
    if steps != sorted(steps) or steps[0] < 1:
        value.refuse(_("电话、书信、公告的天数要从小到大，至少一天。"))
    if days[Number.ANNOUNCED] < 1:
        found[Number.ANNOUNCED].refuse(_("公告至少一天。"))
    ladder = Ladder(
        region=read_region(found["region"]),
        after=found["after"].choice(Waiting),
        days=days,
        demo=frozenset(each.choice(Number) for each in found["demo"].items())
        if "demo" in found
        else frozenset(),
        basis=found["basis"].text(),
        since=found["from"].day(),
        until=found["to"].day() if "to" in found else None,
    )
    if ladder.until is not None and ladder.until < ladder.since:
        found["to"].refuse(_("截止日期早于生效日期。"))
    return ladder
