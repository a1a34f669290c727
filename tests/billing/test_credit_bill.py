"""红冲账单: lines taken back, each once and whole; what was paid for them goes back."""

from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from billing.errors import (
    AlreadyCredited,
    CreditChangesWaiver,
    NothingChosen,
    ReasonMissing,
)
from billing.kinds import ItemClass, PriceMode
from billing.models import FundingEntry
from billing.operations import (
    credit_bill,
    note_evidence,
    publish_tariff_item,
    take_by_terminal,
    take_cash,
)
from billing.policy import Evidence
from billing.pricing import TariffTerms
from billing.queries import (
    find_standing_bill,
    get_bill,
    get_credit_note,
    is_reversed,
    list_credit_notes,
    list_payments,
    list_refunds_of,
    standing_of,
)
from billing.shown_bill import read_sheet
from billing.units import Unit
from funeral.operations import make_bill
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world
from tests.billing.bills import (
    COLLECTING,
    FLAT,
    STORAGE,
    at_once,
    billed,
    charge,
    issue,
    second_clerk,
)
from tests.billing.test_make_bill import cremated
from tests.funeral import desk


@pytest.fixture
def bill(home):
    """420 + 180 + 500 yuan due, in this order."""
    return billed(home)


def credit(home, bill, *positions, **changed):
    asked = {
        "bill_number": bill.number,
        "positions": list(positions) or None,
        "reason": "登记有误",
        "by": home.clerk,
    }
    return credit_bill(**(asked | changed))


def test_a_line_is_taken_back_and_its_money_goes_back_where_it_came_from(home, bill, clerk):
    take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    said = desk.send(clerk, f"/bills/{bill.number}/credit", positions="2", reason="天数有误")
    assert f"红冲单 {world.numbered('JYR', 1)}" in said
    assert "遗体存放 登记的storage 18 小时 -180.00 0.00 -180.00" in said
    assert "张小三 现金 180.00 待退款" in said
    page = desk.read(clerk, f"/bills/{bill.number}")
    assert f"遗体存放 已红冲 {world.numbered('JYR', 1)}" in page
    assert "红冲以后 920.00 0.00 920.00" in page
    assert "已付清" in page
    standing = standing_of(bill.case_id)
    assert (standing.owed_fen, standing.paid_fen, standing.surplus_fen) == (920_00, 920_00, 0)


def test_before_anything_is_taken_back_the_page_says_what_would_go_back(home, bill, clerk):
    take_by_terminal(bill_number=bill.number, amount_fen=1000_00, reference="7", by=home.clerk)
    take_cash(bill_number=bill.number, tendered_fen=100_00, payer_name="张小四", by=home.clerk)
    path = f"/bills/{bill.number}/credit"
    said = desk.send(clerk, path, positions=["1", "2"], look="1")
    assert "减少应付 600 元：遗体接运、遗体存放。" in said
    assert "退回 600 元： 张小四 现金 100 元 张小三 刷卡终端 500 元" in said
    assert list_credit_notes(bill.id) == []
    nothing = desk.beside(clerk, path, "positions", look="1", reason="x")
    assert nothing == "请选择要退的项目。"


def test_where_nothing_was_paid_nothing_goes_back(home, bill, clerk):
    assert "没有多付的款，不用退。" in desk.send(
        clerk, f"/bills/{bill.number}/credit", whole="y", look="1"
    )
    credit(home, bill, 1)
    assert list_refunds_of(bill.case_id) == []
    assert standing_of(bill.case_id).open_fen == 680_00


def test_what_is_missing_is_said_beside_its_field_and_what_was_chosen_stays(home, bill, clerk):
    path = f"/bills/{bill.number}/credit"
    asked = {"positions": ["1", "3"], "reason": " "}
    assert desk.beside(clerk, path, "reason", **asked) == "请写明原因。"
    assert clerk.post(path, data=asked).text.count(" checked") == 2
    for refusal, changed in (
        (ReasonMissing, {"reason": ""}),
        (NothingChosen, {"positions": [9]}),
    ):
        with pytest.raises(refusal):
            credit(home, bill, **changed)


def test_a_line_is_taken_back_once(home, bill, clerk):
    credit(home, bill, 2)
    with pytest.raises(AlreadyCredited):
        credit(home, bill, 1, 2)
    # On the page it can no longer be chosen.
    assert 'value="2"' not in clerk.get(f"/bills/{bill.number}/credit").text
    sentence = desk.beside(
        clerk, f"/bills/{bill.number}/credit", "positions", positions="2", reason="x"
    )
    assert sentence == "这些项目已经红冲过，每一项只能红冲一次。"


def test_two_clerks_taking_back_one_line_at_once_do_it_once(app: Flask, home, bill):
    number, other = bill.number, second_clerk(home)
    said = at_once(
        app,
        *(
            lambda by=by: credit_bill(bill_number=number, positions=[1], reason="有误", by=by)
            for by in (home.clerk, other)
        ),
    )
    assert said == ["AlreadyCredited", "done"]
    db.session.rollback()
    assert len(list_credit_notes(bill.id)) == 1


def test_what_the_county_pays_is_taken_back_with_the_line(home):
    bill = billed(home, FLAT, COLLECTING, household_registration=world.JIAYU)
    note = credit(home, bill, 1)
    assert (note.gross_fen, note.waived_fen, note.due_fen) == (500_00, 500_00, 0)
    line = next(line for line in bill.lines if line.position == 1)
    entries = db.session.scalars(select(FundingEntry).filter_by(bill_line_id=line.id))
    assert sorted(entry.fen for entry in entries) == [-500_00, 500_00]


