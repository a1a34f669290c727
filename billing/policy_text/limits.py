"""Reads one limit: the word after `limit` decides which further keys it has."""

from collections.abc import Callable
from functools import partial

from billing.limits import (
    AgeBand,
    Amount,
    BestOf,
    ByAge,
    ByClass,
    ByZone,
    ClassLimit,
    Free,
    FreeQuantity,
    Limit,
    PerKm,
    PerUnit,
    Share,
    Storeys,
    Trip,
)
from billing.policy_text.eligibility import read_classes
from billing.policy_text.funding import read_percent
from billing.policy_text.readings import Readings
from billing.units import HOURS, MONTHS, Unit
from kernel.checked_yaml import Value
from kernel.i18n import _

OF_ITEM = ("name", "classes_only", "within_cap", "funding")
COUNTED = (*HOURS, *MONTHS, Unit.KM, Unit.STOREY, Unit.PIECE, Unit.PERSON)


def read_limit(value: Value, rests_on: Readings) -> Limit:
    """Of an item, or of one row of its table."""
    kind = value.entries().get("limit")
    if kind is None:
        value.refuse(_("缺少“%(key)s”这一项。"), key="limit")
    if kind.text() not in KINDS:
        kind.refuse(
            _("“%(text)s”不在可选的词里：%(words)s。"), text=kind.text(), words="、".join(KINDS)
        )
    return KINDS[kind.text()](value, rests_on)


def _fields(
    value: Value, rests_on: Readings, *required: str, optional: tuple[str, ...] = ()
) -> dict[str, Value]:
    return rests_on.fields(value, "limit", *required, optional=(*OF_ITEM, *optional))


def _read_free(value: Value, rests_on: Readings) -> Free:
    _fields(value, rests_on)
    return Free()


def _read_amount(value: Value, rests_on: Readings) -> Amount:
    found = _fields(value, rests_on, "at_most")
    return Amount(at_most_fen=positive_fen(found["at_most"]))


def _read_share(value: Value, rests_on: Readings) -> Share:
    found = _fields(value, rests_on, "percent", optional=("at_most",))
    return Share(read_percent(found["percent"]), _cap(found))


def _read_free_quantity(value: Value, rests_on: Readings) -> FreeQuantity:
    found = _fields(value, rests_on, "quantity", "unit", optional=("at_most", "counted_by"))
    unit = found["unit"].choice(Unit)
    if unit not in COUNTED:
        found["unit"].refuse(_("免费数量只能以小时、天、月、年、公里、层、件或人计。"))
    return FreeQuantity(
        quantity=found["quantity"].number(),
        unit=unit,
        at_most_fen=_cap(found),
        counted_by=_counted_by(found, unit),
    )


def _read_per_unit(unit: Unit, value: Value, rests_on: Readings) -> PerUnit:
    found = _fields(value, rests_on, "amount", optional=("most", "at_most", "counted_by", "after"))
    after = _read_window(found["after"], unit, rests_on) if "after" in found else None
    return PerUnit(
        each_fen=positive_fen(found["amount"]),
        unit=unit,
        most=found["most"].number() if "most" in found else None,
        counted_by=_counted_by(found, unit),
        at_most_fen=_cap(found),
        after=after,
    )


def _read_window(value: Value, unit: Unit, rests_on: Readings) -> FreeQuantity:
    found = rests_on.fields(value, "quantity", "unit")
    window = found["unit"].choice(Unit)
    if not _same_scale(window, unit):
        found["unit"].refuse(_("免费期的单位要能换算成%(unit)s。"), unit=unit.label)
    return FreeQuantity(found["quantity"].number(), window)


def _counted_by(found: dict[str, Value], unit: Unit) -> Unit | None:
    if "counted_by" not in found:
        return None
    counted_by = found["counted_by"].choice(Unit)
    if not _same_scale(counted_by, unit):
        found["counted_by"].refuse(_("这个单位不能换算成%(unit)s。"), unit=unit.label)
    return counted_by


def _same_scale(one: Unit, other: Unit) -> bool:
    return one is other or any(one in scale and other in scale for scale in (HOURS, MONTHS))


def _read_storeys(value: Value, rests_on: Readings) -> Storeys:
    found = _fields(value, rests_on, "up_to")
    return Storeys(found["up_to"].whole())


