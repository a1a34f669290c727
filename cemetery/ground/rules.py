"""What a unit may be: its size by the law of the region, where its kind may lie, its range."""

import re
import unicodedata
from decimal import Decimal

from cemetery.ground.errors import (
    AreaMissing,
    AreaOverLimit,
    CapacityWrong,
    NotCommunal,
    RangeWrong,
    SizeWrong,
    SteleOverLimit,
    TooManyUnits,
    UnitKindElsewhere,
)
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.law.limits import Limit, limits_of
from cemetery.models import COMMUNAL_KINDS, Site, SiteKind, UnitKind
from kernel import clock
from kernel.i18n import _
from kernel.places import get_institution

# So that a slip of the finger makes no million; a shelf of ten thousand niches is one step.
MOST_AT_ONCE = 20_000
MOST_ROW = 9_999
# Of a family's unit, and of a communal one.
MOST_CAPACITY, MOST_COMMUNAL = 12, 500
MOST_AREA, MOST_STELE = 10_000, 500
AREA = re.compile(r"\d{1,6}(\.\d{1,2}0*)?", re.ASCII)
WRITE_AREA = _("请写平方米数，最多两位小数，例如 0.8。")
# A hall or tower has no ground, an area without graves has none (民发〔2016〕21号).
IN_GROUND = {UnitKind.TREE, UnitKind.FLOWER, UnitKind.LAWN, UnitKind.DEEP, UnitKind.GRAVE}
NOT_IN = {
    SiteKind.COLUMBARIUM: IN_GROUND,
    SiteKind.COMMERCIAL_COLUMBARIUM: IN_GROUND,
    SiteKind.ECO_AREA: {UnitKind.NICHE},
}


def check_kind(site: Site, kind: UnitKind) -> None:
    """Raises UnitKindElsewhere."""
    if kind in NOT_IN.get(SiteKind(site.kind), set()):
        raise UnitKindElsewhere(site=site.kind_label, unit=kind.label)


def check_range(units: UnitRange) -> None:
    """Raises RangeWrong, TooManyUnits."""
    for name in ("row", "number"):
        first, last = getattr(units, f"first_{name}"), getattr(units, f"last_{name}")
        if not 1 <= first <= MOST_ROW:
            raise RangeWrong(f"first_{name}", MOST_ROW)
        if not first <= last <= MOST_ROW:
            raise RangeWrong(f"last_{name}", MOST_ROW)
    if units.count > MOST_AT_ONCE:
        raise TooManyUnits(most=MOST_AT_ONCE, count=units.count)


def check_communal(kind: UnitKind) -> None:
    """Raises NotCommunal."""
    if kind not in COMMUNAL_KINDS:
        raise NotCommunal(unit=kind.label)


def check_size(site: Site, kind: UnitKind, size: UnitSize, *, communal: bool = False) -> None:
    """Raises CapacityWrong, SizeWrong, AreaMissing, AreaOverLimit, SteleOverLimit."""
    fullest = MOST_COMMUNAL if communal else MOST_CAPACITY
    if not 1 <= size.capacity <= fullest:
        raise CapacityWrong(most=fullest)
    if size.area is not None and not 1 <= size.area <= MOST_AREA:
        raise SizeWrong("area", "0.01", str(MOST_AREA // 100))
    if size.stele_height is not None and not 0 <= size.stele_height <= MOST_STELE:
        raise SizeWrong("stele_height", "0", str(MOST_STELE))
    # The limits are about a family's grave.
    limits = () if communal else known_limits(site, kind, size.capacity)
    _check_area(kind, size.area, [limit for limit in limits if limit.area is not None])
    for limit in limits:
        most = limit.stele_height
        if most is not None and (size.stele_height or 0) > most:
            raise SteleOverLimit(most=most, basis=limit.basis)


def known_limits(site: Site, kind: UnitKind, capacity: int) -> tuple[Limit, ...]:
    """Today's, the strictest area first."""
    region = get_institution(site.institution_id).region_code
    limits = limits_of(region, SiteKind(site.kind), kind, capacity, clock.today())
    return tuple(sorted(limits, key=lambda limit: limit.area or MOST_AREA))


def say_area(area: int) -> str:
    """Hundredths of a ㎡ as people write them: 50 is 0.5."""
    return f"{area / 100:g}"


def read_area(text: str) -> int | None:
    """What people write, in 0.01 ㎡; None of nothing. Raises ValueError."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    if not text:
        return None
    if not AREA.fullmatch(text):
        raise ValueError
    return int(Decimal(text) * 100)


def _check_area(kind: UnitKind, area: int | None, limits: list[Limit]) -> None:
    if not limits:
        return
    if area is None:
        raise AreaMissing(unit=kind.label)
    most = limits[0].area
    if most is not None and area > most:
        raise AreaOverLimit(most=say_area(most), basis=limits[0].basis)
