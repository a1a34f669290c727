"""结算: all charges of a case on one bill, each line gross − waived = due, with its rule."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing.errors import AlreadyBilled, NothingToBill
from billing.operations import issue_bill
from billing.queries import list_charges
from funeral.errors import NotCremated
from funeral.kinds import CrematorType
from funeral.operations import make_bill
from funeral.queries.waivers import waiver_facts
from kernel.db import db
from kernel.errors import NotFound
from tests import world
from tests.funeral import desk


def bill_of(home, case):
    return make_bill(number=case.number, by=home.clerk)


def cremated(home, variety=CrematorType.FLAT, **changed):
    case = world.open_case(home, **changed)
    world.cremate(home, case, variety)
    return case


def lines_of(bill) -> dict[str, tuple[int, int, int]]:
    return {x.item_code: (x.gross_fen, x.waived_fen, x.due_fen) for x in bill.lines}


def test_a_resident_of_the_county_pays_nothing_for_what_is_free(home):
    bill = bill_of(home, cremated(home))
    lines = lines_of(bill)
    assert lines["transfer"] == (420_00, 420_00, 0)
    assert lines["cremation_flat"] == (500_00, 500_00, 0)
    assert bill.gross_fen - bill.waived_fen == bill.due_fen == 0
    assert sum(line.gross_fen for line in bill.lines) == bill.gross_fen
    assert bill.number == world.numbered("JYZ", 1)


def test_who_chose_the_dearer_furnace_pays_the_difference(home):
    lines = lines_of(bill_of(home, cremated(home, CrematorType.COLLECTING)))
    assert lines["cremation_collecting"] == (850_00, 500_00, 350_00)


def test_who_is_registered_elsewhere_pays_and_is_told_why(home):
    bill = bill_of(home, cremated(home, household_registration="110101"))
    assert bill.waived_fen == 0
    assert "逝者户籍地不在湖北省咸宁市嘉鱼县。" in bill.assessment["reasons"]


def test_every_line_names_its_fact_and_both_its_grounds(home):
    for line in bill_of(home, cremated(home)).lines:
        assert line.fact
        assert line.clause
        assert line.legal_basis == "嘉鱼县殡葬服务收费公示（2025年9月15日）"
        assert [part.payer for part in line.funding] == ["county_finance"] * bool(line.waived_fen)


def test_where_no_policy_holds_the_published_price_is_due(context):
    home = world.make_home()
    world.publish_tariff(home.id)
    bill = bill_of(home, cremated(home))
    assert bill.policy_title is None
    assert bill.due_fen == bill.gross_fen > 0


def test_no_bill_before_the_cremation_is_over(home):
    case = world.open_case(home)
    world.receive(home, case)
    with pytest.raises(NotCremated):
        bill_of(home, case)
    with pytest.raises(NotFound):
        make_bill(number="JYA26-99999", by=home.clerk)


def test_no_bill_where_nothing_was_charged(context):
    bare = world.make_home("TC")
    with pytest.raises(NothingToBill):
        bill_of(bare, cremated(bare))


def test_billing_issues_a_bill_from_charges_and_facts_alone(home):
    """It knows no ceremony: what was charged, who died when, registered where."""
    case = cremated(home)
    asked = {
        "institution_id": home.id,
        "case_id": case.id,
        "case_number": case.number,
        "payer_name": "张小三",
        "facts": waiver_facts(case),
        "identity_index": case.deceased.identity_index,
        "by": home.clerk,
    }
    bill = issue_bill(**asked)
    assert len(bill.lines) == len(list_charges(case.id)) == 3
    with pytest.raises(AlreadyBilled):
        issue_bill(**asked)


def test_a_case_is_billed_once(home, clerk):
    case = cremated(home)
    bill = bill_of(home, case)
    with pytest.raises(AlreadyBilled):
        bill_of(home, case)
    said = desk.send(clerk, f"/cases/{case.number}/bill")
    assert "这个案件的费用都已经出了账单，没有新的费用。" in said
    assert all(charge.bill_id == bill.id for charge in list_charges(case.id))


def test_a_bill_cannot_be_changed_even_by_sql(home):
    bill = bill_of(home, cremated(home))
    for change in (
        "UPDATE bills SET due_fen = 1, gross_fen = 1 WHERE id = :id",
        "DELETE FROM bills WHERE id = :id",
        "UPDATE bill_lines SET fact = '' WHERE bill_id = :id",
    ):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.connection().execute(text(change), {"id": bill.id})


def test_the_preview_shows_exactly_what_the_bill_then_says(home, clerk):
    case = cremated(home, CrematorType.COLLECTING)
    preview = desk.read(clerk, f"/cases/{case.number}/bill")
    issued = desk.send(clerk, f"/cases/{case.number}/bill")
    assert "850.00 500.00 350.00 按标准项目的减免额抵扣，差价自付。" in preview
    assert "850.00 500.00 350.00 按标准项目的减免额抵扣，差价自付。" in issued
    total = preview[preview.index("合计") :].split()[1:4]
    assert issued[issued.index("合计") :].split()[1:4] == total
    assert "适用《嘉鱼县殡葬服务收费公示（普惠减免）》" in issued


def test_the_bill_page_says_who_pays_instead_of_the_family(home, clerk):
    bill = bill_of(home, cremated(home))
    said = desk.read(clerk, f"/bills/{bill.number}")
    assert "由县级财政承担" in said
    assert "未收款" in said
    assert clerk.get("/bills/JYZ26-99999").status_code == 404
