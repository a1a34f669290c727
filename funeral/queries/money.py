"""What the bill of a case would say if it were made now."""

from dataclasses import dataclass

from billing.queries import assess_charges, list_charges
from funeral.models import FuneralCase
from funeral.queries.waivers import waiver_facts


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
    charges = [charge for charge in list_charges(case.id) if charge.bill_id is None]
    policy, assessment = assess_charges(
        case.institution_id, waiver_facts(case), charges, case.deceased.identity_index, case.id
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
    )
