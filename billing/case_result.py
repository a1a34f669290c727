"""What `flask billing assess-waiver` prints: one case under one policy file, amounts in yuan."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from billing.assessment import AssessedLine, assess
from billing.case_file import Case
from billing.eligibility import Reasons
from billing.errors import BurialMissing
from billing.funding import Funding
from billing.policy import Policy
from billing.rewards import RewardPolicy
from billing.rewards.assessment import RewardPayment, assess_reward
from billing.sentences import NOTHING, Sentence
from kernel.i18n import _
from kernel.money import yuan2


@dataclass(frozen=True)
class CaseResult:
    """A waiver and a reward look alike here; `payments` and `notes` are a reward's."""

    eligible: bool
    reasons: Reasons
    lines: tuple[AssessedLine, ...]
    funding: Funding
    payments: tuple[RewardPayment, ...] | None = None
    notes: tuple[Sentence, ...] = ()

    def as_json(self) -> str:
        return json.dumps(self._written(), ensure_ascii=False, indent=2)

    def _written(self) -> dict[str, Any]:
        written: dict[str, Any] = {
            "eligible": self.eligible,
            "reasons": [reason.chinese for reason in (*self.reasons, *self.notes)],
            "lines": [_line(line) for line in self.lines],
            "gross": _yuan(sum(line.gross_fen for line in self.lines)),
            "waived": _yuan(sum(line.waived_fen for line in self.lines)),
            "due": _yuan(sum(line.due_fen for line in self.lines)),
            "funding": [
                {"payer": payer.value, "amount": _yuan(fen)} for payer, fen in self.funding
            ],
        }
        if self.payments is not None:
            written["rewards"] = [
                {
                    "to": payment.to.value,
                    "amount": _yuan(payment.fen),
                    "clause": payment.clause.chinese,
                }
                for payment in self.payments
            ]
        return written

    def as_text(self) -> str:
        return "\n".join(self._said())

    def _said(self) -> Iterator[str]:
        yield str(_("符合条件") if self.eligible else _("不符合条件"))
        yield from (str(reason) for reason in (*self.reasons, *self.notes))
        for line in self.lines:
            yield _sums(line.name, line.gross_fen, line.waived_fen, line.due_fen)
            yield from (f"  {said}" for said in (line.clause, line.change) if said != NOTHING)
        if self.lines:
            sums = ([getattr(line, name) for line in self.lines] for name in SUMS)
            yield _sums(str(_("合计")), *(sum(each) for each in sums))
        for payment in self.payments or ():
            yield str(payment.clause)
        for payer, fen in self.funding:
            facts = {"payer": str(payer.label), "sum": yuan2(fen)}
            yield str(_("%(payer)s承担 %(sum)s 元")) % facts


SUMS = ("gross_fen", "waived_fen", "due_fen")


def assess_case(policy: Policy | RewardPolicy, case: Case) -> CaseResult:
    """Raises BurialMissing and the refusals of billing.assessment."""
    if isinstance(policy, Policy):
        found = assess(policy, case.facts, case.lines)
        return CaseResult(found.eligible, found.reasons, found.lines, found.funding)
    if case.reward is None:
        raise BurialMissing
    paid = assess_reward(policy, case.reward, case.lines)
    return CaseResult(
        paid.eligible, paid.reasons, paid.lines, paid.funding, paid.payments, paid.notes
    )


def _line(line: AssessedLine) -> dict[str, str]:
    return {
        "item": line.item_code,
        "gross": _yuan(line.gross_fen),
        "waived": _yuan(line.waived_fen),
        "due": _yuan(line.due_fen),
        "clause": line.clause.chinese,
    }


def _sums(name: str, gross_fen: int, waived_fen: int, due_fen: int) -> str:
    facts = {
        "name": name,
        "gross": yuan2(gross_fen),
        "waived": yuan2(waived_fen),
        "due": yuan2(due_fen),
    }
    return str(_("%(name)s：收费 %(gross)s，减免 %(waived)s，自付 %(due)s")) % facts


def _yuan(fen: int) -> str:
    """A plain decimal: 1350.00, never 1,350."""
    return f"{fen // 100}.{fen % 100:02}"
