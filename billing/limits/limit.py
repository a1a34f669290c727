"""What every kind of limit can say and do."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from billing.facts import Facts
from billing.lines import Line
from billing.sentences import N_, NOTHING, Sentence, say


class Limit(ABC):
    """How far one item is waived. Kinds are frozen dataclasses without memory."""

    @abstractmethod
    def waive(self, lines: Sequence[Line]) -> list[int]:
        """Fen waived on each of the item's lines, never more than the line's charge."""

    @abstractmethod
    def sentence(self) -> Sentence:
        """The rule, for whoever reads the policy."""

    def settle(self, _facts: Facts) -> "Limit":
        """What it comes to in one case, where it depends on the case."""
        return self

    def clause(self, _facts: Facts) -> Sentence:
        """The rule as it applies in one case."""
        return self.sentence()

    def free_until(self) -> Sentence:
        """Said where nothing is left to pay: from where on something would be."""
        return NOTHING

    def free_if(self) -> Sentence:
        """Said where something is left to pay: when nothing would be."""
        return NOTHING


def share_out(allowance_fen: int, charges: Iterable[int]) -> list[int]:
    """The allowance over the charges, first come first served."""
    waived = []
    for charge in charges:
        part = min(charge, allowance_fen)
        waived.append(part)
        allowance_fen -= part
    return waived


def within_rates() -> Sentence:
    return say(N_("收费和数量都不超过减免标准时全部减免。"))
