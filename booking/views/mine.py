"""What a family changes about its booking by itself, and a clerk for it."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from booking import operations, queries
from booking.forms import ChangeBookingForm
from booking.limits import limits_of
from booking.models import Booking
from booking.offers import list_other_times
from booking.views.blueprint import booking
from booking.views.steps import OPENED, STAFF
from booking.views.times import choices_of, described, instant
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of
from funeral.queries.terms import last_day
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Actor, family
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, asker, open_to


@booking.route("/b/<code>/time", methods=["GET", "POST"])
@open_to(PUBLIC)
def change_booking(code: str) -> ResponseReturnValue:
    """For the browser that knows the booking."""
    if code not in session.get(OPENED, []):
        return redirect(url_for("booking.find_booking", code=code))
    back = url_for("booking.show_booking", code=code)
    return _change(queries.get_booking(code), family(code), back, "booking/change_booking.html")


@booking.route("/bookings/<code>/time", methods=["GET", "POST"])
@open_to(*STAFF)
def change_booking_at_desk(code: str) -> ResponseReturnValue:
    back = url_for("booking.get_booking", code=code)
    return _change(queries.get_booking(code), asker(), back, "booking/change_booking_at_desk.html")


@booking.post("/b/<code>/cancel")
@open_to(PUBLIC)
def cancel_my_booking(code: str) -> ResponseReturnValue:
    """The page of the booking asks whether it is meant."""
    if code not in session.get(OPENED, []):
        return redirect(url_for("booking.find_booking", code=code))
    form = Form()
    return form.act_and_return(
        lambda: operations.cancel_booking(
            code=code, by=family(code), idempotency_key=form.idempotency_key.data
        ),
        url_for("booking.show_booking", code=code),
    )


def _change(booked: Booking, by: Actor, back: str, template: str) -> ResponseReturnValue:
    form = ChangeBookingForm()
    if form.validate_on_submit():
        try:
            operations.change_booking(
                code=booked.code,
                starts_at=instant(form.starts_at.data),
                by=by,
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("时间已经更改。请看下面新的安排和费用预估。"))
            return redirect(back)
    booked = queries.get_booking(booked.code)
    plan = get_plan(booked.plan_id)
    begin = begin_of(plan)
    day = _asked_day(booked, clock.day_of(begin) if begin else clock.today())
    proposals = [each for each in list_other_times(plan, day) if each.starts_at != begin]
    form.starts_at.choices = choices_of(proposals)
    return render_template(
        template,
        form=form,
        back_to=back,
        booking=booked,
        begin=begin,
        day=day,
        days=_days(booked),
        items=dict(described(proposals)),
        limits=limits_of(booked, plan),
        home=get_institution(booked.institution_id),
    )


def _asked_day(booked: Booking, otherwise: date) -> date:
    """What no link of ours says leads to the day of the booking."""
    days = _days(booked)
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        asked = otherwise
    return asked if asked in days else min(max(otherwise, days[0]), days[-1])


def _days(booked: Booking) -> list[date]:
    ahead = (last_day(booked.institution_id) - clock.today()).days
    return [clock.today() + timedelta(days=each) for each in range(ahead + 1)]
