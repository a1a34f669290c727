"""The name at the door of the hall, as the family chooses it on the page of its booking."""

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from booking import queries
from booking.forms import ChooseShownNameForm
from booking.models import Booking
from booking.views.blueprint import booking
from booking.views.steps import OPENED
from funeral.operations import approve_shown_name, withdraw_shown_name
from funeral.queries.ceremonies import find_shown_name
from funeral.shown_names import wordings_of
from kernel.i18n import _
from kernel.people.actors import family
from kernel.web import PUBLIC, open_to


@booking.post("/b/<code>/shown-name")
@open_to(PUBLIC)
def choose_shown_name(code: str) -> ResponseReturnValue:
    """It stands at the door once the desk has received the family, and not before."""
    if code not in session.get(OPENED, []):
        return redirect(url_for("booking.find_booking", code=code))
    found = queries.get_booking(code)
    form = shown_name_form(found)
    if not found.cancelled_at and form.carry_out(lambda: _choose(found, form)):
        flash(_("已记下。到馆办理登记以后，门口的屏幕按您的选择显示。"))
    return redirect(url_for("booking.show_booking", code=code))


def shown_name_form(found: Booking) -> ChooseShownNameForm:
    """With what is chosen now."""
    shown = find_shown_name(found.deceased_id)
    chosen = shown.wording if shown and not shown.withdrawn_at else ""
    form = ChooseShownNameForm(wording=chosen)
    wordings = wordings_of(found.deceased.name, found.deceased.sex)
    # What the desk wrote down otherwise stays a choice.
    form.offer([*wordings, *({chosen} - {*wordings, ""})])
    return form


def _choose(found: Booking, form: ChooseShownNameForm) -> bool:
    by, key = family(found.code), form.idempotency_key.data
    if form.wording.data:
        approve_shown_name(
            deceased_id=found.deceased_id,
            wording=form.wording.data,
            agreed_by=found.claimant.name,
            by=by,
            idempotency_key=key,
        )
    else:
        withdraw_shown_name(deceased_id=found.deceased_id, by=by, idempotency_key=key)
    return True
