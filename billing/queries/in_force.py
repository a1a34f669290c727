"""The waiver and reward policies a county has published."""

import uuid
from collections.abc import Iterator
from typing import cast

from sqlalchemy import func, select

from billing.classes import PolicyKind
from billing.facts import Facts
from billing.models import WaiverPolicy
from billing.policy import Policy
from billing.queries.policies import read_published
from billing.rewards import RewardPolicy
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.places import get_institution
from kernel.regions import LENGTHS


def find_policy(institution_id: uuid.UUID, facts: Facts) -> Policy | None:
    """The waiver of the institution's county, else city, on the day the policy itself turns on.

    For an estimate, a day that has not come yet is taken as today.
    """
    region_code = get_institution(institution_id).region_code
    found = _find(region_code, PolicyKind.WAIVER, facts)
    return cast(Policy | None, found)


def find_reward_policy(region_code: str, facts: Facts) -> RewardPolicy | None:
    """The eco-burial reward of a county, else of its city, as `find_policy`."""
    return cast(RewardPolicy | None, _find(region_code, PolicyKind.REWARD, facts))


def find_last_reward_policy(region_code: str) -> RewardPolicy | None:
    """The one that begins last, in force or not: it says why a burial is outside it."""
    rows = list(_published(region_code, PolicyKind.REWARD))
    nearest = [row for row in rows if row.region_code == rows[0].region_code]
    last = nearest[-1] if nearest else None
    return cast(RewardPolicy, read_published(last.source, last.code)) if last else None


def get_published_policy(code: str, version: int) -> Policy | RewardPolicy:
    """A version once published replays for ever."""
    row = db.session.scalar(select(WaiverPolicy).filter_by(code=code, version=version))
    if row is None:
        raise NotFound
    return read_published(row.source, row.code)


def find_published_waiver(code: str, version: int) -> Policy | None:
    """The waiver a bill was made under; None for the empty code of a bill without one."""
    policy = get_published_policy(code, version) if code else None
    return policy if isinstance(policy, Policy) else None


def _find(region_code: str, kind: PolicyKind, facts: Facts) -> Policy | RewardPolicy | None:
    today = clock.today()
    for row in _published(region_code, kind):
        policy = read_published(row.source, row.code)
        day = facts.day(policy.date_key) or today
        # The row knows when a successor ended it; its text stays as it was published.
        if policy.covers(day) and row.valid.contains(day):
            return policy
    return None


def _published(region_code: str, kind: PolicyKind) -> Iterator[WaiverPolicy]:
    """The county's own first, then its city's and its province's."""
    return iter(
        db.session.scalars(
            select(WaiverPolicy)
            .where(
                WaiverPolicy.kind == kind,
                WaiverPolicy.region_code.in_([region_code[:length] for length in LENGTHS]),
            )
            .order_by(func.length(WaiverPolicy.region_code).desc(), WaiverPolicy.valid)
        )
    )
