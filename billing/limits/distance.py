"""Limits counted in kilometres."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from billing.limits.amounts import at_most
from billing.limits.limit import Limit, share_out, within_rates
from billing.lines import Line
from billing.pricing import whole_fen
from billing.sentences import N_, NOTHING, Sentence, amount, say
from billing.units import Unit, convert, plain, started


class Trip(StrEnum):
    """单程、往返: whether the document counts the kilometres recorded, or there and back."""

    ONE_WAY = "one_way"
    ROUND_TRIP = "round_trip"


@dataclass(frozen=True)
class PerKm(Limit):
    """A base inside a radius and an amount for each started kilometre beyond it."""

    radius_km: Decimal
    base_fen: int
    per_km_fen: int
    trip: Trip = Trip.ONE_WAY
    at_most_fen: int | None = None

    def waive(self, lines: Sequence[Line]) -> list[int]:
        driven = sum((convert(line.quantity, line.unit, Unit.KM) for line in lines), Fraction(0))
        beyond = started(driven * self._ways - Fraction(self.radius_km))
        allowance_fen = self.base_fen + whole_fen(beyond * self.per_km_fen)
        if self.at_most_fen is not None:
            allowance_fen = min(allowance_fen, self.at_most_fen)
        return share_out(allowance_fen, [line.gross_fen for line in lines])

    @property
    def _ways(self) -> int:
        return 2 if self.trip is Trip.ROUND_TRIP else 1

    def sentence(self) -> Sentence:
        rule = self._rate()
        if self.trip is Trip.ROUND_TRIP:
            rule += say(N_("里程按往返计算。"))
        return rule if self.at_most_fen is None else rule + at_most(self.at_most_fen)

    def _rate(self) -> Sentence:
        if not self.radius_km and not self.base_fen:
            return say(
                N_("每公里减免%(per_km)s元，不足1公里按1公里计算。"), per_km=amount(self.per_km_fen)
            )
        return say(
            N_(
                "%(radius)s公里内减免%(base)s元，超出后每公里减免%(per_km)s元，"
                "不足1公里按1公里计算。"
            ),
            radius=plain(self.radius_km),
            base=amount(self.base_fen),
            per_km=amount(self.per_km_fen),
        )

    def free_until(self) -> Sentence:
        if self.at_most_fen is None:
            return NOTHING
        limit = amount(self.at_most_fen)
        return say(N_("费用超过%(limit)s元时，超出部分自付。"), limit=limit)

    def free_if(self) -> Sentence:
        return within_rates()
