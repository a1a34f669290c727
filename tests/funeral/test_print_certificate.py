"""The sample slip: what is printed, with the code that leads to the verifying page."""

import pytest

from funeral.errors import CertificateVoid
from funeral.operations import print_certificate, void_certificate
from funeral.queries.certificates import find_certificate
from funeral.slips import certificate_slip, printed_facts
from hardware.errors import NoPrinter
from hardware.operations import add_printer
from hardware.queries import list_print_jobs
from hardware.slips import Code, Fact
from kernel.places import get_institution
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue

ADDRESS = "https://example.cn"


def printing(home, certificate):
    return print_certificate(number=certificate.number, address=ADDRESS, by=home.clerk)


def jobs(home, certificate):
    return list_print_jobs(home.id, "cremation_certificate", certificate.number)


@pytest.fixture
def printer(home):
    return add_printer(institution_id=home.id, name="前台", host="127.0.0.1", port=9, by=home.clerk)


def test_the_slip_says_what_the_paper_says_and_masks_the_identity_number(home):
    case = cremated(home)
    certificate = issue(home, case)
    slip = certificate_slip(
        certificate, printed_facts(certificate), ADDRESS, get_institution(home.id)
    )
    facts = {str(row.label): str(row.value) for row in slip.rows if isinstance(row, Fact)}
    assert facts["证明编号"] == certificate.number
    assert facts["证件号码"] == case.deceased.shown_identity
    [code] = [row for row in slip.rows if isinstance(row, Code)]
    assert code.payload == f"HTTPS://EXAMPLE.CN/C/{certificate.verify_token}"
    assert "样张" in slip.title


def test_it_is_printed_on_issue_where_there_is_a_printer(home, clerk, printer):
    case = cremated(home)
    desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="张小三")
    certificate = issue_of(case)
    assert len(jobs(home, certificate)) == 1
    said = desk.send(clerk, f"/certificates/{certificate.number}/print")
    assert "火化证明样张已交给打印机。" in said
    assert len(jobs(home, certificate)) == 2


def test_without_a_printer_it_is_issued_all_the_same(home, clerk):
    case = cremated(home)
    said = desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="张小三")
    assert "已出具" in said
    with pytest.raises(NoPrinter):
        printing(home, issue_of(case))


def test_a_voided_one_is_not_printed(home, printer):
    certificate = issue(home, cremated(home))
    void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)
    with pytest.raises(CertificateVoid):
        printing(home, certificate)
    assert jobs(home, certificate) == []


def issue_of(case):
    return find_certificate(case.id)
