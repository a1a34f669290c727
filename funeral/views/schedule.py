"""Taking times for a case."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations, schedule
from funeral.errors import NoSuchHall, TimeTaken
from funeral.forms import CancelPlanForm, PlanCaseForm, ShowFreeTimesForm
from funeral.kinds import CrematorType, HallClass, Purpose
from funeral.queries import cases
from funeral.queries import schedule as queries
from funeral.queries.progress import progress_of
from funeral.steps import DESK
from funeral.views.blueprint import funeral, home_id
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/plan", methods=["GET", "POST"])
@open_to(*DESK)
def plan_case(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    asked = _asked_for()
    form = PlanCaseForm()
    alternatives: tuple[datetime, ...] = ()
    if not form.is_submitted():
        form.hall_class.data, form.cremator_type.data = (
            asked.hall_class.data,
            asked.cremator_type.data,
        )
        form.long_farewell.data = "y" if asked.long_farewell.data else ""
    if form.validate_on_submit():
        try:
            hall_class, cremator_type = _chosen(form)
            operations.plan_case(
                number=case.number,
                hall_class=hall_class,
                cremator_type=cremator_type,
                starts_at=_start(form),
                long_farewell=bool(form.long_farewell.data),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except TimeTaken as taken:
            form.show(taken)
            alternatives = taken.alternatives
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("日程已安排。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    free = queries.list_free_times(
        home_id(),
        asked.day.data or clock.today(),
        HallClass(asked.hall_class.data),
        CrematorType(asked.cremator_type.data),
        needs=cases.needs_of(
            case, Purpose.LONG_FAREWELL if asked.long_farewell.data else Purpose.FAREWELL
        ),
    )
    notes = _offer_times(form, free, alternatives)
    return render_template(
        "funeral/plan_case.html",
        case=case,
        progress=progress_of(case),
        asked=asked,
        form=form,
        free=free,
        notes=notes,
        has_long=queries.has_long_farewells(home_id()),
    )


@funeral.route("/cases/<number>/plan/cancel", methods=["GET", "POST"])
@open_to(*DESK)
def cancel_plan(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = CancelPlanForm()
    if form.validate_on_submit():
        try:
            operations.cancel_plan(
                number=case.number,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("日程已取消，时间稍后放开。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/cancel_plan.html", case=case, progress=progress_of(case), form=form
    )


def _chosen(form: PlanCaseForm) -> tuple[HallClass, CrematorType]:
    """Raises NoSuchHall for what no page of ours has sent."""
    try:
        return HallClass(form.hall_class.data), CrematorType(form.cremator_type.data)
    except ValueError:
        raise NoSuchHall from None


def _start(form: PlanCaseForm) -> datetime:
    """Raises TimeTaken for what no page of ours has sent."""
    try:
        return clock.parse_moment(form.starts_at.data)
    except ValueError:
        raise TimeTaken from None


def _asked_for() -> ShowFreeTimesForm:
    """Which class, type and day to show: from the address, or from what was just sent."""
    asked = ShowFreeTimesForm(request.values)
    halls = [choice.hall_class for choice in queries.list_hall_choices(home_id())]
    cremators = queries.list_cremator_types(home_id()) or [CrematorType.FLAT]
    asked.hall_class.choices = [SelectChoice(c.value, c.label) for c in halls]
    asked.cremator_type.choices = [SelectChoice(c.value, c.label) for c in cremators]
    if asked.hall_class.data not in halls:
        asked.hall_class.data = halls[0].value
    if asked.cremator_type.data not in cremators:
        asked.cremator_type.data = cremators[0].value
    if asked.day.data is None:
        asked.day.data = clock.today()
    return asked


def _offer_times(
    form: PlanCaseForm, free: list[schedule.Proposal], alternatives: tuple[datetime, ...]
) -> dict[str, dict[str, str]]:
    """Radio choices: what is nearest to a time just lost comes first."""
    choices = [SelectChoice(at.isoformat(), _day_and_clock(at)) for at in alternatives]
    notes: dict[str, dict[str, str]] = {
        at.isoformat(): {"note": _("最近的空闲")} for at in alternatives
    }
    for proposal in free:
        value = proposal.starts_at.isoformat()
        if value not in notes:
            choices.append(SelectChoice(value, clock.say_clock(proposal.starts_at)))
            cremated = clock.say_clock(proposal.cremation.starts_at)
            notes[value] = {"note": str(_("火化 %(time)s")) % {"time": cremated}}
    form.starts_at.choices = choices
    return notes


def _day_and_clock(at: datetime) -> str:
    return f"{clock.say_day(clock.local(at).date())} {clock.say_clock(at)}"
