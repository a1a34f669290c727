"""Inside which bounds a price may be published (发改价格〔2026〕108号): pure arithmetic."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.errors import (
    GuidedBaseMissing,
    MarkupMissing,
    PriceOutsideAllowed,
    ReferenceRangeMissing,
)
from billing.kinds import PriceMode
from billing.pricing import TariffTerms
from kernel.i18n import _
from kernel.money import yuan

GROUNDS = {
    PriceMode.GUIDED: _("发改价格〔2026〕108号：基础项目实行政府指导价"),
    PriceMode.REFERENCE_RANGE: _("发改价格〔2026〕108号：非基础项目的价格不超出公布的参考区间"),
    PriceMode.MARKUP_CAPPED: _("发改价格〔2026〕108号：丧葬用品实行差率控制"),
    PriceMode.MARKET: "",
}


@dataclass(frozen=True)
class PriceRule:
    """What an item's price is held to, by its price form; amounts in fen, percent as "10".

    政府指导价: `base_fen`, how far it may float (up: nothing where nothing is said; down: without
    limit), `ceiling_fen`. 参考区间: `reference_low_fen` to `reference_high_fen`. 差率控制:
    `purchase_price_fen` and `markup_percent`; `ceiling_fen` where only the outcome is known.
    """

    mode: PriceMode
    base_fen: int | None = None
    float_up_percent: Decimal | None = None
    float_down_percent: Decimal | None = None
    ceiling_fen: int | None = None
    reference_low_fen: int | None = None
    reference_high_fen: int | None = None
    purchase_price_fen: int | None = None
    markup_percent: Decimal | None = None

    @property
    def allowed(self) -> tuple[int | None, int | None]:
        """Lowest and highest fen; None where there is no bound."""
        if self.mode is PriceMode.GUIDED:
            return self._guided()
        if self.mode is PriceMode.REFERENCE_RANGE:
            return self.reference_low_fen, self.reference_high_fen
        if self.mode is PriceMode.MARKUP_CAPPED:
            return None, self._markup_ceiling()
        return None, None

    def ensure_complete(self) -> None:
        """Raises GuidedBaseMissing, ReferenceRangeMissing, MarkupMissing."""
        if self.mode is PriceMode.GUIDED and self.base_fen is None and self.ceiling_fen is None:
            raise GuidedBaseMissing
        if self.mode is PriceMode.REFERENCE_RANGE:
            low, high = self.allowed
            if low is None or high is None or low > high:
                raise ReferenceRangeMissing
        if self.mode is PriceMode.MARKUP_CAPPED and (
            self.purchase_price_fen is None or self.markup_percent is None
        ):
            raise MarkupMissing

    def ensure_allows(self, terms: TariffTerms) -> None:
        """Raises PriceOutsideAllowed when a price that could be asked lies outside."""
        low, high = self.allowed
        for price in (terms.low_fen, terms.high_fen):
            if (low is not None and price < low) or (high is not None and price > high):
                raise PriceOutsideAllowed(
                    ground=GROUNDS[self.mode], allowed=say_allowed(self), price=yuan(price)
                )

    def _guided(self) -> tuple[int | None, int | None]:
        if self.base_fen is None:
            return None, self.ceiling_fen
        high = math.floor(_percent_of(self.base_fen, 100 + (self.float_up_percent or 0)))
        low = None
        if self.float_down_percent is not None:
            low = math.ceil(_percent_of(self.base_fen, 100 - self.float_down_percent))
        return low, high if self.ceiling_fen is None else min(high, self.ceiling_fen)

    def _markup_ceiling(self) -> int | None:
        if self.purchase_price_fen is None or self.markup_percent is None:
            return self.ceiling_fen
        return markup_ceiling(self.purchase_price_fen, self.markup_percent)


def markup_ceiling(purchase_price_fen: int, markup_percent: Decimal) -> int:
    """清远 2025: at most the purchase price and 30 %. A part of a fen is dropped."""
    return math.floor(_percent_of(purchase_price_fen, 100 + markup_percent))


def say_allowed(rule: PriceRule) -> str:
    """ "270 元至 330 元", "不高于 130 元"; empty where nothing bounds the price."""
    low, high = rule.allowed
    if low is not None and high is not None:
        return str(_("%(low)s至 %(high)s")) % {"low": yuan(low), "high": yuan(high)}
    if high is not None:
        return str(_("不高于 %(high)s")) % {"high": yuan(high)}
    return str(_("不低于 %(low)s")) % {"low": yuan(low)} if low is not None else ""


def _percent_of(fen: int, percent: Decimal | int) -> Fraction:
    return Fraction(fen) * Fraction(percent) / 100
