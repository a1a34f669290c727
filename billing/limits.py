"""How far a waiver goes for one item. Each kind takes the item's lines and says what it waives.

Lines of one item share one allowance: two trips do not make two free kilometre allowances.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from billing.errors import UnitPriceMissing
from billing.lines import Line
from billing.pricing import whole_fen
from billing.sentences import N_, Sentence, amount, say
from billing.units import Unit, convert, plain, started


@dataclass(frozen=True)
class Free:
    """The whole charge."""

    def waive(self, lines: Sequence[Line]) -> list[int]:
        return [line.gross_fen for line in lines]

    def sentence(self) -> Sentence:
        return say(N_("本项费用全部减免。"))


@dataclass(frozen=True)
class Amount:
    """At most so much for the item in one case."""

    at_most_fen: int

    def waive(self, lines: Sequence[Line]) -> list[int]:
        return _share_out(self.at_most_fen, lines)

    def sentence(self) -> Sentence:
        return say(N_("本项最多减免%(limit)s元，超出部分自付。"), limit=amount(self.at_most_fen))


@dataclass(frozen=True)
class FreeQuantity:
    """The first hours, days or months; what is beyond costs the tariff's price per started unit."""

    quantity: Decimal
    unit: Unit

    def waive(self, lines: Sequence[Line]) -> list[int]:
        left = Fraction(self.quantity)
        waived = []
        for line in lines:
            used = convert(line.quantity, line.unit, self.unit)
            waived.append(line.gross_fen - self._due(line, used - left))
            left = max(Fraction(0), left - used)
        return waived

    def _due(self, line: Line, beyond: Fraction) -> int:
        if beyond <= 0:
            return 0
        if line.unit_price_fen is None:
            raise UnitPriceMissing(item=line.name)
        units = started(convert(beyond, self.unit, line.price_unit), line.round_up_to)
        return min(line.gross_fen, whole_fen(units * line.unit_price_fen))

    def sentence(self) -> Sentence:
        return say(
            N_("前%(quantity)s%(unit)s免费，超出部分按公布的价格自付。"),
            quantity=plain(self.quantity),
            unit=self.unit.chinese,
        )


@dataclass(frozen=True)
class PerKm:
    """A base inside a radius and an amount for each started kilometre beyond it."""

    radius_km: Decimal
    base_fen: int
    per_km_fen: int

    def waive(self, lines: Sequence[Line]) -> list[int]:
        driven = sum((convert(line.quantity, line.unit, Unit.KM) for line in lines), Fraction(0))
        beyond = started(driven - Fraction(self.radius_km))
        return _share_out(self.base_fen + whole_fen(beyond * self.per_km_fen), lines)

    def sentence(self) -> Sentence:
        return say(
            N_(
                "%(radius)s公里内减免%(base)s元，超出后每公里减免%(per_km)s元，"
                "不足1公里按1公里计算。"
            ),
            radius=plain(self.radius_km),
            base=amount(self.base_fen),
            per_km=amount(self.per_km_fen),
        )


class Difference(StrEnum):
    """选高档的怎么办: what choosing the dearer item does to the waiver of the standard one."""

    PAY = "pay_difference"
    FORFEIT = "forfeit"


@dataclass(frozen=True)
class Upgrade:
    """A dearer choice in place of a standard item, which keeps or loses the standard's waiver.

    It waives nothing of its own: `billing.assessment` shows its lines to the standard item's limit.
    """

    standard: str
    difference: Difference

    def sentence(self) -> Sentence:
        if self.difference is Difference.FORFEIT:
            return say(N_("选择本项即放弃标准项目的减免，费用自付。"))
        return say(N_("按标准项目的减免额抵扣，差价自付。"))


Limit = Free | Amount | FreeQuantity | PerKm | Upgrade


def _share_out(allowance_fen: int, lines: Sequence[Line]) -> list[int]:
    """The allowance over the lines, first come first served."""
    waived = []
    for line in lines:
        part = min(line.gross_fen, allowance_fen)
        waived.append(part)
        allowance_fen -= part
    return waived
