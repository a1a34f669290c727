"""What things are counted in: once, hours of storage, kilometres driven, years kept."""

import math
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from billing.errors import UnitsDoNotFit
from billing.sentences import N_
from kernel.i18n import _


class Unit(StrEnum):
    TIME = "time"
    BODY = "body"
    PIECE = "piece"
    PERSON = "person"
    SET = "set"
    SQUARE_METRE = "square_metre"
    NICHE = "niche"
    STOREY = "storey"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    KM = "km"

    @property
    def label(self) -> str:
        return _(LABELS[self])

    @property
    def chinese(self) -> str:
        return LABELS[self]


LABELS = {
    Unit.TIME: N_("次"),
    Unit.BODY: N_("具"),
    Unit.PIECE: N_("件"),
    Unit.PERSON: N_("人"),
    Unit.SET: N_("套"),
    Unit.SQUARE_METRE: N_("平方米"),
    Unit.NICHE: N_("格"),
    Unit.STOREY: N_("层"),
    Unit.HOUR: N_("小时"),
    Unit.DAY: N_("天"),
    Unit.MONTH: N_("个月"),
    Unit.YEAR: N_("年"),
    Unit.KM: N_("公里"),
}

# A month has no fixed number of days, so months never meet days.
HOURS = {Unit.HOUR: 1, Unit.DAY: 24}
MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
RATIOS = {
    (unit, into): Fraction(scale[unit], scale[into])
    for scale in (HOURS, MONTHS)
    for unit in scale
    for into in scale
}


def convert(quantity: Decimal | Fraction, unit: Unit, into: Unit) -> Fraction:
    """Exactly, as a fraction (1 month is 1/12 year). Raises UnitsDoNotFit."""
    if unit is into:
        return Fraction(quantity)
    ratio = RATIOS.get((unit, into))
    if ratio is None:
        raise UnitsDoNotFit(unit=unit.label, into=into.label)
    return Fraction(quantity) * ratio


def started(quantity: Fraction, step: Decimal = Decimal(1)) -> Fraction:
    """Up to the next whole step: 68.4 km is 69, none or less than none is none."""
    exact = Fraction(step)
    return max(Fraction(0), math.ceil(quantity / exact) * exact)


@lru_cache(maxsize=1024)
def plain(quantity: Decimal | Fraction) -> str:
    """For sentences: "72", "68.4"; never "7.2E+1"; at most two decimals."""
    exact = Fraction(quantity)
    rounded = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = f"{rounded:.2f}"
    return text.rstrip("0").rstrip(".")
