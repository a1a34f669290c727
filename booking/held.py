"""The times held for a draft while its family reads and decides."""

from datetime import datetime
from typing import TYPE_CHECKING

from booking.answers import SOON, Answers
from booking.models import Draft
from booking.people import index_of
from funeral.errors import NoHearse
from funeral.operations import hold_times
from funeral.queries.pick_ups import list_pick_ups, pick_up_of
from funeral.queries.plans import find_held_plan
from funeral.queries.schedule import begin_of
from kernel import clock
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from funeral.models import Plan


def held_by(draft: Draft, answers: Answers) -> "Plan | None":
    """What is held now, if it is what these answers say."""
    plan = find_held_plan(draft.plan_id) if draft.plan_id else None
    if plan is None or begin_of(plan) != answers.chosen_start:
        return None
    same_kind = (plan.hall_class, plan.cremator_type) == (answers.hall, answers.cremator)
    return plan if same_kind and _has_its_hearse(plan, answers) else None


def hold_chosen(draft: Draft, answers: Answers, starts_at: datetime, by: Actor) -> "Plan":
    """Farewell, cremation and hearse in one. Raises what hold_times does, and NoHearse."""
    return hold_times(
        institution_id=draft.institution_id,
        hall_class=answers.hall,
        cremator_type=answers.cremator,
        starts_at=starts_at,
        pick_up_at=_pick_up_at(draft, answers),
        claimant_index=index_of(answers),
        replaces=draft.plan_id,
        by=by,
    )


def _pick_up_at(draft: Draft, answers: Answers) -> datetime | None:
    if not (answers.pick_up_from and answers.pick_up_at):
        return None
    if answers.pick_up_at != SOON:
        return clock.parse_moment(answers.pick_up_at)
    free = list_pick_ups(draft.institution_id, but_for=draft.plan_id)
    if not free:
        raise NoHearse
    return free[0]


def _has_its_hearse(plan: "Plan", answers: Answers) -> bool:
    wanted = answers.pick_up_at if answers.pick_up_from else ""
    pick_up = pick_up_of(plan)
    if not wanted or pick_up is None:
        return not wanted and pick_up is None
    return wanted == SOON or pick_up.starts_at == clock.parse_moment(wanted)
