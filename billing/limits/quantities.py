"""Limits counted in hours, days, months, pieces or storeys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from billing.errors import UnitPriceMissing
from billing.facts import Facts
from billing.limits.amounts import Free, at_most
from billing.limits.limit import Limit, share_out, within_rates
from billing.lines import Line
from billing.pricing import whole_fen
from billing.sentences import N_, NOTHING, Sentence, amount, say
from billing.units import Unit, convert, plain, started


@dataclass(frozen=True)
class FreeQuantity(Limit):
    """The first hours, days or months; what is beyond costs the tariff's price per started unit."""

    quantity: Decimal
    unit: Unit
    at_most_fen: int | None = None
    # 不足1天按1天: what was used counts in started units of this kind.
    counted_by: Unit | None = None

    def waive(self, lines: Sequence[Line]) -> list[int]:
        left = Fraction(self.quantity)
        waived = []
        for line in lines:
            used = counted(line, self.unit, self.counted_by)
            waived.append(line.gross_fen - self._due(line, used - left))
            left = max(Fraction(0), left - used)
        return waived if self.at_most_fen is None else share_out(self.at_most_fen, waived)

    def _due(self, line: Line, beyond: Fraction) -> int:
        if beyond <= 0:
            return 0
        if line.unit_price_fen is None:
            raise UnitPriceMissing(item=line.name)
        units = started(convert(beyond, self.unit, line.price_unit), line.round_up_to)
        return min(line.gross_fen, whole_fen(units * line.unit_price_fen))

    def sentence(self) -> Sentence:
        rule = say(N_("前%(quantity)s%(unit)s免费，超出部分按公布的价格自付。"), **self._written())
        if self.counted_by is not None:
            rule += say(N_("不足1%(unit)s按1%(unit)s计算。"), unit=self.counted_by.chinese)
        return rule if self.at_most_fen is None else rule + at_most(self.at_most_fen)

    def free_until(self) -> Sentence:
        return say(N_("满%(quantity)s%(unit)s，超出部分自付。"), **self._written())

    def free_if(self) -> Sentence:
        if self.at_most_fen is not None:
            return within_rates()
        return say(N_("在%(quantity)s%(unit)s以内时全部减免。"), **self._written())

    def _written(self) -> dict[str, str]:
        return {"quantity": plain(self.quantity), "unit": self.unit.chinese}


@dataclass(frozen=True)
class PerUnit(Limit):
    """So much for each started day, hour, month, piece …, for at most so many of them.

    `after`: a window that is free altogether, before the counting begins.
    """

    each_fen: int
    unit: Unit
    most: Decimal | None = None
    counted_by: Unit | None = None
    at_most_fen: int | None = None
    after: FreeQuantity | None = None

    def waive(self, lines: Sequence[Line]) -> list[int]:
        free = self.after.waive(lines) if self.after else [0] * len(lines)
        rest = [line.gross_fen - part for line, part in zip(lines, free, strict=True)]
        beyond = share_out(whole_fen(self._units(lines) * self.each_fen), rest)
        waived = [sum(parts) for parts in zip(free, beyond, strict=True)]
        return waived if self.at_most_fen is None else share_out(self.at_most_fen, waived)

    def _units(self, lines: Sequence[Line]) -> Fraction:
        used = sum((convert(line.quantity, line.unit, self.unit) for line in lines), Fraction(0))
        if self.after is not None:
            used -= convert(self.after.quantity, self.after.unit, self.unit)
        units = round_up(used, self.unit, self.counted_by or self.unit)
        return units if self.most is None else min(units, Fraction(self.most))

    def sentence(self) -> Sentence:
        rule = self.after.sentence() if self.after else NOTHING
        rule += say(
            N_("每%(unit)s减免%(each)s元。"), unit=self.unit.chinese, each=amount(self.each_fen)
        )
        if self.most is not None:
            rule += say(N_("最多减免%(most)s%(unit)s。"), **self._most())
        return rule if self.at_most_fen is None else rule + at_most(self.at_most_fen)

    def free_until(self) -> Sentence:
        if self.most is None or self.after is not None:
            return NOTHING
        return say(N_("满%(most)s%(unit)s，超出部分自付。"), **self._most())

    def free_if(self) -> Sentence:
        if self.most is None or self.after is not None:
            return within_rates()
        each = amount(self.each_fen)
        return say(
            N_("不超过%(most)s%(unit)s、每%(unit)s不高于%(each)s元时全部减免。"),
            **self._most(),
            each=each,
        )

    def _most(self) -> dict[str, str]:
        return {"most": plain(self.most or Decimal(0)), "unit": self.unit.chinese}


@dataclass(frozen=True)
class Storeys(Limit):
    """Carrying down the stairs, free from the first so many storeys.

    The charge may name the storeys itself or the case does (`recorded`), with one price a time.
    """

    up_to: int
    recorded: int | None = None

    def settle(self, facts: Facts) -> Limit:
        return replace(self, recorded=facts.storeys)

    def waive(self, lines: Sequence[Line]) -> list[int]:
        if self.recorded is not None and self.recorded <= self.up_to:
            return Free().waive(lines)
        return FreeQuantity(Decimal(self.up_to), Unit.STOREY).waive(
            [self._in_storeys(line) for line in lines]
        )

    def _in_storeys(self, line: Line) -> Line:
        if line.unit is Unit.STOREY or self.recorded is None:
            return line
        return replace(line, unit=Unit.STOREY, quantity=Decimal(self.recorded))

    def sentence(self) -> Sentence:
        return say(N_("%(up_to)s层以内免费，超出的楼层自付。"), up_to=str(self.up_to))

    def free_until(self) -> Sentence:
        return say(N_("超过%(up_to)s层时，超出的楼层自付。"), up_to=str(self.up_to))

    def free_if(self) -> Sentence:
        return say(N_("%(up_to)s层以内时全部减免。"), up_to=str(self.up_to))


def counted(line: Line, unit: Unit, counted_by: Unit | None) -> Fraction:
    used = convert(line.quantity, line.unit, unit)
    return used if counted_by is None else round_up(used, unit, counted_by)


def round_up(quantity: Fraction, unit: Unit, counted_by: Unit) -> Fraction:
    """Up to whole `counted_by`: 25 hours are 2 days, or 25/24 of a day when counted by the hour."""
    return convert(started(convert(quantity, unit, counted_by)), counted_by, unit)
