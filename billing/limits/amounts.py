"""Limits that look at the charge alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.limits.limit import Limit, share_out
from billing.lines import Line
from billing.pricing import whole_fen
from billing.sentences import N_, Sentence, amount, say
from billing.units import plain


@dataclass(frozen=True)
class Free(Limit):
    """The whole charge."""

    def waive(self, lines: Sequence[Line]) -> list[int]:
        return [line.gross_fen for line in lines]

    def sentence(self) -> Sentence:
        return say(N_("本项费用全部减免。"))


@dataclass(frozen=True)
class Nothing(Limit):
    """What an item comes to in a case it is not meant for."""

    why: Sentence

    def waive(self, lines: Sequence[Line]) -> list[int]:
        return [0] * len(lines)

    def sentence(self) -> Sentence:
        return self.why


@dataclass(frozen=True)
class Amount(Limit):
    """At most so much for the item in one case."""

    at_most_fen: int

    def waive(self, lines: Sequence[Line]) -> list[int]:
        return share_out(self.at_most_fen, [line.gross_fen for line in lines])

    def sentence(self) -> Sentence:
        return say(N_("本项最多减免%(limit)s元，超出部分自付。"), limit=amount(self.at_most_fen))

    def free_until(self) -> Sentence:
        return say(N_("费用超过%(limit)s元时，超出部分自付。"), limit=amount(self.at_most_fen))

    def free_if(self) -> Sentence:
        return say(N_("费用在%(limit)s元以内时全部减免。"), limit=amount(self.at_most_fen))


@dataclass(frozen=True)
class Share(Limit):
    """So many percent of the charge, perhaps up to so much in one case."""

    percent: Decimal
    at_most_fen: int | None = None

    def waive(self, lines: Sequence[Line]) -> list[int]:
        share = Fraction(self.percent) / 100
        parts = [whole_fen(line.gross_fen * share) for line in lines]
        return parts if self.at_most_fen is None else share_out(self.at_most_fen, parts)

    def sentence(self) -> Sentence:
        rule = say(N_("本项减免%(percent)s%%。"), percent=plain(self.percent))
        return rule if self.at_most_fen is None else rule + at_most(self.at_most_fen)


def at_most(fen: int) -> Sentence:
    return say(N_("本项合计最多减免%(limit)s元。"), limit=amount(fen))
