"""The questions of a booking, in order; each says whether it is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from booking.answers import Answers


@dataclass(frozen=True)
class Step:
    """`view`: the page that asks."""

    view: str
    is_answered: Callable[[Answers], bool]


STEPS = (
    Step("tell_claimant", lambda a: bool(a.claimant_name and a.relation and a.phone)),
    Step("tell_deceased", lambda a: bool(a.identity_kind and a.deceased_name and a.died_on)),
    # Empty text: the family does not know where the deceased was registered.
    Step("tell_household", lambda a: a.household_registration is not None and bool(a.waiver_class)),
    # Empty text: nobody has to be picked up.
    Step("tell_transfer", lambda a: a.pick_up_from is not None),
    Step("choose_day", lambda a: bool(a.day)),
    Step("choose_hall", lambda a: bool(a.hall_class and a.cremator_type)),
    Step("choose_time", lambda a: bool(a.starts_at)),
)
CHECK = "confirm_booking"
# The page that checks the answers is a step of its own for whoever counts them.
NUMBER_OF_STEPS = len(STEPS) + 1


def number_of(view: str) -> int:
    """Counted from 1."""
    return [*(step.view for step in STEPS), CHECK].index(view) + 1


def step_before(view: str) -> str | None:
    number = number_of(view)
    return STEPS[number - 2].view if number > 1 else None


def first_unanswered(answers: Answers) -> str | None:
    """The view that asks what is still open; None where everything is answered."""
    return next((step.view for step in STEPS if not step.is_answered(answers)), None)
