"""The check page and the confirmation."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from booking import operations
from booking.answers import Answers
from booking.errors import NotAllAnswered
from booking.forms import ChooseTimeForm, ConfirmBookingForm
from booking.models import Draft
from booking.offers import find_offer
from booking.people import index_of
from booking.steps import CHECK
from booking.views.blueprint import booking
from booking.views.steps import (
    asking,
    current_draft,
    place_instead_of,
    remember_booking,
    show,
)
from booking.views.times import nearest_choices
from booking.views.words import words_of
from funeral.errors import TimeTaken
from funeral.queries.schedule import nearest_free_times
from funeral.queries.terms import terms_of
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to


@booking.route("/book/check", methods=["GET", "POST"])
@open_to(PUBLIC)
def confirm_booking() -> ResponseReturnValue:
    draft = current_draft()
    form = ConfirmBookingForm()
    if form.validate_on_submit():
        try:
            booked = operations.confirm_booking(
                draft_id=draft.id,
                agreed=form.agreed.data or "",
                by=asking(draft),
                idempotency_key=form.idempotency_key.data,
            )
        except NotAllAnswered:
            # Sent from a page left open: the place below says what is still to do.
            draft = current_draft()
        except Refusal as refusal:
            form.show(refusal)
            draft = current_draft()
        else:
            if asking(draft).role:
                return redirect(url_for("booking.get_booking", code=booked.code))
            remember_booking(booked.code)
            return redirect(url_for("booking.show_booking", code=booked.code))
    answers = Answers.from_json(draft.answers)
    elsewhere = place_instead_of(CHECK, answers)
    return redirect(elsewhere) if elsewhere else _check(draft, answers, form)


def _check(draft: Draft, answers: Answers, form: ConfirmBookingForm) -> str:
    offer = find_offer(draft)
    form.agreed.data = offer.fingerprint if offer else ""
    other_times = None if offer else _other_times(draft, answers)
    if other_times and not form.errors:
        form.show(TimeTaken())
    return show(
        CHECK,
        form=form,
        answers=answers,
        offer=offer,
        other_times=other_times,
        home=get_institution(draft.institution_id),
        is_request=terms_of(draft.institution_id).desk_confirms and not asking(draft).role,
        words=words_of(answers),
    )


def _other_times(draft: Draft, answers: Answers) -> ChooseTimeForm:
    """The nearest free ones, the very nearest chosen, so that one tap takes it."""
    near = nearest_free_times(
        draft.institution_id,
        answers.chosen_start or clock.now(),
        answers.hall,
        answers.cremator,
        index_of(answers),
        but_for=draft.plan_id,
    )
    form = ChooseTimeForm(formdata=None, starts_at=near[0].isoformat() if near else None)
    form.starts_at.label.text = _("最近的空闲时间")
    form.starts_at.choices = nearest_choices(near)
    return form
