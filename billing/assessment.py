"""What the county waives in one case: a pure function of policy, facts and lines.

Order, as the documents mean it: each item's limit, then the cap on the whole, then what is for one
class alone; what is left is the family's, an upgrade's difference included. The order of the lines
never matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from billing.billed import Billed
from billing.classes import PaymentForm
from billing.eligibility import judge
from billing.facts import Facts
from billing.funding import Funding, gathered
from billing.further import waive_further
from billing.lines import Line
from billing.policy import BeyondCap, Elsewhere, Policy, PolicyItem
from billing.sentences import N_, NOTHING, Sentence, amount, say
from billing.waiving import Waived


@dataclass(frozen=True)
class AssessedLine:
    """A line with who bears it: `funding` says who pays how many fen of what is waived.

    `change` says what would change the amount; empty where nothing would.
    """

    item_code: str
    name: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    clause: Sentence
    funding: Funding = ()
    change: Sentence = NOTHING

    def as_json(self) -> dict[str, Any]:
        return {
            "item_code": self.item_code,
            "name": self.name,
            "gross_fen": self.gross_fen,
            "waived_fen": self.waived_fen,
            "due_fen": self.due_fen,
            "clause": self.clause.chinese,
            "change": self.change.chinese,
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }


@dataclass(frozen=True)
class Assessment:
    """`before`: the lines of bills that stand, beside which these were assessed."""

    policy_code: str
    policy_version: int
    eligible: bool
    reasons: tuple[Sentence, ...]
    facts: Facts
    charged: tuple[Line, ...]
    lines: tuple[AssessedLine, ...]
    payment: PaymentForm = PaymentForm.COUNTER
    before: tuple[Billed, ...] = ()

    @property
    def gross_fen(self) -> int:
        return sum(line.gross_fen for line in self.lines)

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.lines)

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.lines)

    @property
    def funding(self) -> Funding:
        """Who pays how many fen instead of the family; sums to `waived_fen`."""
        return gathered([part for line in self.lines for part in line.funding])

    def as_json(self) -> dict[str, Any]:
        """Result and inputs together, in Chinese: stored with the bill, enough for `replay`."""
        written = {
            "policy": {"code": self.policy_code, "version": self.policy_version},
            "eligible": self.eligible,
            "payment": self.payment.value,
            "reasons": [reason.chinese for reason in self.reasons],
            "facts": self.facts.as_json(),
            "charged": [line.as_json() for line in self.charged],
            "lines": [line.as_json() for line in self.lines],
            "gross_fen": self.gross_fen,
            "waived_fen": self.waived_fen,
            "due_fen": self.due_fen,
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }
        if self.before:
            written["before"] = [each.as_json() for each in self.before]
        return written


def assess(
    policy: Policy, facts: Facts, lines: Iterable[Line], before: Sequence[Billed] = ()
) -> Assessment:
    """`before`: lines of bills that stand; they share limits and cap with these and stay as they
    are. Raises StandardPriceMissing, UnitPriceMissing, UnitsDoNotFit where lines do not fit.
    """
    charged = tuple(lines)
    eligible, reasons = judge(policy, facts)
    assessed = leave_to_family(charged)
    if eligible:
        assessed = assess_lines(policy, facts, charged, before)
    return Assessment(
        policy_code=policy.code,
        policy_version=policy.version,
        eligible=eligible,
        reasons=reasons,
        facts=facts,
        charged=charged,
        lines=assessed,
        payment=payment_of(policy, facts),
        before=tuple(before),
    )


def unwaived(facts: Facts, lines: Iterable[Line], before: Sequence[Billed] = ()) -> Assessment:
    """Where no policy is in force: everything is due, and the inputs are kept all the same."""
    charged = tuple(lines)
    clause = say(N_("本县没有公布减免政策，按公布的价格自付。"))
    return Assessment(
        policy_code="",
        policy_version=0,
        eligible=False,
        reasons=(),
        facts=facts,
        charged=charged,
        lines=tuple(_assessed(line, 0, clause) for line in charged),
        before=tuple(before),
    )


def replay(policy: Policy, stored: Mapping[str, Any]) -> Assessment:
    """The same assessment again from what `as_json` stored, under the same policy version."""
    if stored["policy"] != {"code": policy.code, "version": policy.version}:
        raise ValueError("An assessment is replayed under the policy version it was made with.")
    lines = [Line.from_json(line) for line in stored["charged"]]
    return assess(policy, Facts.from_json(stored["facts"]), lines, read_before(stored))


def read_before(stored: Mapping[str, Any]) -> tuple[Billed, ...]:
    """The lines of other bills beside which a stored assessment was made."""
    return tuple(Billed.from_json(each) for each in stored.get("before", ()))


def payment_of(policy: Policy, facts: Facts) -> PaymentForm:
    """Whoever was cremated elsewhere has paid there already."""
    away = policy.elsewhere is not None and policy.is_elsewhere(facts)
    if away and policy.elsewhere and policy.elsewhere.rule is Elsewhere.HOME_STANDARD:
        return PaymentForm.REIMBURSEMENT
    return policy.payment


def leave_to_family(lines: Sequence[Line]) -> tuple[AssessedLine, ...]:
    clause = say(N_("不符合减免条件，按公布的价格自付。"))
    return tuple(_assessed(line, 0, clause) for line in lines)


def assess_lines(
    policy: Policy, facts: Facts, lines: Sequence[Line], before: Sequence[Billed] = ()
) -> tuple[AssessedLine, ...]:
    """The lines of a case that is eligible."""
    waived = waive_further(policy, facts, before, lines)
    return tuple(
        _explain(policy, facts, line, found) for line, found in zip(lines, waived, strict=True)
    )


def _explain(policy: Policy, facts: Facts, line: Line, found: Waived | None) -> AssessedLine:
    if found is None:
        clause = say(N_("不在《%(policy)s》减免的项目内，自付。"), policy=policy.title)
        return _assessed(line, 0, clause)
    item = found.item
    clause = item.clause(facts) + _given_way(found) + _cut(policy, facts, found)
    for code in item.settings:
        clause += say(
            N_("文件没有写明的地方按本地设定：%(reading)s。"), reading=policy.setting(code).reading
        )
    change = _change(item, facts, found)
    return _assessed(line, found.waived_fen, clause, found.funding, change)


def _given_way(found: Waived) -> Sentence:
    if found.given_way_to is None:
        return NOTHING
    other = found.given_way_to.name or found.given_way_to.code
    return say(N_("与“%(other)s”只减免其中一项，已按减免较多的一项计算。"), other=other)


def _cut(policy: Policy, facts: Facts, found: Waived) -> Sentence:
    if found.granted_before:
        waived = amount(found.waived_fen)
        return say(N_("本案已出的账单用去了一部分减免，本项还能减免%(waived)s元。"), waived=waived)
    if found.within_cap_fen == found.limited_fen:
        return NOTHING
    cut = say(
        N_("每案减免总额以%(cap)s元为限，本项计入%(waived)s元。"),
        cap=amount(policy.cap_fen(facts) or 0),
        waived=amount(found.within_cap_fen),
    )
    if policy.beyond_cap is BeyondCap.INSTITUTION:
        cut += say(N_("超出总额的部分由殡仪馆承担。"))
    return cut


def _change(item: PolicyItem, facts: Facts, found: Waived) -> Sentence:
    """What would make the line cost something, or nothing."""
    if found.granted_before:
        return NOTHING
    if found.within_cap_fen < found.limited_fen:
        return say(N_("每案减免总额已用完。"))
    if found.given_way_to is not None:
        return NOTHING
    limit = item.settle(facts)
    return limit.free_until() if found.waived_fen == found.line.gross_fen else limit.free_if()


def _assessed(
    line: Line,
    waived_fen: int,
    clause: Sentence,
    funding: Funding = (),
    change: Sentence = NOTHING,
) -> AssessedLine:
    return AssessedLine(
        item_code=line.item_code,
        name=line.name,
        gross_fen=line.gross_fen,
        waived_fen=waived_fen,
        due_fen=line.gross_fen - waived_fen,
        clause=clause,
        funding=funding,
        change=change,
    )
