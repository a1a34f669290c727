"""Applications for eco-burial rewards: what they come to, what is still to be shown."""

import uuid
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from billing.models import PayoutEntry, RewardApplication, RewardEvidence
from billing.policy import Evidence
from billing.queries.in_force import (
    find_last_reward_policy,
    find_reward_policy,
    get_published_policy,
)
from billing.rewards import RewardFacts, RewardPolicy
from billing.rewards.assessment import RewardAssessment, replay_reward
from billing.rewards.kinds import RewardState
from billing.rewards.questions import evidence_of
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of
from kernel.people.finding import searched_identity

SORTS = {
    "applied": RewardApplication.accepted_at,
    "number": RewardApplication.number,
    "name": RewardApplication.deceased_name,
    "reward": RewardApplication.reward_fen,
}


@dataclass(frozen=True)
class Asked:
    """One thing the policy asks for, and the last word on it."""

    evidence: Evidence
    note: RewardEvidence | None

    @property
    def is_met(self) -> bool:
        return self.note is not None and self.note.is_met


def find_policy_of_burial(region_code: str, facts: RewardFacts) -> RewardPolicy | None:
    """The policy of the day it turns on; else today's or the last one, which then says why not."""
    undated = replace(facts.facts, died_on=None, cremated_on=None, applied_on=None)
    return (
        find_reward_policy(region_code, facts.facts)
        or find_reward_policy(region_code, undated)
        or find_last_reward_policy(region_code)
    )


def is_rewarded(identity_index: str | None, besides: uuid.UUID | None = None) -> bool:
    """Whether this person has an application that counts, in any county of this database.

    Read past the scope of who asks, as WaiverGrant is: another county's must be seen, not shown.
    """
    if identity_index is None:
        return False
    table = RewardApplication.__table__
    query = select(table.c.id).where(
        table.c.identity_index == identity_index,
        table.c.state.in_([RewardState.APPLIED, RewardState.APPROVED]),
        table.c.id != (besides or uuid.UUID(int=0)),
    )
    return db.session.connection().execute(query.limit(1)).first() is not None


def get_application(number: str) -> RewardApplication:
    query = (
        select(RewardApplication)
        .filter_by(number=number.strip().upper())
        .options(selectinload(RewardApplication.entries).selectinload(PayoutEntry.results))
    )
    application = db.session.scalar(query)
    if application is None:
        raise NotFound
    return application


def lock_application(number: str) -> RewardApplication:
    """Held until this operation ends, so that it is decided once."""
    query = (
        select(RewardApplication)
        .filter_by(number=number.strip().upper())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    application = db.session.scalar(query)
    if application is None:
        raise NotFound
    return application


def list_applications(
    *,
    search: str = "",
    state: str = "",
    page: int = 1,
    sort: str = "",
    direction: str = "desc",
) -> Page:
    """Search: an application's or a case's number, an identity number, the beginning of a name."""
    query = select(RewardApplication).options(
        selectinload(RewardApplication.entries).selectinload(PayoutEntry.results)
    )
    wanted = search.strip()
    if wanted:
        query = query.where(
            or_(
                RewardApplication.number == wanted.upper(),
                RewardApplication.case_number == wanted.upper(),
                RewardApplication.identity_index == searched_identity(wanted),
                RewardApplication.deceased_name.startswith(wanted, autoescape=True),
            )
        )
    if state in set(RewardState):
        query = query.where(RewardApplication.state == state)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_applications_of_case(case_id: uuid.UUID) -> list[RewardApplication]:
    query = (
        select(RewardApplication).filter_by(case_id=case_id).order_by(RewardApplication.accepted_at)
    )
    return list(db.session.scalars(query))


def policy_of(application: RewardApplication) -> RewardPolicy:
    """The version the application was last assessed under."""
    policy = get_published_policy(application.policy_code, application.policy_version)
    if not isinstance(policy, RewardPolicy):
        raise NotFound
    return policy


def assessment_of(application: RewardApplication) -> RewardAssessment:
    """As it was stored, in sentences of the reader's language."""
    return replay_reward(policy_of(application), application.assessment)


def list_asked(application: RewardApplication) -> list[Asked]:
    """The checklist, in the order of the policy."""
    query = (
        select(RewardEvidence)
        .filter_by(application_id=application.id)
        .order_by(RewardEvidence.noted_at, RewardEvidence.id)
    )
    last = {note.asked: note for note in db.session.scalars(query)}
    facts = RewardFacts.from_json(application.facts)
    asked = evidence_of(policy_of(application), facts)
    return [Asked(evidence, last.get(evidence.paper)) for evidence in asked]
