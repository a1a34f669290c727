"""Reads eco_burial.yaml: which ways of being laid to rest count as 节地生态安葬, by which law."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from cemetery.law.limits import MOST_PLACES, read_area, read_places, read_region
from cemetery.models.sites import UNIT_LABELS
from cemetery.voyages.kinds import KIND_LABELS
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _

ECO_BURIAL = Path(__file__).with_name("eco_burial.yaml")
SCHEMA = "1"


class EcoBurialMistake(YamlMistake):
    """eco_burial.yaml cannot be used: file, line, reason."""


class EcoCount(StrEnum):
    """The two counts that are kept (rules.md §6.1); the narrow one is part of the wide one."""

    SAVING = "saving"
    GREEN = "green"


class RestWay(StrEnum):
    """How ashes were laid to rest: in a unit, with a voyage, or scattered without one."""

    NICHE = "niche"
    WALL = "wall"
    TREE = "tree"
    FLOWER = "flower"
    LAWN = "lawn"
    DEEP = "deep"
    GRAVE = "grave"
    SEA = "sea"
    RIVER = "river"
    GARDEN = "garden"
    SCATTERED = "scattered"

    @property
    def label(self) -> str:
        return WAY_LABELS[self]


WAY_LABELS = {
    **{RestWay(kind.value): label for kind, label in UNIT_LABELS.items()},
    **{RestWay(kind.value): label for kind, label in KIND_LABELS.items()},
    RestWay.SCATTERED: _("其他撒散"),
}


@dataclass(frozen=True)
class EcoLine:
    """`area` in 0.01 ㎡, `stele_height` in cm: None where it is silent; `until`: the last day."""

    counts: tuple[EcoCount, ...]
    region: str
    ways: tuple[RestWay, ...]
    places: tuple[int, int]
    area: int | None
    stele_height: int | None
    basis: str
    since: date
    until: date | None


def lines_for(region_code: str, count: EcoCount) -> tuple[tuple[RestWay, EcoLine], ...]:
    """For each way those of the longest region that has any, of all days."""
    found: list[tuple[RestWay, EcoLine]] = []
    for way in RestWay:
        fitting = [
            line
            for line in _known()
            if count in line.counts and way in line.ways and region_code.startswith(line.region)
        ]
        longest = max((len(line.region) for line in fitting), default=0)
        found += [(way, line) for line in fitting if len(line.region) == longest]
    return tuple(found)


def bases_on(region_code: str, day: date) -> list[str]:
    """What the counts of a region rest on that day, each once."""
    return list(
        dict.fromkeys(
            line.basis
            for count in EcoCount
            for _way, line in lines_for(region_code, count)
            if line.since <= day and (line.until is None or day <= line.until)
        )
    )


@lru_cache(maxsize=1)
def _known() -> tuple[EcoLine, ...]:
    return _read(read_file(ECO_BURIAL, EcoBurialMistake))


def parse_eco_burial(text: str, file: str = ECO_BURIAL.name) -> tuple[EcoLine, ...]:
    """Raises EcoBurialMistake with file, line and reason."""
    return _read(read(text, file, EcoBurialMistake))


def _read(document: Value) -> tuple[EcoLine, ...]:
    found = document.fields("schema", "lines")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return tuple(_line(value) for value in found["lines"].items())


def _line(value: Value) -> EcoLine:
    found = value.fields(
        *("counts", "region", "ways", "basis", "from"),
        optional=("places", "area", "stele_height", "to"),
    )
    line = EcoLine(
        counts=tuple(count.choice(EcoCount) for count in found["counts"].items()),
        region=read_region(found["region"]),
        ways=tuple(way.choice(RestWay) for way in found["ways"].items()),
        places=read_places(found["places"]) if "places" in found else (1, MOST_PLACES),
        area=read_area(found["area"]) if "area" in found else None,
        stele_height=found["stele_height"].whole() if "stele_height" in found else None,
        basis=found["basis"].text(),
        since=found["from"].day(),
        until=found["to"].day() if "to" in found else None,
    )
    if line.until is not None and line.until < line.since:
        found["to"].refuse(_("截止日期早于生效日期。"))
    return line
