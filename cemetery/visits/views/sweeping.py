"""代客祭扫 for a family far away: asked, followed, the pictures seen."""

import uuid
from datetime import date
from typing import cast

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.visits import operations
from cemetery.visits.forms import AskSweepForm
from cemetery.visits.kinds import Wish
from cemetery.visits.models import Sweep
from cemetery.visits.operations.sweeps import MOST_WORDS
from cemetery.visits.queries import sweeps as queries
from cemetery.visits.queries.bookings import unit_name
from cemetery.visits.queries.terms import get_site
from cemetery.visits.sweep_fees import find_fee
from cemetery.visits.views.blueprint import is_remembered, remember_visit, visits
from kernel import clock
from kernel.people.actors import family
from kernel.places import get_institution
from kernel.web import PUBLIC, open_to


@visits.route("/visit/<uuid:site_id>/sweep", methods=["GET", "POST"])
@open_to(PUBLIC)
def ask_sweep(site_id: uuid.UUID) -> ResponseReturnValue:
    site = get_site(site_id)
    form = AskSweepForm()
    asked = form.carry_out(lambda: _ask(site.id, form))
    fee = find_fee(site.institution_id, clock.today())
    if asked:
        remember_visit(asked.code)
        return redirect(url_for("visits.show_sweep", code=asked.code))
    form.agreed.data = str(fee.fen if fee else 0)
    return render_template(
        "visits/ask_sweep.html",
        form=form,
        fee=fee,
        site=site,
        home=get_institution(site.institution_id),
        most_words=MOST_WORDS,
    )


@visits.get("/sweep/<code>")
@open_to(PUBLIC)
def show_sweep(code: str) -> ResponseReturnValue:
    if not is_remembered(code):
        return redirect(url_for("visits.find_visit", code=code))
    found = queries.get_sweep(code)
    site = get_site(found.site_id)
    return render_template(
        "visits/show_sweep.html",
        sweep=found,
        site=site,
        home=get_institution(site.institution_id),
        unit=unit_name(found.unit_id),
        wishes=[Wish(each).label for each in found.wishes],
        photos=queries.list_photos(found) if found.done_at else [],
    )


@visits.get("/sweep/<code>/photos/<uuid:photo_id>")
@open_to(PUBLIC)
def show_sweep_photo(code: str, photo_id: uuid.UUID) -> ResponseReturnValue:
    """For the browser that knows the request, once it is done."""
    found = queries.get_sweep(code)
    if not is_remembered(code) or not found.done_at:
        return redirect(url_for("visits.find_visit", code=code))
    return Response(queries.get_photo(found, photo_id).picture, mimetype="image/jpeg")


def _ask(site_id: uuid.UUID, form: AskSweepForm) -> Sweep:
    return operations.ask_sweep(
        site_id=site_id,
        unit=form.unit.data or "",
        wishes=[Wish(each) for each in form.wishes.data or []],
        words=form.words.data or "",
        wanted_on=cast(date, form.wanted_on.data),
        name=form.name.data or "",
        phone=form.phone.data or "",
        agreed_fen=int(form.agreed.data) if (form.agreed.data or "").isdecimal() else 0,
        by=family("web"),
        idempotency_key=form.idempotency_key.data,
    )
