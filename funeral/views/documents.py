"""火化证明 and 服务项目选择单 as PDF, from the case's page."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from funeral import operations
from funeral.documents import certificate_paper
from funeral.models import CremationCertificate
from funeral.option_sheet import option_sheet
from funeral.queries import cases
from funeral.queries import certificates as queries
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from funeral.views.cases import show_case
from hardware.pdf import draw_paper
from hardware.releasing import release
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@funeral.post("/certificates/<number>/document")
@open_to(*DESK)
def release_certificate(number: str) -> ResponseReturnValue:
    form, certificate = Form(), queries.get_certificate(number)
    case = cases.get_case_by_id(certificate.case_id)
    if form.carry_out(lambda: _release(certificate)):
        return _released(case.number)
    return show_case(case, form)


@funeral.post("/cases/<number>/option-sheet")
@open_to(*DESK)
def release_option_sheet(number: str) -> ResponseReturnValue:
    form, case = Form(), cases.get_case(number)
    if form.carry_out(
        lambda: release(lambda: option_sheet(case), institution_id=case.institution_id, by=asker())
    ):
        return _released(case.number)
    return show_case(case, form)


def _release(certificate: CremationCertificate) -> object:
    """Drawn before the case is locked; whether it still counts is asked after."""
    address = current_app.config["PUBLIC_URL"]
    paper, pdf = draw_paper(lambda: certificate_paper(certificate, address))
    return operations.release_certificate(
        number=certificate.number, paper=paper, pdf=pdf, by=asker()
    )


def _released(case_number: str) -> ResponseReturnValue:
    flash(_("PDF 已生成，可以打开。"))
    return redirect(url_for("funeral.get_case", number=case_number, _anchor="documents"))
