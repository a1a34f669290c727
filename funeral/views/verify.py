"""Anybody who holds a certificate can ask whether it is genuine."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from funeral.errors import CertificateNotMatched
from funeral.forms import VerifyCertificateForm
from funeral.models import CremationCertificate
from funeral.queries import certificates as queries
from funeral.slips import printed_facts
from funeral.views.blueprint import funeral
from hardware.qr import token_of
from kernel import attempts
from kernel.errors import Refusal
from kernel.web import PUBLIC, open_to


@funeral.route("/c", defaults={"token": ""}, methods=["GET", "POST"])
@funeral.route("/c/<token>", methods=["GET", "POST"])
@funeral.route("/C/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def verify_certificate(token: str) -> ResponseReturnValue:
    """The code leads here; the number on the paper must be typed, and wrong ones are braked.

    A voided certificate says only that it is void, and whether another was issued: the number of
    that one is not printed on this paper.
    """
    form = VerifyCertificateForm()
    if token:
        del form.code
    found, is_replaced = None, False
    if form.validate_on_submit():
        code = token or form.code.data or ""
        try:
            with attempts.counted("certificate", token_of(code)):
                found = _find(code, form.number.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            is_replaced = queries.find_replacement(found) is not None
    page = render_template(
        "funeral/verify_certificate.html",
        form=form,
        found=found,
        facts=printed_facts(found) if found and not found.voided_at else [],
        is_replaced=is_replaced,
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _find(code: str, number: str) -> CremationCertificate:
    found = queries.find_printed(code, number)
    if found is None:
        raise CertificateNotMatched
    return found
