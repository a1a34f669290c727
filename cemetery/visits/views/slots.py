"""Closing slots for weather, and opening them again."""

import uuid
from datetime import date, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery.visits import operations
from cemetery.visits.errors import SlotUnknown
from cemetery.visits.forms import CloseSlotsForm
from cemetery.visits.queries import slots as queries
from cemetery.visits.queries.bookings import count_untold
from cemetery.visits.queries.terms import get_site
from cemetery.visits.views.blueprint import STAFF, day_of, visits
from kernel import clock
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@visits.route("/visits/<uuid:site_id>/<day>/close", methods=["GET", "POST"])
@open_to(*STAFF)
def close_slots(site_id: uuid.UUID, day: str) -> ResponseReturnValue:
    site, on = get_site(site_id), day_of(day)
    form = CloseSlotsForm()
    form.slots.choices = [
        SelectChoice(str(slot.id), _times(slot.title, slot.starts_at, slot.ends_at))
        for slot in queries.list_slots(site, on)
        if not slot.closed_at
    ]
    done = form.carry_out(lambda: _close(site.id, on, form))
    if done:
        waiting = count_untold(site.id)
        flash(_("已暂停开放。需要电话告知的预约有 %(count)s 个。") % {"count": waiting})
        place = "visits.list_untold" if waiting else "visits.list_visits"
        return redirect(url_for(place, site_id=site.id, day=None if waiting else on))
    return render_template("visits/close_slots.html", form=form, site=site, day=on)


@visits.post("/visits/<uuid:site_id>/slots/<uuid:slot_id>/reopen")
@open_to(*STAFF)
def reopen_slot(site_id: uuid.UUID, slot_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    slot = queries.get_slot(site_id, slot_id)
    return form.act_and_return(
        lambda: operations.reopen_slot(
            site_id=site_id,
            slot_id=slot_id,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        url_for("visits.list_visits", site_id=site_id, day=slot.day),
        _("时段已恢复开放。"),
    )


def _close(site_id: uuid.UUID, day: date, form: CloseSlotsForm) -> bool:
    try:
        slot_ids = [uuid.UUID(each) for each in form.slots.data or []]
    except ValueError:
        raise SlotUnknown from None
    operations.close_slots(
        site_id=site_id,
        day=day,
        slot_ids=slot_ids,
        reason=form.reason.data or "",
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )
    return True


def _times(title: str, begin: datetime, end: datetime) -> str:
    return f"{title} {clock.say_clock(begin)}–{clock.say_clock(end)}".strip()
