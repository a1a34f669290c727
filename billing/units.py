"""What things are counted in: once, hours of storage, kilometres driven, years kept."""

import math
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from billing.errors import UnitsDoNotFit
from billing.sentences import N_
from kernel.i18n import _


class Unit(StrEnum):
    TIME = "time"
    BODY = "body"
    PIECE = "piece"
    PERSON = "person"
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


def convert(quantity: Decimal | Fraction, unit: Unit, into: Unit) -> Fraction:
    """Exactly, as a fraction (1 month is 1/12 year). Raises UnitsDoNotFit."""
    if unit is into:
        return Fraction(quantity)
    for scale in (HOURS, MONTHS):
        if unit in scale and into in scale:
            return Fraction(quantity) * scale[unit] / scale[into]
    raise UnitsDoNotFit(unit=unit.label, into=into.label)


def started(quantity: Fraction, step: Decimal = Decimal(1)) -> Fraction:
    """Up to the next whole step: 68.4 km is 69, none or less than none is none."""
    exact = Fraction(step)
    return max(Fraction(0), math.ceil(quantity / exact) * exact)


def plain(quantity: Decimal | Fraction) -> str:
    """For sentences: "72", "68.4"; never "7.2E+1"; at most two decimals."""
    exact = Fraction(quantity)
    rounded = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = f"{rounded:.2f}"
    return text.rstrip("0").rstrip(".")
