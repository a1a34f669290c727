"""The desk answers requests, and books for those who call or come."""

import secrets

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from booking import operations, queries
from booking.forms import DeclineBookingForm
from booking.kinds import Channel
from booking.views.blueprint import booking
from booking.views.steps import STAFF, TOKEN
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of
from kernel.errors import NotAllowed, NotFound, Refusal
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@booking.post("/desk/book")
@open_to(*STAFF)
def start_draft_at_desk() -> ResponseReturnValue:
    """The family's own pages, filled in by a clerk for somebody on the telephone or in front."""
    channel, form, by = request.form.get("channel", ""), Form(), asker()
    if channel not in {Channel.HOTLINE, Channel.DESK}:
        raise NotFound
    if by.institution_id is None:
        raise NotAllowed
    if form.validate_on_submit():
        token = secrets.token_urlsafe(32)
        operations.start_draft(
            institution_id=by.institution_id, token=token, channel=Channel(channel), by=by
        )
        session[TOKEN] = token
        return redirect(url_for("booking.tell_claimant"))
    return redirect(url_for("booking.desk"))


@booking.post("/bookings/<code>/accept")
@open_to(*STAFF)
def accept_booking(code: str) -> ResponseReturnValue:
    found, form = queries.get_booking(code), Form()
    return form.act_and_return(
        lambda: operations.accept_booking(
            code=found.code, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("booking.get_booking", code=found.code),
        _("预约已确认。请电话告诉家属。"),
    )


@booking.route("/bookings/<code>/decline", methods=["GET", "POST"])
@open_to(*STAFF)
def decline_booking(code: str) -> ResponseReturnValue:
    found, form = queries.get_booking(code), DeclineBookingForm()
    if form.validate_on_submit():
        try:
            operations.decline_booking(
                code=found.code,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已答复不能安排，时间会放开。请电话告诉家属。"))
            return redirect(url_for("booking.get_booking", code=found.code))
    plan = get_plan(found.plan_id)
    return render_template(
        "booking/decline_booking.html",
        form=form,
        booking=found,
        begin=begin_of(plan),
        is_request=plan.confirmed_at is None and found.cancelled_at is None,
    )
