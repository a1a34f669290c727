"""Whose money replaces the family's: fixed sums, percentages, and one who bears the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from billing.classes import HomeLevel, Payer
from billing.sentences import N_, NOTHING, Sentence, amount, say
from billing.units import plain

Funding = tuple[tuple[Payer, int], ...]


@dataclass(frozen=True)
class Part:
    """A sum for each case, a percentage, or (neither) the rest."""

    payer: Payer
    fixed_fen: int | None = None
    percent: Decimal | None = None

    @property
    def is_rest(self) -> bool:
        return self.fixed_fen is None and self.percent is None

    def sentence(self) -> Sentence:
        payer = self.payer.chinese
        if self.fixed_fen is not None:
            return say(
                N_("每案由%(payer)s承担%(sum)s元。"), payer=payer, sum=amount(self.fixed_fen)
            )
        if self.percent is not None:
            percent = plain(self.percent)
            return say(N_("由%(payer)s承担%(percent)s%%。"), payer=payer, percent=percent)
        return say(N_("其余由%(payer)s承担。"), payer=payer)


@dataclass(frozen=True)
class Plan:
    """Fixed sums come first, percentages are of what they leave, the rest goes to one payer.

    Without a payer of the rest the percentages make up the whole and the last takes the rounding.
    """

    parts: tuple[Part, ...]

    def split(self, waived: Sequence[int]) -> list[Funding]:
        """Who pays how many fen of each amount; along the amounts where a sum is for the case."""
        if len(self.parts) == 1:
            return [gathered([(self.parts[0].payer, fen)]) for fen in waived]
        if any(part.fixed_fen is not None for part in self.parts):
            return _pour(self._divide(sum(waived)), waived)
        return [gathered(self._divide(fen)) for fen in waived]

    def _divide(self, total_fen: int) -> list[tuple[Payer, int]]:
        left = total_fen
        fixed = {}
        for place, part in enumerate(self.parts):
            if part.fixed_fen is not None:
                fixed[place] = min(part.fixed_fen, left)
                left -= fixed[place]
        shares = {
            place: floor(left * part.percent / 100)
            for place, part in enumerate(self.parts)
            if part.percent is not None
        }
        whole = fixed | shares
        last = next((n for n, part in enumerate(self.parts) if part.is_rest), max(whole))
        whole[last] = total_fen - sum(fen for place, fen in whole.items() if place != last)
        return [(part.payer, whole[place]) for place, part in enumerate(self.parts)]

    def sentence(self) -> Sentence:
        if len(self.parts) == 1:
            return say(N_("减免的费用由%(payer)s承担。"), payer=self.parts[0].payer.chinese)
        said = NOTHING
        for part in self.parts:
            said += part.sentence()
        return said


@dataclass(frozen=True)
class Plans:
    """One plan for all, or one for each level of home (市馆由市级、县馆由县级承担)."""

    of: Mapping[HomeLevel | None, Plan]

    def plan(self, level: HomeLevel | None) -> Plan:
        """A home whose level nobody recorded is taken as a county's."""
        return self.of.get(None) or self.of[level or HomeLevel.COUNTY_HOME]

    def sentence(self) -> Sentence:
        if None in self.of:
            return self.of[None].sentence()
        county, city = self.of[HomeLevel.COUNTY_HOME], self.of[HomeLevel.CITY_HOME]
        return (
            say(N_("在县级殡仪馆火化的："))
            + county.sentence()
            + say(N_("在市级殡仪馆火化的："))
            + city.sentence()
        )


def paid_by(payer: Payer) -> Plans:
    return Plans({None: Plan((Part(payer),))})


def gathered(parts: Sequence[tuple[Payer, int]]) -> Funding:
    """One entry for each payer, none for nothing, in the order of their names."""
    sums: dict[Payer, int] = {}
    for payer, fen in parts:
        if fen:
            sums[payer] = sums.get(payer, 0) + fen
    return tuple(sorted(sums.items()))


def _pour(payers: list[tuple[Payer, int]], waived: Sequence[int]) -> list[Funding]:
    """The first payer's sum fills the first amounts, the next one's the following."""
    poured = []
    left = payers
    for wanted in waived:
        missing = wanted
        parts: list[tuple[Payer, int]] = []
        rest: list[tuple[Payer, int]] = []
        for payer, fen in left:
            part = min(fen, missing)
            missing -= part
            parts.append((payer, part))
            rest.append((payer, fen - part))
        poured.append(gathered(parts))
        left = rest
    return poured
