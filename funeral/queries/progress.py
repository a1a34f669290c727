"""How far a case has come, read from its recorded facts and nothing else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from billing.queries import (
    Standing,
    is_reversed,
    list_bills_of_case,
    list_charges,
    list_payments,
    standing_of,
)
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
    # Those that stand, a further one after the first, and those taken back.
    bills: "list[Bill]"
    reversed_bills: "list[Bill]"
    payments: "list[Payment]"
    standing: Standing

    @property
    def bill(self) -> "Bill | None":
        """The last that stands: on its page money is taken for all of them."""
        return self.bills[-1] if self.bills else None

    @property
    def open_charges(self) -> "list[Charge]":
        """What the next bill takes."""
        return [charge for charge in self.charges if charge.bill_id is None]

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
    def payment(self) -> "Payment | None":
        """The last money that came for a bill; before there is one, deposits are not for it."""
        came = [each for each in self.payments if each.taken_at and each.bill_id]
        return came[-1] if came and self.bill else None

    @property
    def is_paid(self) -> bool:
        """Nothing of the bills is left; where nothing was due, the family has a paper of it."""
        if self.bill is None or self.standing.left_fen:
            return False
        return self.standing.owed_fen > 0 or self.payment is not None

    @property
    def is_cremated(self) -> bool:
        return self.run is not None and self.run.ended_at is not None


def progress_of(case: FuneralCase) -> Progress:
    bills = list_bills_of_case(case.id)
    taken_back = [bill for bill in bills if is_reversed(bill)]
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
        bills=[bill for bill in bills if bill not in taken_back],
        reversed_bills=taken_back,
        payments=list_payments(case.id),
        standing=standing_of(case.id),
    )
