"""The cremation hall: start and end."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.forms import EndCremationForm, StartCremationForm
from funeral.kinds import CrematorType, ResourceKind
from funeral.queries import cases, schedule
from funeral.queries.progress import Progress, progress_of
from funeral.steps import FURNACE, why_no_cremation
from funeral.views.blueprint import funeral, home_id
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import list_staff, staff_names
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/cremation", methods=["GET", "POST"])
@open_to(*FURNACE)
def start_cremation(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    progress = progress_of(case)
    form = StartCremationForm()
    _offer_choices(form, progress)
    if form.validate_on_submit():
        try:
            operations.start_cremation(
                number=case.number,
                cremator_id=uuid.UUID(form.cremator_id.data),
                second_operator=uuid.UUID(form.second_operator.data),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记入炉。"))
            return redirect(url_for("funeral.end_cremation", number=case.number))
    return render_template(
        "funeral/start_cremation.html",
        case=case,
        progress=progress,
        form=form,
        against=why_no_cremation(progress),
    )


@funeral.route("/cases/<number>/cremation/end", methods=["GET", "POST"])
@open_to(*FURNACE)
def end_cremation(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    progress = progress_of(case)
    form = EndCremationForm()
    if form.validate_on_submit():
        try:
            operations.end_cremation(
                number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
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


def _offer_choices(form: StartCremationForm, progress: Progress) -> None:
    cremators = schedule.list_resources(home_id(), ResourceKind.CREMATOR)
    form.cremator_id.choices = [
        SelectChoice(str(c.id), f"{c.name} {CrematorType(c.variety).label}") for c in cremators
    ]
    operators = list_staff(home_id(), Role.OPERATOR)
    form.second_operator.choices = [
        SelectChoice("", _("请选择")),
        *(SelectChoice(str(p.id), p.name) for p in operators if str(p.id) != asker().id),
    ]
    if not form.is_submitted() and progress.planned_cremation:
        form.cremator_id.data = str(progress.planned_cremation.resource_id)
