"""集体公祭 and 生态安葬仪式: announced here, registered for as a visit."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.visits import operations
from cemetery.visits.errors import CeremonyTimesWrong, SlotTimesUnread
from cemetery.visits.forms import AnnounceCeremonyForm, lines_of
from cemetery.visits.models import VisitSlot
from cemetery.visits.queries.terms import get_site
from cemetery.visits.terms import Times, read_times
from cemetery.visits.views.blueprint import STAFF, visits
from kernel.i18n import _
from kernel.web import asker, open_to


@visits.route("/visits/<uuid:site_id>/ceremony", methods=["GET", "POST"])
@open_to(*STAFF)
def announce_ceremony(site_id: uuid.UUID) -> ResponseReturnValue:
    site = get_site(site_id)
    form = AnnounceCeremonyForm()
    announced = form.carry_out(lambda: _announce(site.id, form))
    if announced:
        flash(_("仪式已公布，家属可以报名。"))
        return redirect(url_for("visits.list_visits", site_id=site.id, day=announced.day))
    return render_template("visits/announce_ceremony.html", form=form, site=site)


def _announce(site_id: uuid.UUID, form: AnnounceCeremonyForm) -> VisitSlot:
    return operations.announce_ceremony(
        site_id=site_id,
        title=form.title.data or "",
        place=form.place.data or "",
        day=cast(date, form.day.data),
        times=_times(form.times.data or ""),
        persons=form.persons.data or 0,
        cars=form.cars.data or 0,
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _times(written: str) -> Times:
    """Raises CeremonyTimesWrong."""
    try:
        (times,) = read_times(list(lines_of(written)))
    except (SlotTimesUnread, ValueError):
        raise CeremonyTimesWrong from None
    return times
