"""Sent to another institution, received there, or back again."""

import uuid

from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery.ashes import operations
from cemetery.ashes.forms import AcknowledgeAshesForm, SendAshesForm, TakeBackAshesForm
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.views.blueprint import KEEPERS, ashes, carried_out, home_id
from kernel.i18n import _
from kernel.places import InstitutionKind, get_institution, list_institutions
from kernel.web import asker, open_to

RECEIVERS = (
    InstitutionKind.FUNERAL_HOME,
    InstitutionKind.COLUMBARIUM,
    InstitutionKind.CEMETERY,
)
OUTSIDE = ""


@ashes.route("/portions/<uuid:portion_id>/send", methods=["GET", "POST"])
@open_to(*KEEPERS)
def send_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), SendAshesForm()
    form.to.choices = _destinations()
    return carried_out(
        portion,
        form,
        lambda: operations.send_ashes(
            portion_id=portion.id,
            to_institution_id=uuid.UUID(form.to.data) if form.to.data else None,
            outside=form.outside.data or "",
            carried_by=form.carried_by.data or "",
            contact_given=form.contact_given.data,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("骨灰移交"),
        _("移交已登记，等接收单位确认。"),
    )


@ashes.route("/portions/<uuid:portion_id>/acknowledge", methods=["GET", "POST"])
@open_to(*KEEPERS)
def acknowledge_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), AcknowledgeAshesForm()
    return carried_out(
        portion,
        form,
        lambda: operations.acknowledge_ashes(
            portion_id=portion.id,
            place=form.place.data or "",
            received_by=form.received_by.data or "",
            receipt=form.receipt.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("确认接收骨灰"),
        _("接收已登记。"),
    )


@ashes.route("/portions/<uuid:portion_id>/take-back", methods=["GET", "POST"])
@open_to(*KEEPERS)
def take_back_ashes(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), TakeBackAshesForm()
    if portion.stands is not PortionState.ELSEWHERE:
        # On the way: who carried them is written down.
        del form.brought_by
    return carried_out(
        portion,
        form,
        lambda: operations.take_back_ashes(
            portion_id=portion.id,
            place=form.place.data or "",
            reason=form.reason.data or "",
            brought_by=(form.brought_by.data or "") if "brought_by" in form else "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        _("移交的骨灰退回"),
        _("已登记退回，骨灰现在由本单位保管。"),
    )


def _destinations() -> list[SelectChoice]:
    """Every institution of the county but our own, then those outside."""
    county = get_institution(home_id()).region_code[:6]
    known = [
        SelectChoice(str(each.id), each.name)
        for kind in RECEIVERS
        for each in list_institutions(kind, county)
        if each.id != home_id()
    ]
    return [SelectChoice(OUTSIDE, _("其他单位（在下面填写名称）")), *known]
