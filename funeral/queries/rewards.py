"""What an application for an eco-burial reward takes over from a case."""

from billing.known_cases import KnownCase
from funeral.queries.cases import find_case
from funeral.queries.waivers import waiver_facts
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind


def find_known_case(number: str) -> KnownCase | None:
    case = find_case(number)
    if case is None:
        return None
    return KnownCase(
        case_id=case.id,
        number=case.number,
        institution_id=case.institution_id,
        deceased_name=case.deceased.name,
        identity_kind=IdentityKind(case.deceased.identity_kind),
        identity_number=case.deceased.identity_number,
        shown_identity=case.deceased.shown_identity,
        facts=waiver_facts(case),
        claimant_name=case.claimant.name,
        relation=Relation(case.claimant.relation),
        phone=case.claimant.phone,
    )
