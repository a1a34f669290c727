"""What the worker does for the schedule."""

import uuid

# The module, for it imports this one: who cancels leaves a job behind.
from funeral.operations import holds
from funeral.queries.plans import list_expired_plans
from kernel.jobs import job
from kernel.people import actors


@job
def return_given_up(plan_id: str) -> None:
    """At the moment nobody could foresee: cancelled times are free again."""
    holds.return_times(plan_id=uuid.UUID(plan_id), by=actors.job("funeral.return_given_up"))


def return_expired() -> int:
    """Every hold that ran out unseen; how many. They count as free without it."""
    expired = [plan.id for plan in list_expired_plans()]
    for plan_id in expired:
        holds.return_times(plan_id=plan_id, by=actors.job("funeral.return_expired"))
    return len(expired)
