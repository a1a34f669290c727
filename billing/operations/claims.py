"""Noting what a waiver turns on, and the evidence for it."""

import uuid

from billing.accounts import lock_account
from billing.errors import EvidenceUnnumbered, FactsBilled, NoDataMatch
from billing.models import ClaimEvidence, WaiverClaim
from billing.policy import Evidence
from billing.queries import bills, claims
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("登记减免条件"))
def note_waiver_facts(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    case_number: str,
    by: Actor,
    funeral_grant: bool = False,
    parent_registration: str | None = None,
    place_of_death: str | None = None,
    has_contract: bool = False,
    pension_months: int | None = None,
    zone: str | None = None,
    storeys: int | None = None,
    idempotency_key: str | None = None,
) -> WaiverClaim:
    """All of them at once, the last word counts. Raises FactsBilled."""
    lock_account(institution_id, case_id, case_number)
    if bills.is_billed(case_id):
        raise FactsBilled
    claim = claims.find_claim(case_id)
    if claim is None:
        claim = WaiverClaim(institution_id=institution_id, case_id=case_id)
        db.session.add(claim)
    claim.funeral_grant = funeral_grant
    claim.parent_registration = parent_registration
    claim.place_of_death = place_of_death
    claim.has_contract = has_contract
    claim.pension_months = pension_months
    claim.zone = zone
    claim.storeys = storeys
    claim.noted_at, claim.noted_by = clock.now(), str(by)
    return claim


@operation(_("登记减免证明"))
def note_evidence(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    evidence: Evidence,
    matched: bool,
    reference: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> ClaimEvidence:
    """A paper seen, or a data match where the policy lets it stand for the paper (零次跑).

    Raises EvidenceUnnumbered, NoDataMatch.
    """
    if matched and not evidence.data_match:
        raise NoDataMatch
    if not reference.strip():
        raise EvidenceUnnumbered
    noted = ClaimEvidence(
        institution_id=institution_id,
        case_id=case_id,
        paper=evidence.paper,
        matched=matched,
        reference=reference.strip(),
        noted_at=clock.now(),
        noted_by=str(by),
    )
    db.session.add(noted)
    return noted
