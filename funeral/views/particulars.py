"""Correcting what was registered about the deceased and the claimant."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing.queries import list_standing_bills
from funeral import operations
from funeral.errors import BilledAsRegistered
from funeral.fields import version_in
from funeral.forms import CorrectParticularsForm
from funeral.models import FuneralCase
from funeral.queries import cases
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel.errors import Refusal
from kernel.fields import CountyField
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/particulars", methods=["GET", "POST"])
@open_to(*DESK)
def correct_particulars(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = CorrectParticularsForm(data=_as_registered(case))
    if form.validate_on_submit():
        try:
            corrected = operations.correct_particulars(
                number=case.number,
                version=version_in(form.version.data),
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
                **form.told(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已更正。") if corrected else _("内容与登记的一致，没有改动。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    bills = "、".join(bill.number for bill in list_standing_bills(case.id))
    return render_template(
        "funeral/correct_particulars.html",
        case=case,
        form=form,
        closed=BilledAsRegistered(bill=bills) if bills else None,
    )


def _as_registered(case: FuneralCase) -> dict[str, Any]:
    """Everything but the two numbers, which no page shows in full."""
    deceased, claimant = case.deceased, case.claimant
    return {
        "version": cases.count_corrections(case.id),
        "deceased_name": deceased.name,
        "identity_kind": deceased.identity_kind,
        "sex": deceased.sex,
        "born_on": deceased.born_on,
        "died_on": deceased.died_on,
        "household_registration": CountyField.written(deceased.household_registration),
        "waiver_class": deceased.waiver_class,
        "claimant_name": claimant.name,
        "relation": claimant.relation,
        "delegate_name": claimant.delegate_name,
    }
