"""Published prices in words, for families and on paper."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from billing.kinds import ItemPurpose, PriceMode
from billing.price_rules import PriceRule, say_allowed
from billing.pricing import TariffTerms
from billing.units import Unit, plain
from kernel.i18n import _
from kernel.money import yuan, yuan2


class Priced(Protocol):
    """A row of the list, or what was displayed of it."""

    @property
    def terms(self) -> TariffTerms: ...


def say_price(item: Priced) -> str:
    """ "500 元/具", "300–510 元/次", "680 元（含 50 公里），超出后每公里 5 元"."""
    terms = item.terms
    if terms.included is not None:
        return _with_included(terms)
    unit = terms.unit.label
    if terms.is_range:
        low = yuan2(terms.low_fen).removesuffix(".00")
        return f"{low}–{yuan(terms.high_fen)}/{unit}"
    return f"{yuan(terms.low_fen)}/{unit}"


def say_counting(item: Priced) -> str:
    """How a part of a unit counts; empty where things are counted, not measured."""
    terms = item.terms
    if terms.unit not in {Unit.HOUR, Unit.DAY, Unit.MONTH, Unit.YEAR, Unit.KM}:
        return ""
    facts = {"step": plain(terms.round_up_to), "unit": terms.unit.label}
    return str(_("不足 %(step)s %(unit)s按 %(step)s %(unit)s计")) % facts


def _with_included(terms: TariffTerms) -> str:
    facts = {
        "price": yuan(terms.low_fen),
        "included": plain(terms.included or Decimal(0)),
        "unit": terms.unit.label,
    }
    if terms.extra_price_fen is None:
        return str(_("%(price)s（含 %(included)s %(unit)s，超出不另收费）")) % facts
    facts["extra"] = yuan(terms.extra_price_fen)
    return str(_("%(price)s（含 %(included)s %(unit)s），超出后每%(unit)s %(extra)s")) % facts


def say_rule(rule: PriceRule) -> str:
    """What the price is held to: "基准价 300 元，上浮不超过 10%，下浮不限"; may be empty."""
    if rule.mode is PriceMode.GUIDED:
        parts = _guided(rule)
    elif rule.mode is PriceMode.MARKUP_CAPPED and rule.markup_percent is not None:
        said = str(_("差率不超过 %(percent)s%%"))
        parts = [said % {"percent": plain(rule.markup_percent)}]
    else:
        parts = []
    allowed = say_allowed(rule)
    if allowed:
        parts.append(allowed)
    return str(_("，")).join(parts)


def _guided(rule: PriceRule) -> list[str]:
    if rule.base_fen is None:
        return []
    up, down = rule.float_up_percent, rule.float_down_percent
    return [
        str(_("基准价 %(base)s")) % {"base": yuan(rule.base_fen)},
        str(_("上浮不超过 %(percent)s%%")) % {"percent": plain(up)} if up else str(_("不得上浮")),
        str(_("下浮不限"))
        if down is None
        else str(_("下浮不超过 %(percent)s%%")) % {"percent": plain(down)},
    ]


def say_includes(includes: Iterable[str], names: Mapping[str, str]) -> str:
    """Codes by their name on the list, purposes by their word; empty where nothing is included."""
    said = [
        names.get(each) or (ItemPurpose(each).label if each in set(ItemPurpose) else each)
        for each in includes
    ]
    return str(_("、")).join(str(each) for each in said)
