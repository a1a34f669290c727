"""Which policies a new one follows, and when it may not."""

from collections.abc import Iterable

from billing.errors import PolicyBeginsTooEarly, PolicyVersionTaken
from billing.models import WaiverPolicy
from billing.policy import CountyPolicy
from billing.queries import policies
from kernel.errors import NotAllowed
from kernel.people.actors import Actor, ActorKind
from kernel.places import get_institution


def region_of(by: Actor) -> str:
    """The region of the asker's office; everywhere for the command line and the worker."""
    if by.institution_id:
        return get_institution(by.institution_id).region_code
    if by.kind in {ActorKind.SYSTEM, ActorKind.JOB}:
        return ""
    raise NotAllowed


def ensure_follows(policy: CountyPolicy, before: Iterable[WaiverPolicy]) -> None:
    """What holds already began earlier, so that it can end the day before.

    Raises PolicyVersionTaken, PolicyBeginsTooEarly.
    """
    if any(row.version >= policy.version for row in policies.list_versions(policy.code)):
        raise PolicyVersionTaken(code=policy.code, version=policy.version)
    for row in before:
        if row.first_day >= policy.valid_from:
            raise PolicyBeginsTooEarly(title=row.title, day=row.first_day.isoformat())
