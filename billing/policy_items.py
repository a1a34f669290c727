"""Reads the items of a waiver policy: for each what is waived, and up to where."""

from collections.abc import Callable

from billing.limits import Amount, Difference, Free, FreeQuantity, Limit, PerKm, Upgrade
from billing.policy import PolicyItem
from billing.readings import Readings, names_in
from billing.units import HOURS, MONTHS, Unit
from kernel.checked_yaml import Value
from kernel.i18n import _


def read_items(block: Value, rests_on: Readings) -> tuple[PolicyItem, ...]:
    entries = block.entries()
    items = []
    for code, value in entries.items():
        limit = _read_limit(value, rests_on)
        if isinstance(limit, Upgrade):
            standard = entries.get(limit.standard)
            if standard is None or "standard" in standard.entries():
                value.entries()["standard"].refuse(_("标准项目要是本文件里的另一个普通项目。"))
        items.append(PolicyItem(code, limit, names_in(value)))
    if not items:
        block.refuse(_("至少要有一个减免项目。"))
    return tuple(items)


def _read_limit(value: Value, rests_on: Readings) -> Limit:
    kinds: dict[str, Callable[[Value, Readings], Limit]] = {
        "free": _read_free,
        "amount": _read_amount,
        "free_quantity": _read_free_quantity,
        "per_km": _read_per_km,
        "upgrade": _read_upgrade,
    }
    kind = value.entries().get("limit")
    if kind is None:
        value.refuse(_("缺少“%(key)s”这一项。"), key="limit")
    if kind.text() not in kinds:
        kind.refuse(
            _("“%(text)s”不在可选的词里：%(words)s。"), text=kind.text(), words="、".join(kinds)
        )
    return kinds[kind.text()](value, rests_on)


def _read_free(value: Value, _rests_on: Readings) -> Free:
    value.fields("limit")
    return Free()


def _read_amount(value: Value, rests_on: Readings) -> Amount:
    found = value.fields("limit", "at_most")
    return Amount(at_most_fen=positive_fen(rests_on.read(found["at_most"])))


def _read_free_quantity(value: Value, rests_on: Readings) -> FreeQuantity:
    found = value.fields("limit", "quantity", "unit")
    unit = found["unit"].choice(Unit)
    if unit not in HOURS and unit not in MONTHS:
        found["unit"].refuse(_("免费数量只能以小时、天、月或年计。"))
    return FreeQuantity(quantity=rests_on.read(found["quantity"]).number(), unit=unit)


def _read_per_km(value: Value, _rests_on: Readings) -> PerKm:
    found = value.fields("limit", "radius", "base", "per_km")
    return PerKm(
        radius_km=found["radius"].number(),
        base_fen=found["base"].fen(),
        per_km_fen=found["per_km"].fen(),
    )


def _read_upgrade(value: Value, rests_on: Readings) -> Upgrade:
    found = value.fields("limit", "standard", "difference")
    return Upgrade(
        standard=found["standard"].text(),
        difference=rests_on.read(found["difference"]).choice(Difference),
    )


def positive_fen(value: Value) -> int:
    fen = value.fen()
    if fen == 0:
        value.refuse(_("金额要大于零。"))
    return fen
