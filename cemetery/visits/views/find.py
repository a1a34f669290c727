"""我的祭扫预约: open to the browser that made it, to others with its code and four digits."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cemetery.visits import operations
from cemetery.visits.forms import ChangeVisitForm, FindVisitForm, chosen_slot
from cemetery.visits.gate import opening_hours
from cemetery.visits.models import VisitBooking
from cemetery.visits.passes import pass_of, write_pass
from cemetery.visits.queries import bookings as queries
from cemetery.visits.queries import sweeps
from cemetery.visits.queries.entries import has_entered
from cemetery.visits.queries.terms import get_site, terms_of
from cemetery.visits.views.blueprint import (
    day_of,
    is_remembered,
    remember_visit,
    slot_choice,
    slot_hints,
    visits,
)
from cemetery.visits.views.book import open_days
from hardware.qr import svg, token_of
from kernel import attempts, clock
from kernel.i18n import _
from kernel.people.actors import Actor, family
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, open_to


@visits.route("/v", methods=["GET", "POST"])
@open_to(PUBLIC)
def find_visit() -> ResponseReturnValue:
    """A booked visit, or a request to sweep for the family."""
    form = FindVisitForm(code=request.args.get("code", ""))
    found = form.carry_out(lambda: _found(form.code.data or "", form.last4.data or ""))
    if found:
        endpoint, code = found
        remember_visit(code)
        return redirect(url_for(endpoint, code=code))
    return render_template("visits/find_visit.html", form=form)


@visits.get("/v/<code>")
@open_to(PUBLIC)
def show_visit(code: str) -> ResponseReturnValue:
    if not is_remembered(code):
        return redirect(url_for("visits.find_visit", code=code))
    found = queries.get_visit(code)
    site = get_site(found.site_id)
    terms = terms_of(site.id, found.slot.day)
    from_, until = opening_hours(found, terms)
    return render_template(
        "visits/show_visit.html",
        booking=found,
        site=site,
        home=get_institution(site.institution_id),
        terms=terms,
        enter_from=from_,
        enter_until=until,
        unit=queries.unit_name(found.unit_id),
        may_change=_may_change(found),
        form=Form(),
        # Drawn by us from what we signed.
        picture=Markup(svg(write_pass(pass_of(found)), side_mm=58)),  # noqa: S704
    )


@visits.route("/v/<code>/time", methods=["GET", "POST"])
@open_to(PUBLIC)
def change_visit(code: str) -> ResponseReturnValue:
    if not is_remembered(code):
        return redirect(url_for("visits.find_visit", code=code))
    back = url_for("visits.show_visit", code=code)
    return change(queries.get_visit(code), family(code), back, "visits/change_visit.html")


@visits.post("/v/<code>/cancel")
@open_to(PUBLIC)
def cancel_my_visit(code: str) -> ResponseReturnValue:
    """The page of the visit asks whether it is meant."""
    if not is_remembered(code):
        return redirect(url_for("visits.find_visit", code=code))
    form = Form()
    return form.act_and_return(
        lambda: operations.cancel_visit(
            code=code, by=family(code), idempotency_key=form.idempotency_key.data
        ),
        url_for("visits.show_visit", code=code),
    )


def change(booking: VisitBooking, by: Actor, back: str, template: str) -> ResponseReturnValue:
    """For the family and for a clerk: another slot of one of the days that can be booked."""
    form = ChangeVisitForm()
    changed = form.carry_out(lambda: _change(booking.code, form, by))
    if changed:
        flash(_("时间已经更改，请用新的通行码。"))
        return redirect(back)
    booking = queries.get_visit(booking.code)
    site = get_site(booking.site_id)
    days = open_days(site, terms_of(site.id))
    day = day_of(request.args.get("day", ""), booking.slot.day)
    offered = [slot for slot in days.get(day, []) if slot.id != booking.slot_id]
    form.slot.choices = [slot_choice(slot) for slot in offered]
    return render_template(
        template,
        form=form,
        booking=booking,
        site=site,
        back_to=back,
        days=days,
        day=day,
        items=slot_hints(offered, is_staff=by.role is not None),
    )


def _change(code: str, form: ChangeVisitForm, by: Actor) -> VisitBooking:
    day, slot_id = chosen_slot(form.slot.data)
    return operations.change_visit(
        code=code, day=day, slot_id=slot_id, by=by, idempotency_key=form.idempotency_key.data
    )


def _found(code: str, last4: str) -> tuple[str, str]:
    """Whoever guesses is braked. Raises WrongVisitDigits, TooManyAttempts."""
    with attempts.counted("visit", token_of(code)):
        if sweeps.find_sweep(code):
            return "visits.show_sweep", sweeps.get_sweep_of_family(code, last4).code
        return "visits.show_visit", queries.get_visit_of_family(code, last4).code


def _may_change(booking: VisitBooking) -> bool:
    over = booking.slot.starts_at <= clock.now() and not booking.slot.closed_at
    return booking.cancelled_at is None and not over and not has_entered(booking)
