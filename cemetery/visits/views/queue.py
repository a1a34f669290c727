"""The queue of a day's opening for staff: who came when, and what each was answered."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.texting import VISIT, VISIT_REQUEST
from cemetery.visits.kinds import Answer, Waiting
from cemetery.visits.queries.bookings import find_codes, veiled
from cemetery.visits.queries.requests import count_requests, list_requests
from cemetery.visits.queries.slots import list_made_slots
from cemetery.visits.queries.terms import get_site
from cemetery.visits.views.blueprint import STAFF, day_of, visits
from kernel import clock
from kernel.texts.queries import latest_about
from kernel.web import open_to


@visits.route("/visits/<uuid:site_id>/queue", methods=["GET", "POST"])
@open_to(*STAFF)
def list_visit_requests(site_id: uuid.UUID) -> ResponseReturnValue:
    """Searching is posted, so that no number of a person stands in an address."""
    site, day = get_site(site_id), day_of(request.args.get("day", ""), clock.today())
    if request.method == "POST":
        search = veiled(request.form.get("search", "").strip())
        here = url_for(".list_visit_requests", site_id=site.id, day=day.isoformat(), search=search)
        return redirect(here)
    state, search = request.args.get("state", ""), request.args.get("search", "")
    page = list_requests(
        site.id,
        day,
        state=state if state in set(Waiting) else "",
        search=search,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    ids = [each.id for each in page.items]
    return render_template(
        "visits/list_visit_requests.html",
        site=site,
        day=day,
        search=search,
        state=state,
        states=Waiting,
        counted=count_requests(site.id, day),
        page=page,
        answers=Answer,
        slots={slot.id: slot for slot in list_made_slots(site.id, day)},
        codes=find_codes(site.id, ids),
        texts=latest_about(VISIT_REQUEST, ids) | latest_about(VISIT, ids),
    )
