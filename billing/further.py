"""What a further bill waives: what one assessment of everything gives, less what stands granted.

Bills that stand never change, so a new line gets no more than its own part in that assessment and
no more than is left: of the whole, of the cap, of its item and the alternatives to it, and of what
each payer bears.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from billing.billed import Billed
from billing.classes import Payer
from billing.facts import Facts
from billing.funding import Funding, gathered
from billing.lines import Line
from billing.policy import Policy
from billing.waiving import Waived, in_order, waive


def waive_further(
    policy: Policy, facts: Facts, before: Sequence[Billed], lines: Sequence[Line]
) -> list[Waived | None]:
    """For each of the new lines as `waive`, beside the lines of the bills that stand."""
    found = waive(policy, facts, [*(each.line for each in before), *lines])
    ours = found[len(before) :]
    if before:
        left = Left(policy, found, before)
        for each in in_order(policy, ours):
            left.give(each)
    return ours


class Left:
    """What may still be given: the sums of one assessment of all lines less what stands granted."""

    def __init__(
        self, policy: Policy, found: Sequence[Waived | None], before: Sequence[Billed]
    ) -> None:
        self._items = policy.items_by_code
        self._groups = policy.alternative_groups
        self._left: Counter[Hashable] = Counter()
        for each in found:
            for payer, fen in each.funding if each else ():
                self._add(each, payer, fen)
        for billed, each in zip(before, found[: len(before)], strict=True):
            for payer, fen in billed.funding:
                self._add(each, payer, -fen)

    def give(self, each: Waived) -> None:
        """The line's own payers first, as far as their parts go; then others of the same plan."""
        given: list[tuple[Payer, int]] = []
        missing = each.waived_fen
        for payer, most in (*each.funding, *self._others(each)):
            part = min(most, missing, *(max(0, self._left[key]) for key in self._keys(each, payer)))
            self._add(each, payer, -part)
            missing -= part
            given.append((payer, part))
        each.granted_before = missing > 0
        each.funding = gathered(given)
        each.waived_fen -= missing

    def _others(self, each: Waived) -> Funding:
        plan = self._plan(each)
        payers = [payer for payer in Payer if self._left["plan", plan, payer] > 0]
        return tuple((payer, each.waived_fen) for payer in payers)

    def _add(self, each: Waived | None, payer: Payer, fen: int) -> None:
        for key in self._keys(each, payer):
            self._left[key] += fen

    def _keys(self, each: Waived | None, payer: Payer) -> Iterator[Hashable]:
        yield "all"
        yield "payer", payer
        if each is not None:
            yield "item", each.under
            yield "plan", self._plan(each), payer
            yield "cap", self._items[each.under].within_cap
            yield from (("group", group) for group in self._groups if each.under in group)

    def _plan(self, each: Waived) -> str | None:
        """The item whose own plan pays, None where the case's does (as waiving._fund)."""
        return each.under if self._items[each.under].plans else None
