"""How firm times go back: at a moment nobody can foresee, so that nobody can hand them on."""

from datetime import timedelta
from random import SystemRandom

from funeral import jobs
from funeral.models import Occupancy, Plan
from funeral.queries.terms import terms_of
from funeral.taking import make_plan
from kernel import clock
from kernel.db import db
from kernel.jobs import enqueue

# A worker that is down may not keep a cancelled time for ever: it then expires like any hold.
GRACE = timedelta(minutes=2)
chance = SystemRandom()


def return_later(plan: Plan) -> None:
    """A cancelled plan keeps its times until then; they go to who is waiting, else to all."""
    terms = terms_of(plan.institution_id)
    seconds = chance.uniform(terms.return_from.total_seconds(), terms.return_to.total_seconds())
    returns_at = clock.now() + timedelta(seconds=seconds)
    plan.held_until = returns_at + GRACE
    plan.version += 1
    enqueue(jobs.return_given_up, not_before=returns_at, plan_id=str(plan.id))


def return_alone(occupancy: Occupancy) -> None:
    """One time of a plan goes back as a whole cancelled plan does; the plan keeps the others."""
    plan = occupancy.plan
    if plan.held_until or occupancy.starts_at <= clock.now():
        occupancy.released_at = clock.now()
        return
    alone = make_plan(plan.institution_id, plan.claimant_index)
    alone.hall_class, alone.cremator_type = plan.hall_class, plan.cremator_type
    alone.cancelled_at, alone.confirmed_at = clock.now(), None
    occupancy.plan = alone
    db.session.flush()
    return_later(alone)
