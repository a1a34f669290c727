"""Whose term ends: who is to be told today, what came of it, the next term."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.rights import operations, queries
from cemetery.rights.fees import offer_fees
from cemetery.rights.forms import RecordContactForm, RenewRightForm
from cemetery.rights.granting import ensure_renewable
from cemetery.rights.kinds import Reached, Way
from cemetery.rights.notices import renewal_sentence, say_step
from cemetery.rights.rules import rules
from cemetery.rights.views.blueprint import KEEPERS, rights
from cemetery.texting import RIGHT
from funeral.queries.cases import get_case_by_id
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.texts.queries import latest_about
from kernel.web import asker, open_to


@rights.get("/rights/renewals")
@open_to(*KEEPERS)
def list_renewals() -> ResponseReturnValue:
    step = request.args.get("step", None, type=int)
    page = queries.list_renewals(
        step=step,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    return render_template(
        "rights/list_renewals.html",
        page=page,
        step=step,
        steps=rules().ladder,
        say_step=say_step,
        texts=latest_about(RIGHT, [each.right_id for each in page.items]),
        ways={step.days: [way.label for way in step.ways] for step in rules().ladder},
    )


@rights.route("/rights/<number>/contacts", methods=["GET", "POST"])
@open_to(*KEEPERS)
def record_contact(number: str) -> ResponseReturnValue:
    right, form = queries.get_right(number), RecordContactForm()
    recorded = form.carry_out(
        lambda: operations.record_contact(
            number=right.number,
            way=Way(form.way.data),
            reached=Reached(form.reached.data),
            words=form.words.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if recorded:
        flash(_("已登记。"))
        return redirect(url_for("rights.get_right", number=right.number))
    return render_template(
        "rights/record_contact.html", right=right, form=form, sentence=renewal_sentence(right)
    )


@rights.route("/rights/<number>/renew", methods=["GET", "POST"])
@open_to(*KEEPERS)
def renew_right(number: str) -> ResponseReturnValue:
    right, form = queries.get_right(number), RenewRightForm()
    too_early = ""
    try:
        ensure_renewable(right)
    except Refusal as refusal:
        too_early = str(refusal)
    if form.validate_on_submit() and request.form.get("step") != "look":
        try:
            operations.renew_right(
                number=right.number,
                years=form.years.data or 0,
                agreed=form.agreed.data or "",
                receipt=form.receipt.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已续期。请生成续期协议，双方签字。"))
            return redirect(url_for("rights.get_right", number=right.number))
    most = rules().most_years
    years = form.years.data or 0
    case = get_case_by_id(right.case_id) if right.case_id else None
    offer = offer_fees(right.unit, case, years if 1 <= years <= most else most, right.until)
    form.agreed.data = offer.fingerprint
    return render_template(
        "rights/renew_right.html",
        right=right,
        form=form,
        offer=offer,
        most=most,
        too_early=too_early,
    )
