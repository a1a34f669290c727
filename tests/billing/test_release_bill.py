"""账单 and 财政结算单 as PDF: the same figures as the pages, once for what they say."""

from datetime import UTC, datetime

import pytest

from billing.classes import Payer
from billing.kinds import SignatureKind
from billing.operations import credit_bill, freeze_settlement, sign_bill
from billing.views.documents import paper_of_bill
from hardware.pdf import draw_paper
from hardware.queries import get_document, list_documents
from kernel import clock
from kernel.money import yuan2
from tests import world
from tests.billing.bills import billed
from tests.billing.tills import make_due
from tests.funeral import desk
from tests.hardware.pdfs import text_of
from tests.visitor import visit

NAME = [[[10, 20], [30, 40], [50, 60]], [[100, 20], [120, 180], [140, 90]]]


@pytest.fixture
def bill(home):
    return billed(home, household_registration="421221")


def released(home, bill):
    return list_documents(home.id, [bill.number], ["bill"])


def test_the_desk_makes_it_on_the_page_of_the_bill(home, bill, clerk):
    said = desk.send(clerk, f"/bills/{bill.number}/document")
    assert "PDF 已生成，可以打开。" in said
    [document] = released(home, bill)
    assert f'href="/documents/{document.id}"' in clerk.get(f"/bills/{bill.number}").text
    text = text_of(get_document(document.id).content)
    for line in bill.lines:
        assert line.name in text
        assert yuan2(line.gross_fen) in text
        assert line.legal_basis.replace(" ", "") in text
    for fen in (bill.gross_fen, bill.waived_fen, bill.due_fen):
        assert yuan2(fen) in text
    assert "家属签字" in text
    assert "由县" in text
    desk.send(clerk, f"/bills/{bill.number}/document")
    assert len(released(home, bill)) == 1


def test_a_signature_makes_it_another_paper(home, bill, clerk):
    desk.send(clerk, f"/bills/{bill.number}/document")
    sign_bill(
        bill_number=bill.number,
        kind=SignatureKind.SCREEN,
        signer_name="张小三",
        strokes=NAME,
        by=home.clerk,
    )
    desk.send(clerk, f"/bills/{bill.number}/document")
    later, first = released(home, bill)
    assert later.check != first.check
    assert "张小三20" in text_of(get_document(later.id).content)


def test_what_was_taken_back_is_left_out_of_the_sum(app, home, bill):
    credit_bill(bill_number=bill.number, positions=None, reason="登记错误", by=home.clerk)
    with app.test_request_context():
        paper, pdf = draw_paper(lambda: paper_of_bill(bill))
    assert paper.subtitle == "已整单红冲"
    text = text_of(pdf.content)
    assert "红冲以后" in text
    assert "人民币零元整" in text
    assert "家属签字" not in text


def test_the_officer_makes_and_opens_the_statement_of_a_settlement(app, home):
    world.make_office()
    with clock.frozen(datetime(2026, 10, 20, 2, tzinfo=UTC)):
        make_due(home, deceased_name="张小明")
    with clock.frozen(datetime(2026, 12, 2, 2, tzinfo=UTC)):
        settlement = freeze_settlement(
            institution_id=home.id, payer=Payer.COUNTY_FINANCE, period="2026-11", by=home.clerk
        )
    officer = visit(app, "mz-officer")
    said = desk.send(officer, f"/settlements/{settlement.number}/document")
    assert "PDF 已生成，可以打开。" in said
    [document] = list_documents(home.id, [settlement.number], ["settlement"])
    answer = officer.get(f"/documents/{document.id}")
    assert answer.mimetype == "application/pdf"
    text = text_of(answer.data)
    assert settlement.digest in text
    assert yuan2(settlement.total_fen) in text
    assert "民政部门审核（盖章）" in text