def _read_per_km(value: Value, rests_on: Readings) -> PerKm:
    found = _fields(value, rests_on, *("radius", "base", "per_km"), optional=("trip", "at_most"))
    return PerKm(
        radius_km=found["radius"].number(),
        base_fen=found["base"].fen(),
        per_km_fen=found["per_km"].fen(),
        trip=found["trip"].choice(Trip) if "trip" in found else Trip.ONE_WAY,
        at_most_fen=_cap(found),
    )


def _read_by_zone(value: Value, rests_on: Readings) -> ByZone:
    """A zone named twice is refused as any repeated key is."""
    found = _fields(value, rests_on, "zones")
    zones = found["zones"].entries()
    if not zones:
        found["zones"].refuse(_("至少要有一个区域。"))
    return ByZone(tuple((zone, _read_row(row, rests_on)) for zone, row in zones.items()))


def _read_by_age(value: Value, rests_on: Readings) -> ByAge:
    bands: list[AgeBand] = []
    for entry in _fields(value, rests_on, "bands")["bands"].items():
        found = rests_on.fields(entry, "waives", optional=("from", "under"))
        band = AgeBand(
            since=found["from"].whole() if "from" in found else 0,
            under=found["under"].whole() if "under" in found else None,
            limit=_read_row(found["waives"], rests_on),
        )
        if band.under is not None and band.under <= band.since:
            found["under"].refuse(_("年龄段的上限要大于下限。"))
        if bands and (bands[-1].under is None or band.since < bands[-1].under):
            entry.refuse(_("年龄段要从小到大写，不能重叠。"))
        bands.append(band)
    return ByAge(tuple(bands))


def _read_by_class(value: Value, rests_on: Readings) -> ByClass:
    rows: list[ClassLimit] = []
    for entry in _fields(value, rests_on, "rows")["rows"].items():
        found = rests_on.fields(entry, "waives", optional=("classes",))
        if any(not row.classes for row in rows):
            entry.refuse(_("不写对象的一行要放在最后，只能有一行。"))
        taken = [each for row in rows for each in row.classes]
        classes = read_classes(found.get("classes"), refused=taken)
        rows.append(ClassLimit(classes, _read_row(found["waives"], rests_on)))
    return ByClass(tuple(rows))


def _read_best_of(value: Value, rests_on: Readings) -> BestOf:
    found = _fields(value, rests_on, "limits")
    limits = [_read_row(entry, rests_on) for entry in found["limits"].items()]
    if len(limits) == 1:
        found["limits"].refuse(_("至少要写两种算法。"))
    return BestOf(tuple(limits))


def _read_row(value: Value, rests_on: Readings) -> Limit:
    """`free`, an amount in yuan, or a limit written out."""
    value = rests_on.read(value)
    if not value.is_scalar:
        return read_limit(value, rests_on)
    return Free() if value.text() == "free" else Amount(positive_fen(value))


def _read_nested_upgrade(value: Value, _rests_on: Readings) -> Limit:
    value.refuse(_("upgrade只能直接写在项目下面。"))


KINDS: dict[str, Callable[[Value, Readings], Limit]] = {
    "free": _read_free,
    "amount": _read_amount,
    "share": _read_share,
    "free_quantity": _read_free_quantity,
    "per_hour": partial(_read_per_unit, Unit.HOUR),
    "per_day": partial(_read_per_unit, Unit.DAY),
    "per_month": partial(_read_per_unit, Unit.MONTH),
    "per_year": partial(_read_per_unit, Unit.YEAR),
    "per_piece": partial(_read_per_unit, Unit.PIECE),
    "per_person": partial(_read_per_unit, Unit.PERSON),
    "per_storey": partial(_read_per_unit, Unit.STOREY),
    "per_km": _read_per_km,
    "storeys": _read_storeys,
    "by_zone": _read_by_zone,
    "by_age": _read_by_age,
    "by_class": _read_by_class,
    "best_of": _read_best_of,
    "upgrade": _read_nested_upgrade,
}


def _cap(found: dict[str, Value]) -> int | None:
    return positive_fen(found["at_most"]) if "at_most" in found else None


def positive_fen(value: Value) -> int:
    fen = value.fen()
    if fen == 0:
        value.refuse(_("金额要大于零。"))
    return fen
