"""Published prices in words, for families and on paper."""

from decimal import Decimal
from typing import TYPE_CHECKING

from billing.pricing import TariffTerms
from billing.units import Unit, plain
from kernel.i18n import _
from kernel.money import yuan, yuan2

if TYPE_CHECKING:
    from billing.models import TariffItem


def say_price(item: "TariffItem") -> str:
    """ "500 元/具", "300–510 元/次", "680 元（含 50 公里），超出后每公里 5 元"."""
    terms = item.terms
    if terms.included is not None:
        return _with_included(terms)
    unit = terms.unit.label
    if terms.is_range:
        low = yuan2(terms.low_fen).removesuffix(".00")
        return f"{low}–{yuan(terms.high_fen)}/{unit}"
    return f"{yuan(terms.low_fen)}/{unit}"


def say_counting(item: "TariffItem") -> str:
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
