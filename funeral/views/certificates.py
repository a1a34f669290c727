"""The desk's certificates: issued and handed over in one go, collected, replaced, voided."""

from contextlib import suppress

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.forms import (
    CollectCertificateForm,
    IssueCertificateForm,
    ReissueCertificateForm,
    VoidCertificateForm,
)
from funeral.models import CremationCertificate, FuneralCase
from funeral.queries import blanks, cases
from funeral.queries import certificates as queries
from funeral.queries.progress import progress_of
from funeral.steps import DESK
from funeral.views.blueprint import funeral, home_id
from hardware.errors import GlyphMissing, NoPrinter
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import Form, asker, open_to


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
                collected_by=None if form.later.data else form.collected_by.data or "",
                identity_number="" if form.later.data else form.identity_number.data or "",
                blank_number=form.blank_number.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _issued(case, certificate, form)
    return render_template(
        "funeral/issue_certificate.html",
        case=case,
        progress=progress_of(case),
        form=form,
        **_stock(),
    )


@funeral.route("/certificates/<number>/collect", methods=["GET", "POST"])
@open_to(*DESK)
def collect_certificate(number: str) -> ResponseReturnValue:
    certificate, case = _of(number)
    form = CollectCertificateForm()
    if not form.is_submitted():
        form.collected_by.data = case.claimant.delegate_name or case.claimant.name
    if form.validate_on_submit():
        try:
            operations.collect_certificate(
                number=certificate.number,
                collected_by=form.collected_by.data or "",
                identity_number=form.identity_number.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记领取。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/collect_certificate.html", case=case, certificate=certificate, form=form
    )


@funeral.route("/certificates/<number>/reissue", methods=["GET", "POST"])
@open_to(*DESK)
def reissue_certificate(number: str) -> ResponseReturnValue:
    certificate, case = _of(number)
    issued = queries.list_certificates_of_case(case.id)
    first = next((each for each in issued if each.collected_by), None)
    form = ReissueCertificateForm()
    if not form.is_submitted():
        form.collected_by.data = first.collected_by if first else case.claimant.name
    if form.validate_on_submit():
        try:
            replacement = operations.reissue_certificate(
                number=certificate.number,
                reason=form.reason.data or "",
                collected_by=form.collected_by.data or "",
                identity_number=form.identity_number.data or "",
                exception_reason=form.exception_reason.data or "",
                blank_number=form.blank_number.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _issued(case, replacement, form)
    return render_template(
        "funeral/reissue_certificate.html",
        case=case,
        certificate=certificate,
        first=first,
        form=form,
        **_stock(),
    )


@funeral.route("/certificates/<number>/void", methods=["GET", "POST"])
@open_to(*DESK)
def void_certificate(number: str) -> ResponseReturnValue:
    certificate, case = _of(number)
    form = VoidCertificateForm()
    if form.validate_on_submit():
        try:
            operations.void_certificate(
                number=certificate.number,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(str(_("火化证明 %(number)s 已作废。")) % {"number": certificate.number})
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/void_certificate.html", case=case, certificate=certificate, form=form
    )


@funeral.post("/certificates/<number>/print")
@open_to(*DESK)
def print_certificate(number: str) -> ResponseReturnValue:
    """One more sample slip."""
    certificate, case = _of(number)
    form = Form()
    if form.validate_on_submit():
        _print(certificate, form)
        flash(_("火化证明样张已交给打印机。"))
    return redirect(url_for("funeral.get_case", number=case.number))


def _of(number: str) -> tuple[CremationCertificate, FuneralCase]:
    certificate = queries.get_certificate(number)
    return certificate, cases.get_case_by_id(certificate.case_id)


def _issued(
    case: FuneralCase, certificate: CremationCertificate, form: Form
) -> ResponseReturnValue:
    """The certificate stands even if no printer is there or no font has a rare character."""
    with suppress(NoPrinter, GlyphMissing):
        _print(certificate, form)
    said = _("火化证明 %(number)s 已出具，用纸 %(blank)s。")
    flash(str(said) % {"number": certificate.number, "blank": certificate.blank})
    return redirect(url_for("funeral.get_case", number=case.number))


def _print(certificate: CremationCertificate, form: Form) -> None:
    operations.print_certificate(
        number=certificate.number,
        address=current_app.config["PUBLIC_URL"],
        by=asker(),
        idempotency_key=form.idempotency_key.data,
    )


def _stock() -> dict[str, object]:
    """The sheet that would be taken, and whether there are enough."""
    return {
        "next_blank": blanks.find_next_blank(home_id()),
        "stock": blanks.count_stock_left(home_id()),
    }
