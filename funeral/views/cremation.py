"""The cremation hall: two persons' scans, start and end."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import gate, operations
from funeral.errors import NotPlanned
from funeral.forms import CheckFurnaceForm, EndCremationForm, StartCremationForm
from funeral.kinds import CrematorType, FuelKind
from funeral.queries import cases
from funeral.queries.progress import Progress, progress_of
from funeral.queries.remains import list_furnaces
from funeral.steps import FURNACE, why_no_cremation
from funeral.views.blueprint import funeral, home_id
from funeral.views.scanning import keep_scan, kept_scan, remember_device, traced
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.staff import staff_names
from kernel.web import asker, open_to, when_signed_out


@funeral.route("/furnace", methods=["GET", "POST"])
@open_to(*FURNACE)
@when_signed_out(keep_scan)
def check_furnace() -> ResponseReturnValue:
    remember_device()
    form = CheckFurnaceForm()
    furnaces, names = list_furnaces(home_id(), clock.today())
    form.cremator_id.choices = [SelectChoice(str(f.cremator.id), f.cremator.name) for f in furnaces]
    if not form.is_submitted():
        _fill_in(form)
    if form.validate_on_submit():
        device_at = form.device_time()
        try:
            with traced(form.wristband.data, "check_furnace", device_at=device_at):
                operations.check_furnace(
                    wristband=form.wristband.data or "",
                    work_order=form.work_order.data or "",
                    cremator_id=uuid.UUID(form.cremator_id.data),
                    device_at=device_at,
                    by=asker(),
                    idempotency_key=form.idempotency_key.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("您已核对。两人都核对以后，可以入炉。"))
            return redirect(url_for("funeral.check_furnace", cremator=form.cremator_id.data))
    return render_template(
        "funeral/check_furnace.html",
        form=form,
        furnaces=furnaces,
        names=names,
        types={f.cremator.id: CrematorType(f.cremator.variety).label for f in furnaces},
        me=str(asker()),
    )


def _fill_in(form: CheckFurnaceForm) -> None:
    """The cremator of the last check, and what was scanned before a sign-in."""
    kept = kept_scan()
    offered = [choice.value for choice in form.cremator_id.choices or ()]
    wanted = kept.get("cremator_id") or request.args.get("cremator", "")
    form.cremator_id.data = wanted if wanted in offered else None
    if len(offered) == 1:
        form.cremator_id.data = offered[0]
    form.wristband.data, form.work_order.data = (
        kept.get("wristband", ""),
        kept.get("work_order", ""),
    )


@funeral.route("/cases/<number>/cremation", methods=["GET", "POST"])
@open_to(*FURNACE)
def start_cremation(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    progress = progress_of(case)
    planned = progress.planned_cremation
    form = StartCremationForm()
    if form.is_submitted() and planned is None:
        form.show(NotPlanned())
    elif form.validate_on_submit() and planned:
        try:
            # The body stands at the furnace: a refused start is a refused scan.
            with traced("", "into_furnace", place=planned.resource.name, case_id=case.id):
                operations.start_cremation(
                    number=case.number,
                    cremator_id=planned.resource_id,
                    reason=form.reason.data or "",
                    by=asker(),
                    idempotency_key=form.idempotency_key.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记入炉。"))
            return redirect(url_for("funeral.end_cremation", number=case.number))
    checks = gate.valid_checks(case, planned.resource_id) if planned else {}
    return render_template(
        "funeral/start_cremation.html",
        case=case,
        progress=progress,
        form=form,
        checks=checks,
        names=staff_names(set(checks)),
        against=_against(progress),
    )


def _against(progress: Progress) -> list[str]:
    against = why_no_cremation(progress)
    if progress.planned_cremation:
        cremator = progress.planned_cremation.resource
        against += [str(refusal) for refusal in gate.against_cremator(progress.case, cremator)]
    return against


@funeral.route("/cases/<number>/cremation/end", methods=["GET", "POST"])
@open_to(*FURNACE)
def end_cremation(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    progress = progress_of(case)
    form = EndCremationForm()
    if form.validate_on_submit():
        try:
            operations.end_cremation(
                number=case.number,
                fuel_kind=FuelKind(form.fuel_kind.data) if form.fuel_kind.data else None,
                fuel_used=form.fuel_used.data,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记火化结束。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    run = progress.run
    names = staff_names({run.first_operator, run.second_operator} if run else set())
    return render_template(
        "funeral/end_cremation.html", case=case, progress=progress, form=form, names=names
    )
