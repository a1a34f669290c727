"""The family called or written to, an announcement posted."""

import uuid
from datetime import time

from flask.typing import ResponseReturnValue

from cemetery.ashes.queries import portions as queries
from cemetery.ashes.uncollected import operations
from cemetery.ashes.uncollected.forms import AnnouncementForm, ContactForm
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay
from cemetery.ashes.uncollected.views.blueprint import carried_out, uncollected
from cemetery.ashes.views.blueprint import KEEPERS
from kernel import clock
from kernel.i18n import _
from kernel.web import asker, open_to


@uncollected.route("/uncollected/<uuid:portion_id>/contact", methods=["GET", "POST"])
@open_to(*KEEPERS)
def record_contact(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), ContactForm()
    return carried_out(
        portion,
        form,
        lambda: operations.record_contact(
            portion_id=portion.id,
            way=ContactWay(form.way.data),
            whom=form.whom.data or "",
            happened_at=clock.at(form.day.data or clock.today(), form.time_of_day.data or time()),
            result=ContactResult(form.result.data),
            note=form.note.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("登记联系家属"),
        _("联系已登记。"),
    )


@uncollected.route("/uncollected/<uuid:portion_id>/announcement", methods=["GET", "POST"])
@open_to(*KEEPERS)
def record_announcement(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), AnnouncementForm()
    return carried_out(
        portion,
        form,
        lambda: operations.record_announcement(
            portion_id=portion.id,
            place=form.place.data or "",
            since=form.since.data or clock.today(),
            until=form.until.data or clock.today(),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("登记骨灰认领公告"),
        _("公告已登记，期满以前家属随时可以领取。"),
    )
