"""The desk: the slots and bookings of a day, booking for who calls or comes, changing, telling."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cemetery.models import Site
from cemetery.texting import VISIT
from cemetery.visits import operations
from cemetery.visits.forms import BookVisitAtDeskForm, CancelVisitForm, chosen_slot
from cemetery.visits.kinds import Channel
from cemetery.visits.models import VisitBooking
from cemetery.visits.passes import pass_of, write_pass
from cemetery.visits.queries import bookings as queries
from cemetery.visits.queries import slots as slot_queries
from cemetery.visits.queries.entries import count_slots, list_conflicts
from cemetery.visits.queries.papers import list_passes
from cemetery.visits.queries.requests import count_requests
from cemetery.visits.queries.terms import find_terms, get_site, list_all_sites, terms_of
from cemetery.visits.views.blueprint import STAFF, day_of, slot_choice, slot_hints, visits
from cemetery.visits.views.find import change
from hardware.qr import svg
from kernel import clock
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.texts.queries import latest_about, list_texts_about
from kernel.web import Form, asker, open_to


@visits.get("/visits")
@open_to(*STAFF)
def list_sites() -> ResponseReturnValue:
    """Which site; where a home has one only, its day at once."""
    sites = list_all_sites()
    if len(sites) == 1:
        return redirect(url_for("visits.list_visits", site_id=sites[0].id))
    return render_template("visits/list_sites.html", sites=sites)


@visits.route("/visits/<uuid:site_id>", methods=["GET", "POST"])
@open_to(*STAFF)
def list_visits(site_id: uuid.UUID) -> ResponseReturnValue:
    """Searching is posted, so that no number of a person stands in an address."""
    site = get_site(site_id)
    if request.method == "POST":
        search = queries.veiled(request.form.get("search", "").strip())
        return redirect(url_for("visits.list_visits", site_id=site.id, search=search))
    day = day_of(request.args.get("day", ""), clock.today())
    search = request.args.get("search", "")
    page = queries.list_visits(
        site.id,
        day,
        search=search,
        slot_id=request.args.get("slot", None, uuid.UUID),
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "visits/list_visits.html",
        site=site,
        day=day,
        search=search,
        page=page,
        slots=slot_queries.list_slots(site, day),
        counts={each.slot.id: each for each in count_slots(site.id, day)},
        has_terms=find_terms(site.id, day) is not None,
        untold=queries.count_untold(site.id),
        conflicts=list_conflicts(site.id),
        ceremonies=slot_queries.list_ceremonies(site.id),
        queue=count_requests(site.id, day),
    )


@visits.route("/visits/<uuid:site_id>/book", methods=["GET", "POST"])
@open_to(*STAFF)
def book_visit_at_desk(site_id: uuid.UUID) -> ResponseReturnValue:
    site = get_site(site_id)
    form = BookVisitAtDeskForm()
    booked = form.carry_out(lambda: _book(site, form))
    if booked:
        flash(_("已预约，请把编号告诉家属，到场的可以打印通行码。"))
        return redirect(url_for("visits.get_visit", code=booked.code))
    terms = terms_of(site.id)
    day = day_of(request.args.get("day", ""), clock.today())
    slots = slot_queries.list_slots(site, day)
    form.slot.choices = [slot_choice(slot) for slot in slots]
    return render_template(
        "visits/book_visit_at_desk.html",
        form=form,
        site=site,
        day=day,
        days=slot_queries.list_days(site, clock.today(), terms.last_day(clock.now())),
        items=slot_hints(slots, is_staff=True),
        terms=terms,
    )


@visits.get("/visits/booked/<code>")
@open_to(*STAFF)
def get_visit(code: str) -> ResponseReturnValue:
    return _show(code, CancelVisitForm())


@visits.post("/visits/booked/<code>/cancel")
@open_to(*STAFF)
def cancel_visit(code: str) -> ResponseReturnValue:
    form = CancelVisitForm()
    queries.get_visit(code)
    cancelled = form.carry_out(
        lambda: operations.cancel_visit(
            code=code,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if cancelled:
        flash(_("预约已取消，名额已放开。"))
        return redirect(url_for("visits.get_visit", code=code))
    return _show(code, form)


@visits.post("/visits/booked/<code>/told")
@open_to(*STAFF)
def tell_family(code: str) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.tell_family(
            code=code, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("visits.get_visit", code=code),
        _("已记下告知时间。"),
    )


@visits.post("/visits/booked/<code>/pass")
@open_to(*STAFF)
def print_visit_pass(code: str) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.print_visit_pass(
            code=code, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("visits.get_visit", code=code),
        _("祭扫凭证已交给打印机。"),
    )


@visits.route("/visits/booked/<code>/time", methods=["GET", "POST"])
@open_to(*STAFF)
def change_visit_at_desk(code: str) -> ResponseReturnValue:
    back = url_for("visits.get_visit", code=code)
    return change(queries.get_visit(code), asker(), back, "visits/change_visit_at_desk.html")


@visits.get("/visits/<uuid:site_id>/untold")
@open_to(*STAFF)
def list_untold(site_id: uuid.UUID) -> ResponseReturnValue:
    """Whom to telephone because a slot was closed."""
    site = get_site(site_id)
    page = queries.list_untold(
        site.id,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    return render_template(
        "visits/list_untold.html",
        site=site,
        page=page,
        texts=latest_about(VISIT, [each.id for each in page.items]),
    )


def _book(site: Site, form: BookVisitAtDeskForm) -> VisitBooking:
    day, slot_id = chosen_slot(form.slot.data)
    return operations.book_visit(
        site_id=site.id,
        day=day,
        slot_id=slot_id,
        party=form.party(),
        channel=Channel(form.channel.data),
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _show(code: str, form: CancelVisitForm) -> str:
    booking = queries.get_visit(code)
    site = get_site(booking.site_id)
    return render_template(
        "visits/get_visit.html",
        booking=booking,
        form=form,
        new_form=Form,
        may_reprint=asker().role in {Role.DESK, Role.ADMINISTRATOR},
        passes=list_passes(booking, site),
        site=site,
        unit=queries.unit_name(booking.unit_id),
        channel=Channel(booking.channel),
        texts=list_texts_about(VISIT, booking.id),
        # Drawn by us from what we signed.
        picture=Markup(svg(write_pass(pass_of(booking)), side_mm=58)),  # noqa: S704
    )
