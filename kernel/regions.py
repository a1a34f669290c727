"""Administrative divisions of China down to the town, read once from regions.tsv.gz.

Codes are text as in GB/T 2260: province 2 digits, city 4, county 6, town 9. Vintage and licence of
the file: regions.md.
"""

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kernel.errors import NotFound
from kernel.i18n import _

SOURCE = Path(__file__).with_name("regions.tsv.gz")
PROVINCE, CITY, COUNTY, TOWN = 2, 4, 6, 9
LENGTHS = (PROVINCE, CITY, COUNTY, TOWN)
# How many places of one name a sentence lists.
CANDIDATES = 6

# Filled in by the statistics bureau where a city or province has no level of its own; never said.
UNSPOKEN = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
SUFFIXES = ("自治县", "自治旗", "县", "市", "区", "旗", "省", "盟")


class RegionNotFound(NotFound):
    message = _("没有找到行政区划“%(code)s”，请核对代码。")
    field = "region"


class RegionUnknown(RegionNotFound):
    message = _("没有找到“%(name)s”，请写县、市、区或旗的全名，例如 湖北省咸宁市嘉鱼县。")
    status = 422


class RegionAmbiguous(RegionNotFound):
    message = _("有几个地方叫“%(name)s”：%(places)s。请连同省市一起填写。")
    status = 422


@dataclass(frozen=True)
class Region:
    code: str
    name: str

    def __str__(self) -> str:
        return self.name


@cache
def names() -> dict[str, str]:
    """Code → name, in the order of the codes."""
    lines = gzip.decompress(SOURCE.read_bytes()).decode().splitlines()
    return dict(line.split("\t") for line in lines)


@cache
def codes_of(length: int) -> list[str]:
    """All codes of one level, sorted: a parent's children lie side by side."""
    return [code for code in names() if len(code) == length]


def find_region(code: str) -> Region | None:
    name = names().get(code)
    return None if name is None else Region(code, name)


def get_region(code: str) -> Region:
    region = find_region(code)
    if region is None:
        raise RegionNotFound(code=code)
    return region


def list_children(code: str = "") -> list[Region]:
    """One level below; provinces for the empty code, nothing below a town."""
    length = next((longer for longer in LENGTHS if longer > len(code)), None)
    if length is None:
        return []
    codes = codes_of(length)
    # ":" is the character after "9": the end of all codes that begin with this one.
    found = codes[bisect_left(codes, code) : bisect_left(codes, code + ":")]
    return [Region(child, names()[child]) for child in found]


def full_name(code: str) -> str:
    """As it is written on an envelope: 湖北省咸宁市嘉鱼县."""
    names = [get_region(code[:length]).name for length in LENGTHS if length <= len(code)]
    spoken = [name for name in names if name not in UNSPOKEN]
    # 东莞市 and its like are city and county at once.
    return "".join(dict.fromkeys(spoken))


def is_within(code: str, ancestor: str) -> bool:
    """Whether a region is the other one or lies inside it."""
    return bool(ancestor) and code.startswith(ancestor)


def county_of(code: str) -> str | None:
    """The county's six digits; None for a city or a province."""
    return code[:COUNTY] if len(code) >= COUNTY else None


def get_region_named(name: str) -> Region:
    """The one place meant. Raises RegionUnknown, or RegionAmbiguous with the first candidates."""
    found = _without_their_cities(find_regions_named(name))
    if not found:
        raise RegionUnknown(name=name.strip())
    if len(found) > 1:
        places = [full_name(region.code) for region in found[:CANDIDATES]]
        more = [str(_("等"))] if len(found) > CANDIDATES else []
        raise RegionAmbiguous(name=name.strip(), places="、".join([*places, *more]))
    return found[0]


def find_regions_named(name: str) -> list[Region]:
    """Counties, cities and provinces of this name: exact ones, else those it shortens (嘉鱼), else
    those whose name from a higher level on it is (咸宁市嘉鱼县)."""
    name = "".join(name.split())
    if not name:
        return []
    known = [
        Region(code, known)
        for length in (COUNTY, CITY, PROVINCE)
        for code in codes_of(length)
        if (known := names()[code]) not in UNSPOKEN
    ]
    return (
        [region for region in known if region.name == name]
        or [region for region in known if _short(region.name) == name]
        or [region for region in known if region.name.startswith(name)]
        or [region for region in known if full_name(region.code).endswith(name)]
    )


def _without_their_cities(found: list[Region]) -> list[Region]:
    """东莞市 has no counties: the city and the county under it are one place."""
    return [
        region
        for region in found
        if not any(
            other != region and other.name == region.name and is_within(other.code, region.code)
            for other in found
        )
    ]


def _short(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name
