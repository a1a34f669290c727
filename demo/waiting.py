"""Families that hold a time, ask for one, or wait for one."""

from datetime import date, time
from typing import TYPE_CHECKING

from booking.answers import Answers
from booking.offers import list_times_for
from booking.operations import accept_booking, choose_time, join_waiting_list
from booking.queries import get_booking
from funeral.queries.plans import get_plan
from kernel import clock
from kernel.people.actors import Actor, family

if TYPE_CHECKING:
    from booking.models import Draft

MORNING = [time(hour, minute) for hour in range(8, 12) for minute in (0, 30)]


def answer_requests(codes: list[str], *, by: Actor) -> None:
    """Where the desk confirms, it has done so for these; the others stand on its list."""
    for code in codes:
        if get_plan(get_booking(code).plan_id).confirmed_at is None:
            accept_booking(code=code, by=by)


def hold_first_free(draft: "Draft", day: date) -> None:
    """A family that has just chosen and still reads: its hold ends as any does."""
    for proposal in list_times_for(draft, Answers.from_json(draft.answers), day)[:1]:
        choose_time(draft_id=draft.id, starts_at=proposal.starts_at, by=family(str(draft.id)))


def wait_for_a_taken_time(draft: "Draft", day: date) -> None:
    """A family that wants one time of the morning which others have."""
    answers = Answers.from_json(draft.answers)
    free = {each.starts_at for each in list_times_for(draft, answers, day)}
    for wanted in MORNING:
        if clock.at(day, wanted) not in free:
            join_waiting_list(
                draft_id=draft.id,
                hall_class=answers.hall,
                cremator_type=answers.cremator,
                day=day,
                from_time=wanted,
                to_time=wanted,
                by=family(str(draft.id)),
            )
            return
