"""节地生态安葬奖补: received at the window, proved, and decided by a second person."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from billing.errors import (
    DecidedByReceiver,
    EvidenceNotAsked,
    EvidenceReferenceMissing,
    NoRewardPolicy,
    NotDecidedHere,
    OperatorMissing,
    PaidOutAlready,
    ReasonMissing,
    RewardDecided,
    RewardedAlready,
    RewardEvidenceMissing,
    RewardNotDue,
    RewardNotMatched,
)
from billing.lines import Line
from billing.models import RewardApplication, RewardEvidence
from billing.queries import rewards as queries
from billing.rewards import RewardFacts
from billing.rewards.assessment import RewardAssessment, assess_reward
from billing.rewards.kinds import EvidenceMet, RewardState
from billing.rewards.requests import RewardRequest, check_request
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, Role
from kernel.places import get_institution


@operation(_("受理奖补申请"))
def apply_for_reward(
    *,
    institution_id: uuid.UUID,
    request: RewardRequest,
    by: Actor,
    case_id: uuid.UUID | None = None,
    case_number: str | None = None,
    idempotency_key: str | None = None,
) -> RewardApplication:
    """Received also where nothing is due: then it is refused in writing, with the reasons.

    Raises NoRewardPolicy, RewardedAlready, OperatorMissing and the refusals of check_request.
    """
    institution = get_institution(institution_id)
    application = RewardApplication(
        institution_id=institution.id,
        region_code=institution.region_code,
        case_id=case_id,
        case_number=case_number,
        state=RewardState.APPLIED,
        accepted_at=clock.now(),
        accepted_by=str(by),
    )
    facts = replace(request.facts.facts, applied_on=clock.today())
    _write(application, replace(request, facts=replace(request.facts, facts=facts)))
    application.number = next_number(NumberKind.APPLICATION, institution)
    db.session.add(application)
    return application


@operation(_("补正奖补申请"))
def amend_reward(
    *, number: str, request: RewardRequest, by: Actor, idempotency_key: str | None = None
) -> RewardApplication:
    """Corrected while it waits, or after it was returned, which sends it again.

    The day of the application stays the first one. Raises RewardDecided and what
    `apply_for_reward` raises.
    """
    application = queries.lock_application(number)
    if application.is_decided:
        raise RewardDecided
    first = RewardFacts.from_json(application.facts).facts.applied_on
    facts = replace(request.facts.facts, applied_on=first)
    _write(application, replace(request, facts=replace(request.facts, facts=facts)))
    application.state = RewardState.APPLIED
    application.decided_at = application.decided_by = application.decision_reason = None
    # Who changed it last received it: the decision is another person's.
    application.accepted_by = str(by)
    return application


@operation(_("登记奖补材料"))
def note_reward_evidence(
    *,
    number: str,
    asked: str,
    met: EvidenceMet,
    reference: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> RewardEvidence:
    """A paper seen, or data found where the policy lets it stand for the paper (零次跑).

    Raises RewardDecided, EvidenceNotAsked, RewardNotMatched, EvidenceReferenceMissing.
    """
    application = queries.lock_application(number)
    if application.is_decided:
        raise RewardDecided
    wanted = {each.evidence.paper: each.evidence for each in queries.list_asked(application)}
    if asked not in wanted:
        raise EvidenceNotAsked
    if met is EvidenceMet.DATA_MATCH and not wanted[asked].data_match:
        raise RewardNotMatched
    if met is not EvidenceMet.MISSING and not reference.strip():
        raise EvidenceReferenceMissing
    note = RewardEvidence(
        institution_id=application.institution_id,
        application_id=application.id,
        asked=asked,
        met=met,
        reference=reference.strip(),
        noted_at=clock.now(),
        noted_by=str(by),
    )
    db.session.add(note)
    return note


@operation(_("批准奖补"))
def approve_reward(
    *, number: str, by: Actor, idempotency_key: str | None = None
) -> RewardApplication:
    """Assessed anew under the policy of its date key, and stored with it.

    Raises RewardDecided, NotDecidedHere, DecidedByReceiver, NoRewardPolicy, RewardNotDue,
    RewardEvidenceMissing, OperatorMissing.
    """
    application = _lock_to_decide(number, by)
    facts = RewardFacts.from_json(application.facts)
    elsewhere = queries.is_rewarded(application.identity_index, besides=application.id)
    lines = [Line.from_json(line) for line in application.assessment["charged"]]
    facts = replace(facts, rewarded_elsewhere=facts.rewarded_elsewhere or elsewhere)
    assessment = _assess(application, facts, lines)
    if not assessment.eligible:
        raise RewardNotDue(reasons="".join(map(str, assessment.reasons)))
    missing = [each.evidence.paper for each in queries.list_asked(application) if not each.is_met]
    if missing:
        raise RewardEvidenceMissing(papers="、".join(missing))
    _decide(application, RewardState.APPROVED, None, by)
    return application


@operation(_("退回奖补申请"))
def return_reward(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> RewardApplication:
    """To be amended and sent again; an approved one as long as it is on no list.

    Raises ReasonMissing, RewardDecided, NotDecidedHere, DecidedByReceiver, PaidOutAlready.
    """
    application = _lock_to_decide(number, by, RewardState.APPLIED, RewardState.APPROVED)
    if application.entries:
        raise PaidOutAlready
    _decide(application, RewardState.RETURNED, _ensure_reason(reason), by)
    return application


@operation(_("不予奖补"))
def refuse_reward(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> RewardApplication:
    """Its person may have another application afterwards.

    Raises ReasonMissing, RewardDecided, NotDecidedHere, DecidedByReceiver.
    """
    application = _lock_to_decide(number, by)
    _decide(application, RewardState.REFUSED, _ensure_reason(reason), by)
    return application


def _write(application: RewardApplication, request: RewardRequest) -> None:
    columns = check_request(request)
    # Looked for before it is written; the database refuses who comes in between.
    if queries.is_rewarded(columns["identity_index"], besides=application.id):
        raise RewardedAlready
    for column, value in columns.items():
        setattr(application, column, value)
    _assess(application, request.facts, request.lines)


def _assess(
    application: RewardApplication, facts: RewardFacts, lines: Iterable[Line]
) -> RewardAssessment:
    """The result is stored with what it rests on."""
    policy = queries.find_policy_of_burial(application.region_code, facts)
    if policy is None:
        raise NoRewardPolicy
    assessment = assess_reward(policy, facts, lines)
    if assessment.pays_operator and not application.operator_account:
        raise OperatorMissing
    application.facts = facts.as_json()
    application.policy_code, application.policy_version = policy.code, policy.version
    application.assessment = assessment.as_json()
    application.reward_fen = assessment.paid_fen
    return assessment


def _lock_to_decide(number: str, by: Actor, *states: RewardState) -> RewardApplication:
    if by.role is not Role.OFFICER:
        raise NotDecidedHere
    application = queries.lock_application(number)
    if application.state not in (states or (RewardState.APPLIED,)):
        raise RewardDecided
    if application.accepted_by == str(by):
        raise DecidedByReceiver
    return application


def _decide(
    application: RewardApplication, state: RewardState, reason: str | None, by: Actor
) -> None:
    application.state = state
    application.decided_at, application.decided_by = clock.now(), str(by)
    application.decision_reason = reason


def _ensure_reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
