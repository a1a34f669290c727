"""The desk's certificates."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.forms import IssueCertificateForm
from funeral.queries import cases
from funeral.queries.progress import progress_of
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/certificate", methods=["GET", "POST"])
@open_to(*DESK)
def issue_certificate(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = IssueCertificateForm()
    if not form.is_submitted():
        form.collected_by.data = case.claimant.delegate_name or case.claimant.name
    if form.validate_on_submit():
        try:
            certificate = operations.issue_certificate(
                number=case.number,
                collected_by=form.collected_by.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(str(_("火化证明 %(number)s 已出具。")) % {"number": certificate.number})
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/issue_certificate.html", case=case, progress=progress_of(case), form=form
    )
