"""What the bill of a case would say if it were made now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from billing.queries import assess_next_bill, list_open_charges, missed_fen
from funeral.models import FuneralCase
from funeral.queries.waivers import expected_facts, waiver_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billing.assessment import AssessedLine, Assessment
    from billing.facts import Facts
    from billing.lines import Line
    from billing.policy import Policy


@dataclass(frozen=True)
class PreviewLine:
    """One charge with its waiver; `clause` says which rule."""

    name: str
    fact: str
    gross_fen: int
    waived_fen: int
    clause: str

    @property
    def due_fen(self) -> int:
        return self.gross_fen - self.waived_fen


@dataclass(frozen=True)
class Preview:
    policy_title: str | None
    eligible: bool
    reasons: list[str]
    lines: list[PreviewLine]
    # What would be waived beyond this, were the bills that stand taken back and all billed anew.
    missed_fen: int = 0

    @property
    def gross_fen(self) -> int:
        return sum(line.gross_fen for line in self.lines)

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.lines)

    @property
    def due_fen(self) -> int:
        return self.gross_fen - self.waived_fen


def assess_further(
    case: FuneralCase, facts: "Facts", lines: "Sequence[Line]"
) -> "tuple[Policy | None, Assessment]":
    """These lines as the next bill of the case would take them, beside what stands billed."""
    return assess_next_bill(
        case.institution_id, facts, lines, case.deceased.identity_index, case.id
    )


def expect_waived(case: FuneralCase, lines: "Sequence[Line]") -> "Sequence[AssessedLine]":
    """What the next bill would say of these lines, if they joined what waits for it already."""
    waiting = [charge.line() for charge in list_open_charges(case.id)]
    _policy, found = assess_further(case, expected_facts(case), [*waiting, *lines])
    return found.lines[len(waiting) :]


def preview_bill(case: FuneralCase) -> Preview:
    """Computed exactly as billing.issue_bill does; nothing is kept."""
    charges = list_open_charges(case.id)
    policy, assessment = assess_further(
        case, waiver_facts(case), [charge.line() for charge in charges]
    )
    return Preview(
        policy_title=policy.title if policy else None,
        eligible=assessment.eligible,
        reasons=[str(reason) for reason in assessment.reasons],
        lines=[
            PreviewLine(
                name=line.name,
                fact=charge.fact,
                gross_fen=line.gross_fen,
                waived_fen=line.waived_fen,
                clause=str(line.clause),
            )
            for charge, line in zip(charges, assessment.lines, strict=True)
        ],
        missed_fen=missed_fen(policy, assessment),
    )
