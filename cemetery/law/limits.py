"""Reads limits.yaml: how large a unit may be in a region, with legal basis and days in force."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from cemetery.models import SiteKind, UnitKind
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _

LIMITS = Path(__file__).with_name("limits.yaml")
SCHEMA = "1"
REGION = re.compile(r"\d{0,12}", re.ASCII)
MOST_PLACES = 99


class LimitsMistake(YamlMistake):
    """limits.yaml cannot be used: file, line, reason."""


@dataclass(frozen=True)
class Limit:
    """`area` in 0.01 ㎡, `stele_height` in cm: None where it is silent; `until`: the last day."""

    region: str
    sites: tuple[SiteKind, ...]
    units: tuple[UnitKind, ...]
    places: tuple[int, int]
    area: int | None
    stele_height: int | None
    basis: str
    since: date
    until: date | None


def limits_of(
    region_code: str, site: SiteKind, unit: UnitKind, capacity: int, on: date
) -> tuple[Limit, ...]:
    """All that hold for a unit of this kind and capacity there on this day."""
    return tuple(
        limit
        for limit in _known()
        if region_code.startswith(limit.region)
        and site in limit.sites
        and unit in limit.units
        and limit.places[0] <= capacity <= limit.places[1]
        and limit.since <= on
        and (limit.until is None or on <= limit.until)
    )


@lru_cache(maxsize=1)
def _known() -> tuple[Limit, ...]:
    return _read(read_file(LIMITS, LimitsMistake))


def parse_limits(text: str, file: str = LIMITS.name) -> tuple[Limit, ...]:
    """Raises LimitsMistake with file, line and reason."""
    return _read(read(text, file, LimitsMistake))


def _read(document: Value) -> tuple[Limit, ...]:
    found = document.fields("schema", "limits")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return tuple(_limit(value) for value in found["limits"].items())


def _limit(value: Value) -> Limit:
    found = value.fields(
        *("region", "units", "basis", "from"),
        optional=("sites", "places", "area", "stele_height", "to"),
    )
    if "area" not in found and "stele_height" not in found:
        value.refuse(_("要写占地面积或碑高。"))
    limit = Limit(
        region=read_region(found["region"]),
        sites=tuple(kind.choice(SiteKind) for kind in found["sites"].items())
        if "sites" in found
        else tuple(SiteKind),
        units=tuple(kind.choice(UnitKind) for kind in found["units"].items()),
        places=read_places(found["places"]) if "places" in found else (1, MOST_PLACES),
        area=read_area(found["area"]) if "area" in found else None,
        stele_height=found["stele_height"].whole() if "stele_height" in found else None,
        basis=found["basis"].text(),
        since=found["from"].day(),
        until=found["to"].day() if "to" in found else None,
    )
    if limit.until is not None and limit.until < limit.since:
        found["to"].refuse(_("截止日期早于生效日期。"))
    return limit


def read_region(value: Value) -> str:
    """The beginning of a GB/T 2260 code; empty: everywhere."""
    written = str(value.node.value).strip() if value.is_scalar else value.text()
    if not REGION.fullmatch(written):
        value.refuse(_("“%(text)s”不是区划代码。"), text=written)
    return written


def read_places(value: Value) -> tuple[int, int]:
    """From and to how many portions."""
    numbers = [number.whole() for number in value.items()]
    if numbers != sorted(numbers) or numbers[0] < 1:
        value.refuse(_("这里要写最少和最多的份数，从小到大。"))
    return numbers[0], numbers[-1]


def read_area(value: Value) -> int:
    """㎡ as written, in 0.01 ㎡."""
    hundredths = value.number() * 100
    if hundredths != int(hundredths):
        value.refuse(_("“%(text)s”最多写两位小数。"), text=value.text())
    return int(hundredths)