def test_taken_back_whole_the_case_is_billed_anew_with_what_was_forgotten(home, clerk):
    case = cremated(home, household_registration="110101")
    first = make_bill(number=case.number, by=home.clerk)
    take_cash(bill_number=first.number, tendered_fen=1100_00, by=home.clerk)
    credit(home, first, reason="少登记一次接运")
    assert is_reversed(first)
    assert find_standing_bill(case.id) is None
    page = desk.read(clerk, f"/bills/{first.number}")
    assert "已整单红冲" in page
    assert "案件可以重新结算" in page
    charge(home, case, ("transfer", "3", 300_00))
    step = desk.read(clerk, f"/cases/{case.number}")
    assert "下一步 结算" in step
    preview = desk.read(clerk, f"/cases/{case.number}/bill")
    assert f"账单 {first.number} 已整单红冲，可以重新结算。" in preview
    assert "合计 1,400.00 0.00 1,400.00" in preview
    said = desk.send(clerk, f"/cases/{case.number}/bill")
    assert f"代替 {first.number}" in said
    second = find_standing_bill(case.id)
    assert second.follows_id == first.id
    assert read_sheet(second).replaces == [first]
    assert f"新的账单是 {second.number}" in desk.read(clerk, f"/bills/{first.number}")
    # The money of the first is on its way back; the new one is open in full.
    assert [refund.amount_fen for refund in list_refunds_of(case.id)] == [1100_00]
    assert standing_of(case.id).open_fen == 1400_00


def test_taken_back_whole_the_particulars_may_be_corrected(home, clerk):
    case = cremated(home, household_registration="110101")
    first = make_bill(number=case.number, by=home.clerk)
    path = f"/cases/{case.number}/particulars"
    assert "已经出具" in desk.read(clerk, path)
    credit(home, first, reason="户籍有误")
    asked = desk.walk_in(
        identity_number="",
        phone="",
        sex=str(case.deceased.sex),
        died_on=desk.three(case.deceased.died_on),
        version="0",
        reason="户口簿上是嘉鱼县",
    )
    desk.send(clerk, path, **asked)
    second = make_bill(number=case.number, by=home.clerk)
    assert (second.waived_fen, second.due_fen) == (1100_00, 0)


def test_a_line_whose_cap_would_go_to_others_is_only_taken_back_with_the_whole_bill(context):
    """东乌珠穆沁旗: 1,500 yuan in all, used up in the order of the document."""
    home = _capped_home()
    case = world.open_case(home, waiver_class="dibao", household_registration="152525")
    charge(home, case, TRANSFER_FAR, STORAGE, FLAT, ("ash_deposit", "36", None))
    bill = issue(home, case)
    assert bill.waived_fen == 1500_00
    with pytest.raises(CreditChangesWaiver):
        credit(home, bill, 1)
    assert list_credit_notes(bill.id) == []
    note = credit(home, bill, reason="整单重开")
    assert get_credit_note(note.number).waived_fen == 1500_00


TRANSFER_FAR = ("transfer", "70", 900_00)


def _capped_home() -> world.Home:
    home = world.make_home("DW", region="152525")
    prices = {
        "transfer": (
            "遗体接运",
            TariffTerms(
                unit=Unit.TIME, price_low_fen=300_00, price_high_fen=900_00, measured_in=Unit.KM
            ),
        ),
        "storage": ("遗体存放", TariffTerms(unit=Unit.HOUR, price_fen=10_00)),
        "cremation_flat": ("遗体火化（平板炉）", TariffTerms(unit=Unit.BODY, price_fen=600_00)),
        "ash_deposit": (
            "骨灰寄存",
            TariffTerms(unit=Unit.YEAR, price_fen=180_00, measured_in=Unit.MONTH),
        ),
    }
    for code, (name, terms) in prices.items():
        publish_tariff_item(
            institution_id=home.id,
            code=code,
            name=name,
            item_class=ItemClass.BASIC,
            price_mode=PriceMode.GUIDED,
            terms=terms,
            legal_basis="收费公示",
            issuer="发展和改革局",
            valid_from=date(2025, 1, 1),
            by=SETUP,
        )
    world.publish_waiver("dongwuzhumuqin-2025")
    return home


def test_two_clerks_who_look_at_one_bill_give_each_line_back_once(app: Flask, home, bill):
    """Each has the payments on its page already when the other one's refund is written."""
    take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    number, case_id, other = bill.number, bill.case_id, second_clerk(home)
    seen = Barrier(2)

    def take_back(position, by):
        kept = read_sheet(get_bill(number))
        seen.wait()
        credit_bill(bill_number=number, positions=[position], reason="没有用到", by=by)
        return kept

    clerk = home.clerk
    assert at_once(app, lambda: take_back(1, clerk), lambda: take_back(2, other)) == ["done"] * 2
    db.session.rollback()
    assert sum(refund.amount_fen for refund in list_refunds_of(case_id)) == 600_00
    assert [payment.refunded_fen for payment in list_payments(case_id)] == [600_00]
    assert standing_of(case_id).surplus_fen == 0


def test_a_line_whose_going_would_change_who_pays_is_not_taken_back_alone(context):
    """五华: the province pays 200 and the city 100 of each case, the county what is left."""
    home = world.make_home(region="441424")
    world.publish_tariff(home.id)
    world.publish_waiver("wuhua-2020")
    case = world.open_case(home, household_registration="441424")
    charge(home, case, STORAGE, FLAT)
    for paper in ("死亡证明", "户籍证明", "经办人身份证"):
        note_evidence(
            institution_id=home.id,
            case_id=case.id,
            evidence=Evidence(paper),
            matched=False,
            reference="1",
            by=home.clerk,
        )
    bill = issue(home, case)
    assert bill.waived_fen > 0
    with pytest.raises(CreditChangesWaiver):
        credit(home, bill, 1)
    assert credit(home, bill).waived_fen == bill.waived_fen
