"""火化证明 as PDF: one for each certificate, none for a voided one, and what it says."""

import pytest

from funeral.documents import certificate_paper
from funeral.errors import CertificateVoid
from funeral.operations import release_certificate, void_certificate
from funeral.queries.cases import get_case_by_id
from funeral.slips import printed_facts
from hardware.errors import GlyphMissing
from hardware.pdf import draw_paper
from hardware.qr import read_back
from hardware.queries import get_document, list_documents
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue, reissue
from tests.hardware.pdfs import picture_of, text_of
from tests.visitor import visit

ADDRESS = "https://example.cn"


def releasing(home, certificate):
    paper, pdf = draw_paper(lambda: certificate_paper(certificate, ADDRESS))
    return release_certificate(number=certificate.number, paper=paper, pdf=pdf, by=home.clerk)


def documents_of(home, certificate):
    return list_documents(home.id, [certificate.number], ["cremation_certificate"])


def test_it_says_what_the_public_page_says(home):
    case = cremated(home, deceased_name="李𠮷明")
    certificate = issue(home, case)
    document = releasing(home, certificate)
    content = get_document(document.id).content
    text = text_of(content)
    for label, value in printed_facts(certificate):
        assert f"{label}{value}".replace(" ", "") in text
    assert "李𠮷明" in text
    assert case.deceased.shown_identity in text
    assert case.deceased.identity_number not in text
    address = f"HTTPS://EXAMPLE.CN/C/{certificate.verify_token}"
    assert read_back(picture_of(content)) == address
    assert releasing(home, certificate).id == document.id
    assert releasing(home, reissue(home, certificate)).id != document.id


def test_a_voided_one_is_not_released(home):
    certificate = issue(home, cremated(home))
    void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)
    with pytest.raises(CertificateVoid):
        releasing(home, certificate)
    assert documents_of(home, certificate) == []


def test_the_desk_makes_it_on_the_page_of_the_case_and_opens_it(home, clerk):
    """In Chinese, though this clerk reads English."""
    case = cremated(home)
    certificate = issue(home, case)
    clerk.set_cookie("language", "en")
    desk.send(clerk, f"/certificates/{certificate.number}/document")
    [document] = documents_of(home, certificate)
    assert document.title == "火化证明"
    assert "第1页，共1页" in text_of(get_document(document.id).content)
    page = clerk.get(f"/cases/{case.number}").text
    assert f'href="/documents/{document.id}"' in page
    assert document.sha256[:12] in page
    assert document.check in page
    assert clerk.get(f"/documents/{document.id}").data == get_document(document.id).content


def test_a_name_no_font_has_is_refused_on_the_page(home, clerk):
    certificate = issue(home, cremated(home, deceased_name="李𪚥"))
    with pytest.raises(GlyphMissing):
        releasing(home, certificate)
    answer = clerk.post(f"/certificates/{certificate.number}/document")
    assert "“𪚥”（U+2A6A5）在字库中没有" in desk.words(answer.text)
    assert documents_of(home, certificate) == []


def test_other_rooms_may_not(app, home):
    certificate = issue(home, cremated(home))
    document = releasing(home, certificate)
    world.make_staff("JY-columbarium", Role.COLUMBARIUM, home.id)
    case = get_case_by_id(certificate.case_id)
    for login in ("jy-operator", "jy-columbarium"):
        visitor = visit(app, login)
        answer = visitor.post(f"/certificates/{certificate.number}/document")
        assert answer.status_code == 403
        assert str(document.id) not in visitor.get(f"/cases/{case.number}").text
