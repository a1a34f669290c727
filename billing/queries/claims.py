"""What was noted for the waiver of a case, and which evidence its policy still asks for."""

import uuid
from dataclasses import replace

from sqlalchemy import select

from billing.eligibility import way_of
from billing.facts import Facts
from billing.models import ClaimEvidence, WaiverClaim
from billing.policy import CountyPolicy, Evidence
from kernel.db import db


def find_claim(case_id: uuid.UUID) -> WaiverClaim | None:
    return db.session.scalar(select(WaiverClaim).filter_by(case_id=case_id))


def list_evidence(case_id: uuid.UUID) -> list[ClaimEvidence]:
    query = select(ClaimEvidence).filter_by(case_id=case_id).order_by(ClaimEvidence.noted_at)
    return list(db.session.scalars(query))


def with_claim(facts: Facts, case_id: uuid.UUID) -> Facts:
    """The facts of a case and what was noted beside them."""
    claim = find_claim(case_id)
    if claim is None:
        return facts
    return replace(
        facts,
        funeral_grant=claim.funeral_grant,
        parent_registration=claim.parent_registration,
        place_of_death=claim.place_of_death,
        has_contract=claim.has_contract,
        pension_months=claim.pension_months,
        zone=claim.zone,
        storeys=claim.storeys,
    )


def wanted_evidence(policy: CountyPolicy, facts: Facts) -> tuple[Evidence, ...]:
    """What the way this case is eligible by asks for; nothing where it is not eligible."""
    way = way_of(policy, facts)
    return way.evidence if way else ()


def list_missing_evidence(policy: CountyPolicy, facts: Facts, case_id: uuid.UUID) -> list[Evidence]:
    noted = {evidence.paper for evidence in list_evidence(case_id)}
    return [each for each in wanted_evidence(policy, facts) if each.paper not in noted]
