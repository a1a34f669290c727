"""The desk's day: who has booked and waits to be received, and where a number leads."""

import re
import uuid
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from booking import operations, queries
from booking.estimate import Estimate
from booking.forms import CancelBookingForm
from booking.queries.papers import list_booking_slips
from booking.views.blueprint import booking
from booking.views.found import SEEKERS
from booking.views.steps import STAFF
from booking.views.words import words_of_booked
from funeral.kinds import ResourceKind
from funeral.panels import Expected
from funeral.queries.cases import get_case_by_id, list_cases_opened_on
from funeral.queries.pick_ups import pick_up_of
from funeral.queries.plans import get_plan, list_plans
from funeral.queries.schedule import (
    begin_of,
    cremation_of,
    farewell_of,
    list_day,
)
from hardware.errors import (
    BarcodeScanned,
    CodeUnknown,
    IdentityNumberScanned,
    NotACode,
    ScanTooLong,
)
from hardware.queries import count_unconfirmed
from hardware.scanning import Standing, acts_on, resolve
from kernel import clock
from kernel.counters import NumberKind
from kernel.errors import NotAllowed, Refusal
from kernel.i18n import _
from kernel.people.finding import find_people, veiled
from kernel.web import Form, asker, may_open, open_to

if TYPE_CHECKING:
    from funeral.models import FuneralCase

# As kernel.counters makes them: home, kind, year, serial.
BUSINESS_NUMBER = re.compile(rf"[A-Z]{{2,4}}([{''.join(NumberKind)}])\d{{2}}-\d{{5}}")


@booking.get("/desk")
@open_to(*STAFF)
def desk() -> ResponseReturnValue:
    today = clock.today()
    kinds = [each.resource.kind for each, _case in list_day(home_id(), today)]
    booked = queries.list_waiting_bookings()
    plans = list_plans({each.plan_id for each in booked})
    waiting = [each for each in booked if plans[each.plan_id].confirmed_at]
    return render_template(
        "booking/desk.html",
        new_form=Form,
        waiting=waiting,
        requested=[each for each in booked if each not in waiting],
        plans=plans,
        queue=queries.list_queue(),
        begin_of=begin_of,
        opened=list_cases_opened_on(today),
        farewells=kinds.count(ResourceKind.HALL),
        cremations=kinds.count(ResourceKind.CREMATOR),
        unconfirmed=count_unconfirmed(home_id()),
        numbers=sum(queries.count_tickets(home_id()).values()),
    )


@booking.post("/desk/find")
@open_to(*SEEKERS)
def find_record() -> ResponseReturnValue:
    """A scanned or typed number leads to its record; a name, ID number or phone to who it may be.

    Posted, so that no ID number stands in an address, a log or the browser's history.
    """
    search = request.form.get("search", "").strip()
    start = url_for("booking.desk" if may_open("booking.desk") else "booking.list_found")
    if not search:
        return redirect(start)
    try:
        scanned = resolve(search)
    except (BarcodeScanned, CodeUnknown, IdentityNumberScanned, NotACode, ScanTooLong):
        # Names and every kind of identity paper; some of those look like a shop's code.
        return redirect(url_for("booking.list_found", search=veiled(search)))
    except Refusal as refusal:
        flash(str(refusal))
        return redirect(start)
    acts = [scanned.page, *acts_on(scanned)] if scanned.page else acts_on(scanned)
    page = next((act for act in acts if may_open(act.endpoint) and not act.sends), None)
    if page is None or scanned.standing in {Standing.REVOKED, Standing.VOIDED}:
        facts = {"kind": scanned.kind, "now": scanned.standing.label, "state": scanned.state}
        flash(_("%(kind)s%(now)s：%(state)s") % facts)
    return redirect(url_for(page.endpoint, **page.values) if page else start)


def _case_page(case: "FuneralCase") -> str:
    return url_for("funeral.get_case", number=case.number)


@booking.route("/bookings", methods=["GET", "POST"])
@open_to(*STAFF)
def list_bookings() -> ResponseReturnValue:
    if request.method == "POST":
        search = veiled(request.form.get("search", "").strip())
        return redirect(url_for("booking.list_bookings", search=search))
    search = request.args.get("search", "").strip()
    found = find_people(search) if search else None
    page = queries.list_bookings(
        found=found,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    plans = list_plans({each.plan_id for each in page.items})
    return render_template(
        "booking/list_bookings.html",
        page=page,
        search=search,
        found=found,
        plans=plans,
        begin_of=begin_of,
    )


@booking.get("/bookings/<code>")
@open_to(*STAFF)
def get_booking(code: str) -> ResponseReturnValue:
    return _show(code, Form())


@booking.post("/bookings/<code>/open-case")
@open_to(*STAFF)
def open_case_from_booking(code: str) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        try:
            case = operations.open_case_from_booking(
                code=code, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("家属已接待，案件 %(number)s 已建立。") % {"number": case.number})
            return redirect(_case_page(case))
    return _show(code, form)


@booking.route("/bookings/<code>/cancel", methods=["GET", "POST"])
@open_to(*STAFF)
def cancel_booking(code: str) -> ResponseReturnValue:
    found = queries.get_booking(code)
    form = CancelBookingForm()
    if form.validate_on_submit():
        try:
            operations.cancel_booking(
                code=found.code,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("预约已取消，时间已放开。"))
            return redirect(url_for("booking.get_booking", code=found.code))
    begin = begin_of(get_plan(found.plan_id))
    return render_template("booking/cancel_booking.html", form=form, booking=found, begin=begin)


def _show(code: str, form: Form) -> str:
    found = queries.get_booking(code)
    plan = get_plan(found.plan_id)
    return render_template(
        "booking/get_booking.html",
        form=form,
        new_form=Form,
        slips=list_booking_slips(found, plan),
        booking=found,
        case=get_case_by_id(found.case_id) if found.case_id else None,
        farewell=farewell_of(plan),
        cremation=cremation_of(plan),
        pick_up=pick_up_of(plan),
        plan=plan,
        estimate=Estimate.from_json(found.estimate),
        words=words_of_booked(found),
    )


def home_id() -> uuid.UUID:
    """The asker's funeral home."""
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return institution_id


def expected_families(plan_ids: set[uuid.UUID]) -> dict[uuid.UUID, Expected]:
    """For the day board: whose booking holds a time, and where it is received."""
    return {
        each.plan_id: Expected(
            each.deceased.name,
            url_for("booking.get_booking", code=each.code),
            each.pick_up_from,
        )
        for each in queries.list_bookings_of_plans(plan_ids)
    }
