"""From a published price to an amount: pure arithmetic, no price that was not published."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from billing.errors import (
    PriceIsFixed,
    PriceNotChosen,
    PriceOutsideRange,
    QuantityMissing,
)
from billing.units import Unit, convert, started
from kernel.money import yuan2


@dataclass(frozen=True)
class TariffTerms:
    """How one tariff item is priced. All amounts in fen.

    Either `price_fen`, or a range `price_low_fen` to `price_high_fen` the desk chooses inside.
    With `included` the price covers that many units together and `extra_price_fen` buys each
    started unit beyond (680 yuan for 50 km, then 5 a km; nothing where nothing is published);
    without it, it is for every started unit.
    """

    unit: Unit
    price_fen: int | None = None
    price_low_fen: int | None = None
    price_high_fen: int | None = None
    included: Decimal | None = None
    extra_price_fen: int | None = None
    # The unit the fact is recorded in when it is not `unit`: months kept, priced by the year;
    # kilometres driven, priced by the trip (`unit` TIME: one price however much was measured).
    measured_in: Unit | None = None
    # 不足1小时按1小时 = 1; half hours = 0.5
    round_up_to: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if (self.price_fen is None) is (self.price_low_fen is None or self.price_high_fen is None):
            raise ValueError("A tariff has one price or one whole range, never both or neither.")
        if self.low_fen < 0 or self.low_fen > self.high_fen or (self.extra_price_fen or 0) < 0:
            raise ValueError("A price is never negative and a range goes upwards.")
        if self.extra_price_fen is not None and self.included is None:
            raise ValueError("A price beyond needs the quantity it is beyond.")
        if self.round_up_to <= 0:
            raise ValueError("Quantities are rounded up to a step above zero.")

    @property
    def is_range(self) -> bool:
        return self.price_fen is None

    @property
    def low_fen(self) -> int:
        return self.price_low_fen or 0 if self.price_fen is None else self.price_fen

    @property
    def high_fen(self) -> int:
        return self.price_high_fen or 0 if self.price_fen is None else self.price_fen

    @property
    def quantity_unit(self) -> Unit:
        """What the desk counts in."""
        return self.measured_in or self.unit


def price(terms: TariffTerms, quantity: Decimal | None, chosen_price_fen: int | None = None) -> int:
    """The whole charge in fen; `quantity` in `terms.quantity_unit`. Raises the price refusals."""
    if quantity is None or quantity <= 0:
        raise QuantityMissing(unit=terms.quantity_unit.label)
    return _amount(terms, quantity, _unit_price(terms, chosen_price_fen))


def estimate(terms: TariffTerms, quantity: Decimal | None) -> tuple[int, bool]:
    """For a family beforehand: fen at the ceiling, and whether it may turn out less."""
    chosen = terms.high_fen if terms.is_range else None
    return price(terms, quantity, chosen), terms.is_range and terms.low_fen < terms.high_fen


def charged_units(terms: TariffTerms, quantity: Decimal) -> Fraction:
    """The quantity in the priced unit, rounded up as published: 68.4 km is 69, or one trip."""
    if terms.unit is Unit.TIME is not terms.quantity_unit:
        return Fraction(1)
    return started(convert(quantity, terms.quantity_unit, terms.unit), terms.round_up_to)


def _unit_price(terms: TariffTerms, chosen_fen: int | None) -> int:
    low, high = terms.low_fen, terms.high_fen
    if terms.is_range and chosen_fen is None:
        raise PriceNotChosen(low=_yuan(low), high=_yuan(high))
    if chosen_fen is None:
        return low
    if terms.is_range and not low <= chosen_fen <= high:
        raise PriceOutsideRange(price=_yuan(chosen_fen), low=_yuan(low), high=_yuan(high))
    if not terms.is_range and chosen_fen != low:
        raise PriceIsFixed(price=_yuan(chosen_fen), published=_yuan(low))
    return chosen_fen


def _amount(terms: TariffTerms, quantity: Decimal, unit_price_fen: int) -> int:
    units = charged_units(terms, quantity)
    if terms.included is None:
        return whole_fen(units * unit_price_fen)
    beyond = max(Fraction(0), units - started(Fraction(terms.included), terms.round_up_to))
    # 条例 art. 50: without a published price the rest costs nothing. It is no reason to refuse the
    # charge either: the thing charged (a fourth day in cold storage) has happened.
    return unit_price_fen + whole_fen(beyond * (terms.extra_price_fen or 0))


def whole_fen(amount: Fraction) -> int:
    """Half a fen and more counts as one; only steps below a whole unit give parts of a fen."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _yuan(fen: int) -> str:
    return yuan2(fen).removesuffix(".00")
