"""A dearer choice in place of a standard item."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from billing.limits.limit import Limit, share_out
from billing.lines import Line
from billing.sentences import N_, Sentence, amount, say


class Difference(StrEnum):
    """选高档的怎么办: what choosing the dearer item does to the waiver of the standard one."""

    PAY = "pay_difference"
    FORFEIT = "forfeit"
    CREDIT = "fixed_credit"


@dataclass(frozen=True)
class Upgrade(Limit):
    """Keeps the standard's waiver, loses it, or gets a fixed sum for doing without it.

    With PAY it waives nothing of its own: its lines are shown to the standard item's limit.
    """

    standard: str
    difference: Difference
    credit_fen: int = 0
    standard_name: str = N_("标准项目")

    def waive(self, lines: Sequence[Line]) -> list[int]:
        credit_fen = self.credit_fen if self.difference is Difference.CREDIT else 0
        return share_out(credit_fen, [line.gross_fen for line in lines])

    def sentence(self) -> Sentence:
        if self.difference is Difference.FORFEIT:
            return say(N_("选择本项即放弃标准项目的减免，费用自付。"))
        if self.difference is Difference.CREDIT:
            credit = amount(self.credit_fen)
            return say(N_("代替标准项目，抵扣%(credit)s元，其余自付。"), credit=credit)
        return say(N_("按标准项目的减免额抵扣，差价自付。"))

    def free_if(self) -> Sentence:
        return say(N_("选用%(standard)s时按其标准减免。"), standard=self.standard_name)
