"""The scan page: one box, then where the body is and what may happen to it now."""

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.custody import BY_SCAN, SKEW_NOTED, next_by_scan
from funeral.errors import WristbandUnknown
from funeral.forms import RecordMoveForm
from funeral.kinds import CustodyStep
from funeral.models import FuneralCase, Resource
from funeral.queries import cases, cremation, custody
from funeral.queries.remains import chain_of, places_for, usual_place
from funeral.queries.schedule import live_occupancies
from funeral.tokens import scanned_wristband
from funeral.views.blueprint import funeral, home_id
from funeral.views.scanning import SCANNERS, keep_scan, kept_scan, remember_device, traced
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import staff_names
from kernel.web import asker, open_to, when_signed_out


@dataclass(frozen=True)
class Choice:
    """One move that may follow; `rooms` None where the place is typed, `usual` then fills it."""

    step: CustodyStep
    rooms: list[Resource] | None
    usual: str


@funeral.route("/scan", methods=["GET", "POST"])
@open_to(*SCANNERS)
@when_signed_out(keep_scan)
def record_move() -> ResponseReturnValue:
    remember_device()
    form = RecordMoveForm()
    case = None
    if not form.is_submitted():
        form.wristband.data = kept_scan().get("wristband", "")
    if form.validate_on_submit():
        token, device_at = form.wristband.data or "", form.device_time()
        try:
            with traced(token, form.step.data or "", place=_place(form), device_at=device_at):
                band = scanned_wristband(token, home_id())
                case = cases.get_case_by_id(band.case_id)
                if form.step.data:
                    return _record(form)
        except Refusal as refusal:
            form.show(refusal)
    return render_template(
        "funeral/record_move.html",
        form=form,
        case=case,
        chain=chain_of(case) if case else None,
        choices=_choices(case) if case else [],
    )


def _record(form: RecordMoveForm) -> ResponseReturnValue:
    """Raises what operations.record_move refuses."""
    step = _step(form)
    event = operations.record_move(
        wristband=form.wristband.data or "",
        step=step,
        place_id=_place_id(form),
        place=form.place.data or "",
        device_at=form.device_time(),
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )
    flash(_("已登记：%(step)s，%(place)s。") % {"step": step.label, "place": event.place})
    if event.device_at and abs(event.happened_at - event.device_at) > SKEW_NOTED:
        flash(_("这台设备的时间不准，登记的是服务器的时间。请校准设备。"))
    return redirect(url_for("funeral.record_move"))


def _step(form: RecordMoveForm) -> CustodyStep:
    """Raises WristbandUnknown for what no page of ours has sent."""
    if form.step.data not in list(BY_SCAN):
        raise WristbandUnknown
    return CustodyStep(form.step.data)


def _place_id(form: RecordMoveForm) -> uuid.UUID | None:
    try:
        return uuid.UUID(form.place_id.data or "")
    except ValueError:
        return None


def _place(form: RecordMoveForm) -> str:
    """As it is said in the trace of a refused scan."""
    place_id = _place_id(form)
    known = next((r for r in _rooms() if r.id == place_id), None) if place_id else None
    return known.name if known else form.place.data or ""


def _rooms() -> list[Resource]:
    found: list[Resource] = []
    for step in BY_SCAN:
        found += places_for(step, home_id()) or []
    return found


def _choices(case: FuneralCase) -> list[Choice]:
    last = custody.step_of(custody.last_event(case.id))
    planned = {each.resource_id for each in live_occupancies(case.plan)} if case.plan else set()
    choices = []
    for step in next_by_scan(last):
        rooms = places_for(step, home_id())
        if rooms:
            # The room the family was given is the one offered first.
            rooms.sort(key=lambda room: room.id not in planned)
        choices.append(Choice(step, rooms, usual_place(step, home_id())))
    return choices


@funeral.get("/refused-scans")
@open_to(Role.ADMINISTRATOR)
def list_refused_scans() -> ResponseReturnValue:
    page = custody.list_refused_scans(
        page=request.args.get("page", 1, type=int),
        direction=request.args.get("direction", "desc"),
    )
    known = {scan.case_id for scan in page.items if scan.case_id}
    return render_template(
        "funeral/list_refused_scans.html",
        page=page,
        names=staff_names({scan.by for scan in page.items}),
        cases=cremation.cases_by_id(known),
    )
