"""What the worker does for booking, and what happens when times become free."""

from typing import TYPE_CHECKING

from booking import queries
from booking.operations import forget_drafts, offer_times
from funeral.jobs import return_expired
from kernel.jobs import minutely, nightly
from kernel.people import actors

if TYPE_CHECKING:
    from funeral.models import Plan


@nightly
def forget_old_drafts() -> int:
    """Unfinished answers are personal data: they go when nobody has touched them for a week."""
    return forget_drafts(by=actors.job("forget_old_drafts"))


@minutely
def move_queues() -> int:
    """Holds that ran out go back; what is free is offered to who waits. How many offers."""
    return_expired()
    offers = 0
    for institution_id, hall_class, cremator_type in sorted(queries.list_moves_due()):
        offered = offer_times(
            institution_id=institution_id,
            hall_class=hall_class,
            cremator_type=cremator_type,
            by=actors.job("booking.move_queues"),
        )
        offers += len(offered)
    return offers


def offer_freed(plan: "Plan") -> None:
    """Inside the operation that frees these times: who waits comes before everybody else."""
    if queries.has_open_entries(plan.institution_id):
        offer_times(
            institution_id=plan.institution_id,
            hall_class=plan.hall_class,
            cremator_type=plan.cremator_type,
            by=actors.job("booking.offer_freed"),
        )
