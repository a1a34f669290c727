"""A family books: which site, which day and slot, who comes."""

import uuid
from datetime import date, datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.models import Site
from cemetery.visits import operations
from cemetery.visits.arriving import arrive
from cemetery.visits.errors import SlotUnknown
from cemetery.visits.forms import BookVisitForm
from cemetery.visits.models import VisitSlot
from cemetery.visits.queries import slots as queries
from cemetery.visits.queries.terms import get_site, list_open_sites, terms_of
from cemetery.visits.queueing import is_queued
from cemetery.visits.terms import COME_EARLY, Terms
from cemetery.visits.views.blueprint import day_of, remember_visit, slot_hints, visits
from kernel import clock
from kernel.people.actors import family
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to


@visits.get("/visit")
@open_to(PUBLIC)
def list_visit_sites() -> ResponseReturnValue:
    sites = list_open_sites()
    if len(sites) == 1:
        return redirect(url_for("visits.choose_slot", site_id=sites[0].id))
    homes = {site.id: get_institution(site.institution_id) for site in sites}
    return render_template("visits/list_visit_sites.html", sites=sites, homes=homes)


@visits.get("/visit/<uuid:site_id>")
@open_to(PUBLIC)
def choose_slot(site_id: uuid.UUID) -> ResponseReturnValue:
    """The days that can be booked as links, the slots of one of them as links."""
    site = get_site(site_id)
    terms = terms_of(site_id)
    days = open_days(site, terms)
    day = day_of(request.args.get("day", ""), _first_useful(days))
    shown = days.get(day, [])
    return render_template(
        "visits/choose_slot.html",
        site=site,
        home=get_institution(site.institution_id),
        terms=terms,
        days=days,
        day=day,
        slots=shown,
        hints=slot_hints(shown),
        next_day=_next_day(terms),
        opens=_still_to_open(site_id, day) if shown else None,
        ceremonies=[each for each in queries.list_ceremonies(site_id) if each.day not in days],
    )


@visits.route("/visit/<uuid:site_id>/<day>/<uuid:slot_id>", methods=["GET", "POST"])
@open_to(PUBLIC)
def book_visit(site_id: uuid.UUID, day: str, slot_id: uuid.UUID) -> ResponseReturnValue:
    on, form = day_of(day), BookVisitForm()
    if is_queued(site_id, on, slot_id):
        return _queue(site_id, on, slot_id, form)
    site = get_site(site_id)
    booked = form.carry_out(
        lambda: operations.book_visit(
            site_id=site.id,
            day=on,
            slot_id=slot_id,
            party=form.party(),
            by=family("web"),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if booked:
        remember_visit(booked.code)
        return redirect(url_for("visits.show_visit", code=booked.code))
    return _form_page(site.id, on, slot_id, form)


def _queue(
    site_id: uuid.UUID, day: date, slot_id: uuid.UUID, form: BookVisitForm
) -> ResponseReturnValue:
    """The same form around the opening of a day: it ends in a place in the queue."""
    token = form.carry_out(
        lambda: arrive(
            site_id=site_id,
            day=day,
            slot_id=slot_id,
            party=form.party(),
            any_slot=bool(form.any_slot.data),
            key=form.idempotency_key.data or "",
        )
    )
    if token:
        return redirect(url_for("visits.show_request", token=token))
    return _form_page(site_id, day, slot_id, form, is_queued=True)


def _form_page(
    site_id: uuid.UUID,
    day: date,
    slot_id: uuid.UUID,
    form: BookVisitForm,
    *,
    is_queued: bool = False,
) -> ResponseReturnValue:
    site, terms = get_site(site_id), terms_of(site_id, day)
    slot, opens = _slot(site, day, slot_id), terms.opening_of(day)
    return render_template(
        "visits/book_visit.html",
        form=form,
        site=site,
        home=get_institution(site.institution_id),
        slot=slot,
        terms=terms,
        is_queued=is_queued,
        opens=opens if clock.now() < opens else None,
    )


def open_days(site: Site, terms: Terms) -> dict[date, list[VisitSlot]]:
    """From today to the last day that can be booked now or in a few minutes; none, where nobody
    needs to book."""
    last = max(clock.today(), terms.last_day(clock.now() + COME_EARLY))
    return queries.list_days(site, clock.today(), last)


def _slot(site: Site, day: date, slot_id: uuid.UUID) -> VisitSlot:
    found = next((each for each in queries.list_slots(site, day) if each.id == slot_id), None)
    if found is None:
        raise SlotUnknown
    return found


def _still_to_open(site_id: uuid.UUID, day: date) -> datetime | None:
    opens = terms_of(site_id, day).opening_of(day)
    return opens if clock.now() < opens else None


def _first_useful(days: dict[date, list[VisitSlot]]) -> date:
    """The first day with a slot that can still be had."""
    now = clock.now()
    useful = (day for day, slots in days.items() if any(slot.starts_at > now for slot in slots))
    return next(useful, clock.today())


def _next_day(terms: Terms) -> tuple[date, datetime] | None:
    """The first day that cannot be booked yet but will be, and when."""
    day = terms.last_day(clock.now() + COME_EARLY)
    for ahead in range(1, 61):
        coming = day + timedelta(days=ahead)
        if terms.needs_booking(coming):
            return coming, terms.opening_of(coming)
    return None
