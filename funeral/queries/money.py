"""What the bill of a case would say if it were made now."""

from dataclasses import dataclass

from billing.assessment import AssessedLine, Assessment
from billing.queries import assess_waiver, list_charges
from funeral.models import FuneralCase
from funeral.queries.waivers import waiver_facts


@dataclass(frozen=True)
class PreviewLine:
    """One charge with its waiver; `clause` says which rule, empty where no policy is in force."""

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

    @property
    def gross_fen(self) -> int:
        return sum(line.gross_fen for line in self.lines)

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.lines)

    @property
    def due_fen(self) -> int:
        return self.gross_fen - self.waived_fen


def preview_bill(case: FuneralCase) -> Preview:
    """Computed exactly as billing.issue_bill does; nothing is kept."""
    charges = list_charges(case.id)
    lines = [charge.line() for charge in charges]
    policy, assessment = assess_waiver(case.institution_id, waiver_facts(case), lines)
    assessed: list[AssessedLine | None] = [*assessment.lines] if assessment else [None] * len(lines)
    return Preview(
        policy_title=policy.title if policy else None,
        eligible=bool(assessment and assessment.eligible),
        reasons=_reasons(assessment),
        lines=[
            PreviewLine(
                name=line.name,
                fact=charge.fact,
                gross_fen=line.gross_fen,
                waived_fen=part.waived_fen if part else 0,
                clause=str(part.clause) if part else "",
            )
            for charge, line, part in zip(charges, lines, assessed, strict=True)
        ],
    )


def _reasons(assessment: Assessment | None) -> list[str]:
    return [str(reason) for reason in assessment.reasons] if assessment else []
