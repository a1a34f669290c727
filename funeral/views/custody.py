"""Receiving the remains, the farewell as it was held, the ashes handed over."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from billing.queries import find_tariff_item
from funeral import operations
from funeral.charges import TRANSFER
from funeral.fields import moment, moments
from funeral.forms import (
    CancelFarewellForm,
    HandOverAshesForm,
    ReceiveRemainsForm,
    RecordFarewellForm,
)
from funeral.kinds import ResourceKind
from funeral.panels import ashes_elsewhere
from funeral.queries import cases, schedule
from funeral.queries.custody import list_free_cabinets
from funeral.queries.progress import progress_of
from funeral.queries.trips import find_trip_km
from funeral.steps import DESK, FLOOR, KEEPERS
from funeral.views.blueprint import funeral, home_id
from funeral.views.scanning import traced
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/receive", methods=["GET", "POST"])
@open_to(*FLOOR)
def receive_remains(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = ReceiveRemainsForm()
    form.place.choices = [
        SelectChoice("", _("暂不放入柜位")),
        *(SelectChoice(str(c.id), c.name) for c in list_free_cabinets(home_id())),
    ]
    if not form.is_submitted():
        form.transfer_km.data = find_trip_km(case.id)
    if form.validate_on_submit():
        try:
            token, device_at = form.wristband.data, form.device_time()
            with traced(token, "admitted", device_at=device_at, case_id=case.id):
                operations.receive_remains(
                    number=case.number,
                    wristband=token or "",
                    received_at=moment(form.received_on, form.received_at),
                    received_from=form.received_from.data or "",
                    transfer_km=form.transfer_km.data,
                    transfer_price_fen=form.price.data,
                    unscanned=form.unscanned.data or "",
                    cabinet_id=uuid.UUID(form.place.data) if form.place.data else None,
                    device_at=device_at,
                    by=asker(),
                    idempotency_key=form.idempotency_key.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("遗体入馆已登记。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    day = form.received_on.data or clock.today()
    return render_template(
        "funeral/receive_remains.html",
        case=case,
        progress=progress_of(case),
        form=form,
        transfer=find_tariff_item(home_id(), TRANSFER, day),
    )


@funeral.route("/cases/<number>/farewell", methods=["GET", "POST"])
@open_to(*FLOOR)
def record_farewell(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    progress = progress_of(case)
    form = RecordFarewellForm()
    halls = schedule.list_resources(home_id(), ResourceKind.HALL)
    form.hall_id.choices = [SelectChoice(str(hall.id), hall.name) for hall in halls]
    if not form.is_submitted() and progress.planned_farewell:
        form.hall_id.data = str(progress.planned_farewell.resource_id)
    if form.validate_on_submit():
        try:
            started_at, ended_at = moments(form.held_on, form.started_at, form.ended_at)
            operations.record_farewell(
                number=case.number,
                hall_id=next(hall.id for hall in halls if str(hall.id) == form.hall_id.data),
                started_at=started_at,
                ended_at=ended_at,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("告别仪式已登记。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template("funeral/record_farewell.html", case=case, progress=progress, form=form)


@funeral.route("/cases/<number>/farewell/cancel", methods=["GET", "POST"])
@open_to(*DESK)
def cancel_farewell(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = CancelFarewellForm()
    if form.validate_on_submit():
        try:
            operations.cancel_farewell(
                number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已改为不举行告别仪式，告别厅的时间已放开。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/cancel_farewell.html", case=case, progress=progress_of(case), form=form
    )


@funeral.route("/cases/<number>/ashes/hand-over", methods=["GET", "POST"])
@open_to(*KEEPERS)
def hand_over_ashes(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = HandOverAshesForm()
    if form.validate_on_submit():
        try:
            token, device_at = form.wristband.data, form.device_time()
            with traced(token, "handed_over", device_at=device_at, case_id=case.id):
                operations.hand_over_ashes(
                    number=case.number,
                    wristband=token or "",
                    **form.collector(),
                    device_at=device_at,
                    by=asker(),
                    idempotency_key=form.idempotency_key.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("骨灰交接已登记。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/hand_over_ashes.html",
        case=case,
        form=form,
        progress=progress_of(case),
        elsewhere=ashes_elsewhere(case),
    )
