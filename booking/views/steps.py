"""What every question page does: find the draft, keep the order, save and go on."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from booking import operations, queries, steps
from booking.answers import Answers
from booking.errors import DraftLost
from booking.kinds import Channel
from booking.models import Draft
from kernel.people.actors import Actor, Role, family
from kernel.web import reader

TOKEN, OPENED, WAITS = "draft", "bookings", "waits"
STAFF = (Role.DESK, Role.ADMINISTRATOR)
# The cookie that keeps them holds four kilobytes.
MOST_OPENED = 20
View = Callable[..., ResponseReturnValue]


def current_draft() -> Draft:
    """The draft of this browser. Raises DraftLost."""
    token = session.get(TOKEN)
    if token is None:
        raise DraftLost
    return queries.get_draft(token)


def is_under_way() -> bool:
    """Whether this browser holds answers that are not confirmed yet."""
    try:
        return bool(current_draft().answers)
    except DraftLost:
        return False


def remember_booking(code: str) -> None:
    """This browser may open the booking from now on; the latest comes last."""
    opened = [each for each in session.get(OPENED, []) if each != code]
    session[OPENED] = [*opened, code][-MOST_OPENED:]


def asking(draft: Draft) -> Actor:
    """The clerk who fills in for a caller; else the family itself."""
    signed_in = reader()
    at_desk = draft.channel != Channel.WEB and signed_in and signed_in.role in STAFF
    if signed_in and at_desk and signed_in.institution_id == draft.institution_id:
        return signed_in.actor
    return family(str(draft.id))


def question(step: str) -> Callable[[View], View]:
    """A page of this step: called with the draft and its answers once all before are answered."""

    def of_step(view: View) -> View:
        @wraps(view)
        def ask(**arguments: Any) -> ResponseReturnValue:
            draft = current_draft()
            answers = Answers.from_json(draft.answers)
            elsewhere = place_instead_of(step, answers)
            return redirect(elsewhere) if elsewhere else view(draft, answers, **arguments)

        return ask

    return of_step


def place_instead_of(step: str, answers: Answers) -> str | None:
    """Where someone belongs who opens a page too early, or after everything was confirmed."""
    if answers == Answers() and session.get(OPENED) and steps.number_of(step) > 1:
        return url_for("booking.show_booking", code=session[OPENED][-1])
    first = steps.first_unanswered(answers)
    if first and steps.number_of(first) < steps.number_of(step):
        return url_for(f"booking.{first}")
    return None


def save(draft: Draft, answers: Answers, **changed: Any) -> ResponseReturnValue:
    """Keep what was just answered and go to what is still open. Raises refusals of save_answers."""
    answers = replace(answers, **changed)
    draft = operations.save_answers(draft_id=draft.id, answers=answers, by=asking(draft))
    view = steps.first_unanswered(Answers.from_json(draft.answers)) or steps.CHECK
    return redirect(url_for(f"booking.{view}"))


def show(step: str, template: str = "", **shown: Any) -> str:
    """A page of this step, with the way back and its number."""
    before = steps.step_before(step) or "start_draft"
    return render_template(
        f"booking/{template or step}.html",
        back_to=url_for(f"booking.{before}"),
        number=steps.number_of(step),
        number_of_steps=steps.NUMBER_OF_STEPS,
        on_behalf=_on_behalf(),
        **shown,
    )


def _on_behalf() -> str:
    """How the family reached the clerk who fills in for it; empty where it does so itself."""
    draft = current_draft()
    is_clerk = asking(draft).role is not None
    return Channel(draft.channel).label if is_clerk else ""
