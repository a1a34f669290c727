"""The family signs its bill, on the screen or on paper."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing import operations, queries
from billing.forms import SignBillForm
from billing.kinds import SignatureKind
from billing.shown_bill import read_sheet
from billing.strokes import HEIGHT, WIDTH, read_strokes
from billing.views.blueprint import TILL, billing
from kernel.i18n import _
from kernel.web import asker, open_to


@billing.route("/bills/<number>/sign", methods=["GET", "POST"])
@open_to(*TILL)
def sign_bill(number: str) -> ResponseReturnValue:
    bill = queries.get_bill(number)
    form = SignBillForm()
    if not form.is_submitted():
        form.signer_name.data = bill.payer_name
    signature = form.carry_out(
        lambda: operations.sign_bill(
            bill_number=bill.number,
            kind=SignatureKind(form.kind.data),
            signer_name=form.signer_name.data or "",
            strokes=read_strokes(form.strokes.data or ""),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if signature:
        flash(_("签字已登记。"))
        return redirect(url_for("billing.get_bill", number=bill.number))
    return render_template(
        "billing/sign_bill.html",
        sheet=read_sheet(bill),
        bill=bill,
        form=form,
        box=(WIDTH, HEIGHT),
    )
