"""The name at the door of the hall, as the desk hears it from the family."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.fields import moment
from funeral.forms import ApproveShownNameForm
from funeral.queries import cases
from funeral.queries.ceremonies import find_shown_name
from funeral.shown_names import wordings_of
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel import clock
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@funeral.route("/cases/<number>/shown-name", methods=["GET", "POST"])
@open_to(*DESK)
def approve_shown_name(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = ApproveShownNameForm()
    form.offer(wordings_of(case.deceased.name, case.deceased.sex))
    if not form.is_submitted():
        now = clock.local(clock.now())
        form.agreed_by.data = case.claimant.name
        form.agreed_on.data, form.agreed_at.data = now.date(), now.time()
    done = form.carry_out(
        lambda: operations.approve_shown_name(
            deceased_id=case.deceased_id,
            wording=form.chosen(),
            agreed_by=form.agreed_by.data or "",
            agreed_at=moment(form.agreed_on, form.agreed_at),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if done:
        flash(_("已登记。门口的屏幕马上按这个写法显示。"))
        return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/approve_shown_name.html",
        case=case,
        form=form,
        shown=find_shown_name(case.deceased_id),
        withdrawing=Form(),
    )


@funeral.post("/cases/<number>/shown-name/withdraw")
@open_to(*DESK)
def withdraw_shown_name(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = Form()
    if form.carry_out(
        lambda: operations.withdraw_shown_name(
            deceased_id=case.deceased_id, by=asker(), idempotency_key=form.idempotency_key.data
        )
    ):
        flash(_("门口的屏幕不再显示名称。"))
    return redirect(url_for("funeral.get_case", number=case.number))
