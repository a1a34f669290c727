"""Reads who bears what is waived or paid out."""

from decimal import Decimal

from billing.classes import HomeLevel, Payer
from billing.funding import Part, Plan, Plans
from billing.policy_text.readings import Readings
from kernel.checked_yaml import Value
from kernel.i18n import _

WHOLE = Decimal(100)


def read_funding(block: Value, rests_on: Readings) -> Plans:
    """A list for every case, or one for each level of home."""
    if block.is_list:
        return Plans({None: _read_plan(block, rests_on)})
    found = block.fields(*HomeLevel)
    return Plans({level: _read_plan(found[level], rests_on) for level in HomeLevel})


def _read_plan(block: Value, rests_on: Readings) -> Plan:
    parts: list[Part] = []
    for value in block.items():
        part = _read_part(value, rests_on)
        if any(part.payer is other.payer for other in parts):
            value.refuse(_("“%(key)s”写了两次。"), key=part.payer)
        if part.is_rest and any(other.is_rest for other in parts):
            value.refuse(_("“其余”只能由一方承担。"))
        parts.append(part)
    _refuse_gaps(block, parts)
    return Plan(tuple(parts))


def _refuse_gaps(block: Value, parts: list[Part]) -> None:
    percent = sum((part.percent for part in parts if part.percent is not None), Decimal(0))
    if any(part.is_rest for part in parts):
        if percent >= WHOLE:
            block.refuse(_("比例已经到100%%，没有“其余”可以承担。"))
    elif percent == 0:
        block.refuse(_("要写明其余由谁承担：最后一方不写金额和比例。"))
    elif percent != WHOLE:
        block.refuse(_("各方的比例合计要是100%%，现在是%(sum)s%%。"), sum=percent)


def _read_part(value: Value, rests_on: Readings) -> Part:
    found = rests_on.fields(value, "payer", optional=("amount", "percent"))
    if len(found) > 2:  # noqa: PLR2004 (the payer and one of the two)
        value.refuse(_("金额和比例只能写一个。"))
    payer = found["payer"].choice(Payer)
    if "amount" in found:
        fen = found["amount"].fen()
        if not fen:
            found["amount"].refuse(_("金额要大于零。"))
        return Part(payer, fixed_fen=fen)
    if "percent" in found:
        return Part(payer, percent=read_percent(found["percent"]))
    return Part(payer)


def read_percent(value: Value) -> Decimal:
    percent = value.number()
    if not 0 < percent <= WHOLE:
        value.refuse(_("比例要大于0、不超过100。"))
    return percent
