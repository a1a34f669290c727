"""How far a case has come, read from its recorded facts and nothing else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from billing.queries import find_bill_of_case, find_payment, list_charges
from funeral.kinds import PaperKind
from funeral.law import CremationRule
from funeral.models import (
    Admission,
    CasePaper,
    CremationCertificate,
    CremationRun,
    Farewell,
    FuneralCase,
    Occupancy,
)
from funeral.queries import cases, certificates, cremation, schedule
from funeral.queries.remains import Chain, chain_of

if TYPE_CHECKING:
    from billing.models import Bill, Charge, Payment


@dataclass(frozen=True)
class Progress:
    """Everything recorded about one case; None where nothing is recorded."""

    case: FuneralCase
    papers: dict[PaperKind, CasePaper]
    planned_farewell: Occupancy | None
    planned_cremation: Occupancy | None
    admission: Admission | None
    farewell: Farewell | None
    run: CremationRun | None
    chain: Chain
    certificates: list[CremationCertificate]
    charges: "list[Charge]"
    bill: "Bill | None"
    payment: "Payment | None"

    @property
    def missing_papers(self) -> list[PaperKind]:
        return [kind for kind in self.rule.papers if kind not in self.papers]

    @property
    def rule(self) -> CremationRule:
        """What the law asks for before this cremation."""
        return cases.cremation_rule(self.case)

    @property
    def certificate(self) -> CremationCertificate | None:
        """The one that counts; a voided one does not."""
        return next((each for each in self.certificates if each.voided_at is None), None)

    @property
    def is_cremated(self) -> bool:
        return self.run is not None and self.run.ended_at is not None


def progress_of(case: FuneralCase) -> Progress:
    bill = find_bill_of_case(case.id)
    return Progress(
        case=case,
        papers=cases.list_papers(case.id),
        planned_farewell=schedule.farewell_of(case.plan) if case.plan else None,
        planned_cremation=schedule.cremation_of(case.plan) if case.plan else None,
        admission=cremation.find_admission(case.id),
        farewell=cremation.find_farewell(case.id),
        run=cremation.find_run(case.id),
        chain=chain_of(case),
        certificates=certificates.list_certificates_of_case(case.id),
        charges=list_charges(case.id),
        bill=bill,
        payment=find_payment(bill.id) if bill else None,
    )
