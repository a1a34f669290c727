"""我的预约: open to the browser that made it, to others with its code and four digits."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from billing.queries import find_account, find_last_bill
from booking import queries
from booking.estimate import Estimate
from booking.forms import FindBookingForm
from booking.limits import limits_of
from booking.views.blueprint import booking
from booking.views.shown_names import shown_name_form
from booking.views.steps import OPENED, remember_booking
from funeral.queries.pick_ups import pick_up_of
from funeral.queries.plans import get_plan
from funeral.queries.schedule import cremation_of, farewell_of
from hardware.qr import svg, token_of
from kernel import attempts
from kernel.errors import Refusal
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, open_to


@booking.route("/b", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_booking() -> ResponseReturnValue:
    form = FindBookingForm(code=request.args.get("code", ""))
    if form.validate_on_submit():
        try:
            with attempts.counted("code", token_of(form.code.data)):
                found = queries.get_booking_of_family(form.code.data, form.last4.data)
        except Refusal as refusal:
            form.show(refusal)
        else:
            remember_booking(found.code)
            return redirect(url_for("booking.show_booking", code=found.code))
    return render_template("booking/find_booking.html", form=form)


@booking.get("/b/<code>")
@open_to(PUBLIC)
def show_booking(code: str) -> ResponseReturnValue:
    if code not in session.get(OPENED, []):
        return redirect(url_for("booking.find_booking", code=code))
    found = queries.get_booking(code)
    plan = get_plan(found.plan_id)
    return render_template(
        "booking/show_booking.html",
        booking=found,
        home=get_institution(found.institution_id),
        farewell=farewell_of(plan),
        cremation=cremation_of(plan),
        estimate=Estimate.from_json(found.estimate),
        pick_up=pick_up_of(plan),
        order_code=plan.order_code,
        is_request=plan.confirmed_at is None and found.cancelled_at is None,
        limits=limits_of(found, plan),
        form=Form(),
        name_form=shown_name_form(found),
        account=find_account(found.case_id) if found.case_id else None,
        is_billed=found.case_id is not None and find_last_bill(found.case_id) is not None,
        picture=Markup(svg(found.code)),  # noqa: S704 — drawn by us from a code we made
    )
