"""The bill of a case: what it would be, then the bill itself."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.forms import MakeBillForm
from funeral.queries import cases
from funeral.queries.money import preview_bill
from funeral.queries.progress import progress_of
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel.errors import Refusal
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/bill", methods=["GET", "POST"])
@open_to(*DESK)
def make_bill(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = MakeBillForm()
    if form.validate_on_submit():
        try:
            bill = operations.make_bill(
                number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("billing.get_bill", number=bill.number))
    return render_template(
        "funeral/make_bill.html",
        case=case,
        progress=progress_of(case),
        form=form,
        preview=preview_bill(case),
    )
