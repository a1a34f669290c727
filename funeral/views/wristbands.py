"""Giving out wristbands and work orders. Only here is a token shown, to be printed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from funeral import operations
from funeral.forms import (
    IssueWorkOrderForm,
    ReplaceWorkOrderForm,
    ReplaceWristbandForm,
    TagRemainsForm,
)
from funeral.queries import cases, custody
from funeral.queries.progress import progress_of
from funeral.steps import DESK, TAGGERS
from funeral.tags import WORK_ORDER, WRISTBAND
from funeral.views.blueprint import funeral
from hardware.qr import short_code, svg
from hardware.queries import list_print_jobs
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/wristband", methods=["GET", "POST"])
@open_to(*TAGGERS)
def tag_remains(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = TagRemainsForm()
    if form.validate_on_submit():
        try:
            operations.tag_remains(
                number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("腕带已发放，请系在遗体上，再扫描登记。"))
            return redirect(url_for("funeral.tag_remains", number=case.number))
    band = custody.live_wristband(case.id)
    return render_template(
        "funeral/tag_remains.html",
        case=case,
        form=form,
        band=band,
        drawn=_drawn(band.token) if band else None,
        copies=list_print_jobs(case.institution_id, WRISTBAND, band.code) if band else [],
        revoked=[old for old in custody.list_wristbands(case.id) if old.revoked_at],
    )


@funeral.route("/cases/<number>/wristband/replace", methods=["GET", "POST"])
@open_to(*TAGGERS)
def replace_wristband(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = ReplaceWristbandForm()
    if form.validate_on_submit():
        try:
            operations.replace_wristband(
                number=case.number,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("旧腕带已停用，请换上新腕带。"))
            return redirect(url_for("funeral.tag_remains", number=case.number))
    return render_template("funeral/replace_wristband.html", case=case, form=form)


@funeral.route("/cases/<number>/work-order", methods=["GET", "POST"])
@open_to(*DESK)
def issue_work_order(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = IssueWorkOrderForm()
    if form.validate_on_submit():
        try:
            operations.issue_work_order(
                number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("火化工作单已出具，请随遗体交火化员。"))
            return redirect(url_for("funeral.issue_work_order", number=case.number))
    order = custody.live_work_order(case.id)
    return render_template(
        "funeral/issue_work_order.html",
        case=case,
        form=form,
        order=order,
        progress=progress_of(case),
        drawn=_drawn(order.token) if order else None,
        copies=list_print_jobs(case.institution_id, WORK_ORDER, case.number) if order else [],
    )


@funeral.route("/cases/<number>/work-order/replace", methods=["GET", "POST"])
@open_to(*DESK)
def replace_work_order(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = ReplaceWorkOrderForm()
    if form.validate_on_submit():
        try:
            operations.replace_work_order(
                number=case.number, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("旧工作单已作废，请用新的工作单。"))
            return redirect(url_for("funeral.issue_work_order", number=case.number))
    return render_template("funeral/replace_work_order.html", case=case, form=form)


def _drawn(token: str) -> tuple[Markup, str]:
    """The code, and the token for people to type where a scanner fails."""
    return Markup(svg(token, side_mm=35)), short_code(token)  # noqa: S704 — drawn by ourselves
