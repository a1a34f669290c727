"""One case, and the sums of many, under a policy that was not in force: pure, sums only.

The draft is taken as if it had been in force on every day: what it would have cost is the question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from billing.assessment import assess
from billing.billed import Billed
from billing.classes import WaiverClass
from billing.errors import CaseNotReadable
from billing.lines import Facts, Line
from billing.policy import Policy
from kernel.errors import Refusal

FAILURES_LISTED = 50
KINDS = ("item", "class", "month")


@dataclass(frozen=True)
class BilledLine:
    """`charged`: the line as it was assessed (`Line.as_json`); fen waived on the bill."""

    item_code: str
    name: str
    waived_fen: int
    charged: Mapping[str, Any] | None


@dataclass(frozen=True)
class Case:
    """One bill without its credited lines; none left means that it was taken back whole.

    `before`: the lines of the bills that stood when it was made, as `Billed.as_json`.
    """

    bill_id: UUID
    bill_number: str
    case_number: str
    institution_id: UUID
    made_on: date
    facts: Mapping[str, Any] | None
    lines: tuple[BilledLine, ...]
    before: tuple[Mapping[str, Any], ...] = ()

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.lines)


@dataclass(frozen=True)
class Prices:
    """Published fen by (institution, item): each with its first and its last day."""

    of: Mapping[tuple[UUID, str], list[tuple[date, date | None, int]]]

    def find(self, institution_id: UUID, code: str, day: date) -> int | None:
        for first, last, fen in self.of.get((institution_id, code), ()):
            if first <= day and (last is None or day <= last):
                return fen
        return None


@dataclass(frozen=True)
class Replayed:
    """A case under the draft: line by line (item code, name, fen waived now, fen then)."""

    waiver_class: WaiverClass
    lines: tuple[tuple[str, str, int, int], ...]

    @property
    def now_fen(self) -> int:
        return sum(now for _code, _name, now, _then in self.lines)

    @property
    def then_fen(self) -> int:
        return sum(then for _code, _name, _now, then in self.lines)


def as_if_in_force(policy: Policy) -> Policy:
    return replace(policy, valid_from=date.min, valid_to=None)


def replay_case(policy: Policy, case: Case, prices: Prices) -> Replayed:
    """Raises the refusals of `assess`, and CaseNotReadable where too little was kept."""
    try:
        facts = Facts.from_json(case.facts or {})
        lines = [Line.from_json(line.charged or {}) for line in case.lines]
        before = [Billed.from_json(each) for each in case.before]
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise CaseNotReadable from error
    day = facts.cremated_on or case.made_on
    found = {code: prices.find(case.institution_id, code, day) for code in policy.standard_items}
    published = {code: fen for code, fen in found.items() if fen is not None}
    # What was stored with the bill is what held then; the list only adds what nobody asked for.
    facts = replace(
        facts,
        standard_prices=published | dict(facts.standard_prices),
        applied_on=facts.applied_on or case.made_on,
    )
    assessed = assess(policy, facts, lines, _as_if_billed(policy, facts, before)).lines
    return Replayed(
        facts.waiver_class,
        tuple(
            (line.item_code, line.name, line.waived_fen, then.waived_fen)
            for line, then in zip(case.lines, assessed, strict=True)
        ),
    )


def _as_if_billed(policy: Policy, facts: Facts, before: list[Billed]) -> list[Billed]:
    """What stood then, as the draft would have waived it: a further bill shares its limits."""
    assessed = assess(policy, facts, [each.line for each in before]).lines if before else ()
    return [
        replace(each, funding=line.funding) for each, line in zip(before, assessed, strict=True)
    ]


@dataclass
class Sums:
    """`cases`: bills counted, each once however many of its lines are the same item."""

    name: str
    cases: int = 0
    now_fen: int = 0
    then_fen: int = 0

    @property
    def difference_fen(self) -> int:
        return self.then_fen - self.now_fen

    def add(self, now_fen: int, then_fen: int) -> None:
        self.cases += 1
        self.now_fen += now_fen
        self.then_fen += then_fen


@dataclass
class Totals:
    """What a what-if comes to. Grows with the number of items and months, never with the cases."""

    whole: Sums = field(default_factory=lambda: Sums(""))
    by: dict[str, dict[str, Sums]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    taken_back: int = 0
    failed: int = 0
    # The first of them: case number and the sentence why.
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add_all(self, policy: Policy, cases: Iterable[Case], prices: Prices) -> int:
        """How many cases were seen, counted or not."""
        seen = 0
        for case in cases:
            seen += 1
            self._add(policy, case, prices)
        return seen

    def _add(self, policy: Policy, case: Case, prices: Prices) -> None:
        if not case.lines:
            self.taken_back += 1
            return
        try:
            replayed = replay_case(policy, case, prices)
        except Refusal as refusal:
            self.failed += 1
            if len(self.failures) < FAILURES_LISTED:
                self.failures.append((case.case_number, str(refusal)))
            return
        now_fen, then_fen = replayed.now_fen, replayed.then_fen
        self.whole.add(now_fen, then_fen)
        for code, (name, now, then) in _by_item(replayed).items():
            self._sums("item", code, name).add(now, then)
        self._sums("class", replayed.waiver_class.value).add(now_fen, then_fen)
        self._sums("month", f"{case.made_on:%Y-%m}").add(now_fen, then_fen)

    def _sums(self, kind: str, key: str, name: str = "") -> Sums:
        return self.by[kind].setdefault(key, Sums(name))

    def listed(self, kind: str) -> list[tuple[str, Sums]]:
        return sorted(self.by[kind].items())

    def as_json(self) -> dict[str, Any]:
        return {
            "whole": vars(self.whole),
            "by": {kind: {key: vars(sums) for key, sums in self.listed(kind)} for kind in self.by},
            "taken_back": self.taken_back,
            "failed": self.failed,
            "failures": [list(failure) for failure in self.failures],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Totals":
        if not stored:
            return cls()
        return cls(
            whole=Sums(**stored["whole"]),
            by={
                kind: {key: Sums(**sums) for key, sums in stored["by"][kind].items()}
                for kind in KINDS
            },
            taken_back=stored["taken_back"],
            failed=stored["failed"],
            failures=[(case, why) for case, why in stored["failures"]],
        )


def _by_item(replayed: Replayed) -> dict[str, tuple[str, int, int]]:
    found: dict[str, tuple[str, int, int]] = {}
    for code, name, now, then in replayed.lines:
        _name, before_now, before_then = found.get(code, (name, 0, 0))
        found[code] = (name, before_now + now, before_then + then)
    return found
