"""停用: the register, asking, reporting, deciding, and the bookings one hits."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.closure_states import hint_for, may_lift, state_of
from funeral.forms import AskClosureForm, DecideClosureForm, ReportBreakdownForm
from funeral.kinds import ClosureKind
from funeral.models import Closure
from funeral.panels import expected_families
from funeral.queries import closures as queries
from funeral.queries.resources import list_groups
from funeral.queries.schedule import get_resource
from funeral.steps import FLOOR
from funeral.views.blueprint import HOME, funeral, home_id
from funeral.views.scanning import traced
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import staff_names
from kernel.web import asker, open_to

Operation = Callable[..., Closure]
OWNER = (Role.ADMINISTRATOR,)


@funeral.get("/closures")
@open_to(*HOME)
def list_closures() -> ResponseReturnValue:
    page = queries.list_all_closures(
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "funeral/list_closures.html",
        page=page,
        names=_names(page.items),
        state_of=state_of,
        kinds=ClosureKind,
    )


@funeral.route("/closures/ask", methods=["GET", "POST"])
@open_to(*FLOOR)
def ask_closure() -> ResponseReturnValue:
    return _close(operations.ask_closure, AskClosureForm(), _("停用已申请，请另一位负责人批准。"))


@funeral.route("/closures/breakdown", methods=["GET", "POST"])
@open_to(*FLOOR)
def report_breakdown() -> ResponseReturnValue:
    form = ReportBreakdownForm()
    if not form.is_submitted():
        form.starts_on.data = form.ends_on.data = clock.today()
        form.starts_at.data = clock.local(clock.now()).time()
    return _close(operations.report_breakdown, form, _("故障已登记，从现在起不再安排。"))


@funeral.get("/closures/<uuid:closure_id>")
@open_to(*HOME)
def get_closure(closure_id: uuid.UUID) -> ResponseReturnValue:
    return _show(queries.get_closure(closure_id), DecideClosureForm())


@funeral.post("/closures/<uuid:closure_id>/approve")
@open_to(*OWNER)
def approve_closure(closure_id: uuid.UUID) -> ResponseReturnValue:
    return _decide(operations.approve_closure, closure_id, _("停用已批准，从现在起不再安排。"))


@funeral.post("/closures/<uuid:closure_id>/lift")
@open_to(*FLOOR)
def lift_closure(closure_id: uuid.UUID) -> ResponseReturnValue:
    return _decide(operations.lift_closure, closure_id, _("停用已结束，时间已放开。"))


def _close(operation: Operation, form: AskClosureForm, said: str) -> ResponseReturnValue:
    form.resource_id.choices = [
        SelectChoice(str(each.id), f"{kind.label} {each.name}")
        for kind, of_kind in list_groups(home_id())
        for each in of_kind
    ]
    if not form.is_submitted():
        form.resource_id.data = request.args.get("resource")
    if form.validate_on_submit():
        starts_at, ends_at = form.times()
        resource = get_resource(uuid.UUID(form.resource_id.data))
        try:
            with traced(None, operation.__name__, place=resource.name):
                closure = operation(
                    resource_id=resource.id,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    reason=form.reason.data or "",
                    by=asker(),
                    idempotency_key=form.idempotency_key.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(said)
            return redirect(url_for("funeral.get_closure", closure_id=closure.id))
    page = operation.__name__
    return render_template(f"funeral/{page}.html", form=form)


def _decide(operation: Operation, closure_id: uuid.UUID, said: str) -> ResponseReturnValue:
    form = DecideClosureForm()
    if form.validate_on_submit():
        place = queries.get_closure(closure_id).resource.name
        try:
            with traced(None, operation.__name__, place=place):
                operation(closure_id=closure_id, by=asker())
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(said)
            return redirect(url_for("funeral.get_closure", closure_id=closure_id))
    return _show(queries.get_closure(closure_id), form)


def _show(closure: Closure, form: DecideClosureForm) -> ResponseReturnValue:
    hits = queries.list_hits(closure)
    state = state_of(closure)
    return render_template(
        "funeral/get_closure.html",
        closure=closure,
        kind=ClosureKind(closure.kind),
        state=state,
        hits=hits,
        hint_for=hint_for,
        expected=expected_families({hit.plan_id for hit, case in hits if case is None}),
        names=_names([closure]),
        may_approve=asker().role in OWNER and closure.asked_by != str(asker()),
        may_lift=may_lift(closure, asker()),
        may_move=asker().role in FLOOR,
        form=form,
    )


def _names(closures: list[Closure]) -> dict[str, str]:
    asked = {closure.asked_by for closure in closures}
    decided = {who for each in closures for who in (each.approved_by, each.lifted_by) if who}
    return staff_names(asked | decided)
