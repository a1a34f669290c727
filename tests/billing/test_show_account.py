"""账单和付款: what a family sees of its bill, and what nobody sees there."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from billing.kinds import PaymentMethod, SignatureKind
from billing.operations import credit_bill, keep_quotation, sign_bill, take_cash, take_deposit
from billing.queries import find_account, find_last_bill
from billing.quotes import QuotedRow
from funeral.kinds import CrematorType
from hardware.qr import short_code
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.names import masked_name
from tests.billing.bills import FLAT, billed
from tests.billing.test_make_bill import bill_of, cremated
from tests.funeral import desk
from tests.visitor import visit


@pytest.fixture
def case(home):
    """350 yuan due: the collecting furnace instead of the flat one."""
    return cremated(home, CrematorType.COLLECTING, deceased_name="张示远", claimant_name="王示梅")


@pytest.fixture
def bill(home, case):
    return bill_of(home, case)


@pytest.fixture
def family(app, home):
    return visit(app)


def path_of(bill):
    return f"/pay/{find_account(bill.case_id).token}"


def told(home, bill, **changed: dict[str, int | bool]):
    """Before the bill, as the booking told it; by item code what was said otherwise."""
    rows = [
        QuotedRow(x.item_code, x.name, x.gross_fen, x.waived_fen, x.due_fen) for x in bill.lines
    ]
    rows = [replace(row, **changed.pop(row.item_code, {})) for row in rows]
    rows += [QuotedRow(code, **row) for code, row in changed.items()]
    keep_quotation(institution_id=home.id, case_id=bill.case_id, rows=rows, by=home.clerk)


def test_the_sum_to_be_paid_comes_first_and_every_line_adds_up(bill, family):
    said = desk.read(family, path_of(bill))
    assert "您需要付 350 元" in said
    for line in bill.lines:
        assert line.name in said
        assert line.clause in said
        assert line.legal_basis in said
    assert "应收 850.00 减免 − 500.00 应付 = 350.00" in said
    assert "500 元由县级财政承担。" in said


def test_a_started_hour_is_said_to_count_as_one(home, family):
    said = desk.read(family, path_of(billed(home, ("storage", "2.5", None), FLAT)))
    assert "2.5 小时 不足 1 小时按 1 小时计" in said
    assert said.count("不足") == 1


def test_nothing_personal_stands_on_the_page(home, case, bill, family):
    sign_bill(
        bill_number=bill.number,
        kind=SignatureKind.PAPER,
        signer_name="王示梅",
        strokes=None,
        by=home.clerk,
    )
    page = family.get(path_of(bill)).text
    asked = (case.deceased.identity_number, case.claimant.phone, "13800138000")
    for private in (*asked, "张示远", "王示梅", "嘉鱼县人民医院", "自然死亡"):
        assert private not in page
    assert masked_name("王示梅") == "王**"
    assert "王**" in page
    assert find_account(bill.case_id).case_number in page


@pytest.mark.parametrize(("name", "shown"), [("张三", "张*"), ("欧阳示范", "欧**"), ("王", "王*")])
def test_a_name_is_masked_however_long_it_is(name, shown):
    assert masked_name(name) == shown


def test_the_token_may_be_typed_in_groups_and_small_letters(bill, family):
    token = find_account(bill.case_id).token
    assert "您需要付" in desk.read(family, f"/pay/{short_code(token).lower()}")
    answer = family.post("/pay", data={"code": short_code(token).lower()})
    assert answer.location == f"/pay/{token}"
    assert family.get(f"/pay/{token}").headers["X-Robots-Tag"] == "noindex"


def test_an_unknown_token_is_answered_calmly(family, bill):
    answer = family.get("/pay/0000000000000000")
    assert answer.status_code == 404
    assert "没有找到这张账单。" in desk.words(answer.text)
    assert family.post("/pay/0000000000000000").status_code == 404


def test_who_guesses_codes_is_braked(family, bill):
    token = find_account(bill.case_id).token
    for guess in range(5):
        said = desk.beside(family, "/pay", "code", code=f"000000000000000{guess}")
        assert said.startswith("没有找到这张账单。")
    answer = family.post("/pay", data={"code": token})
    assert answer.status_code == 200
    assert "已经连续 5 次没有填对" in desk.words(answer.text)


def test_before_the_bill_the_family_sees_what_it_was_told(home, case, family):
    take_deposit(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        method=PaymentMethod.CASH,
        amount_fen=500_00,
        tendered_fen=500_00,
        payer_name="王示梅",
        by=home.clerk,
    )
    row = QuotedRow("cremation_flat", "遗体火化（平板炉）", 500_00, 500_00, 0)
    rows = [row, QuotedRow("farewell", "告别厅", 300_00, 0, 300_00, at_most=True)]
    keep_quotation(institution_id=home.id, case_id=case.id, rows=rows, by=home.clerk)
    said = desk.read(family, f"/pay/{find_account(case.id).token}")
    assert "账单还没有出" in said
    assert "按公布价格的上限估算 300 元" in said
    assert "估计您需要付 300 元" in said
    assert "出账单以前的预付款" in said
    assert "已付预付款 500 元，出账单时抵扣，多余的退还。" in said


def test_a_bill_as_told_is_said_to_be_so_in_one_sentence(home, bill, family):
    told(home, bill)
    said = desk.read(family, path_of(bill))
    assert "账单与费用预估逐项一致。" in said


def test_each_difference_to_what_was_told_is_explained(home, bill, family):
    told(
        home,
        bill,
        cremation_collecting={"waived_fen": 850_00, "due_fen": 0},
        transfer={"gross_fen": 500_00, "due_fen": 80_00, "at_most": True},
        urn={"name": "骨灰盒", "gross_fen": 200_00, "waived_fen": 0, "due_fen": 200_00},
    )
    said = desk.read(family, path_of(bill))
    assert "价格没有变，减免有变化，见上面这一项的说明，多收 350 元" in said
    assert "费用预估按上限计算，实际少收 80 元" in said
    assert "费用预估里有这一项，实际没有收，少收 200 元" in said
    assert "账单比费用预估多 70 元" in said


def test_what_was_not_told_is_named_as_such(home, bill, family):
    [first, *_rest] = [line for line in bill.lines if line.due_fen == 0]
    row = QuotedRow(first.item_code, first.name, first.gross_fen, first.waived_fen, 0)
    keep_quotation(institution_id=home.id, case_id=bill.case_id, rows=[row], by=home.clerk)
    said = desk.read(family, path_of(bill))
    assert "费用预估里没有这一项，按实际服务计费，多收 350 元" in said
    assert "费用预估里没有这一项，不用付" in said
    assert "与费用预估一致" in said


def test_what_was_paid_stands_with_its_receipt_and_the_rest_is_open(home, bill, family):
    receipt = take_cash(
        bill_number=bill.number,
        tendered_fen=200_00,
        amount_fen=150_00,
        payer_name="李示明",
        by=home.clerk,
    )
    said = desk.read(family, path_of(bill))
    assert "还需要付 200 元" in said
    assert "已付 150 元，共需付 350 元。" in said
    assert f"收据号 {receipt.number}" in said
    assert "李**，现金，" in said


def test_a_paid_bill_says_so(home, bill, family):
    take_cash(bill_number=bill.number, tendered_fen=350_00, by=home.clerk)
    said = desk.read(family, path_of(bill))
    assert "已付清 350 元" in said
    assert "您需要付" not in said


def test_who_owes_nothing_is_told_so(home, family):
    bill = bill_of(home, cremated(home))
    assert "您不用付款 0 元" in desk.read(family, path_of(bill))


def test_a_bill_taken_back_says_so_and_its_money_is_on_the_way(home, bill, family):
    take_cash(bill_number=bill.number, tendered_fen=350_00, by=home.clerk)
    note = credit_bill(bill_number=bill.number, positions=None, reason="重复登记", by=home.clerk)
    said = desk.read(family, path_of(bill))
    assert "原来的账单已经收回" in said
    assert "退 350 元 待退款" in said
    assert "请付款人带证件到业务大厅领取。" in said
    assert "多付的款按下面退还。" in said
    assert note.due_fen == 350_00


def test_a_bill_taken_back_before_anybody_paid_promises_nothing_back(home, bill, family):
    credit_bill(bill_number=bill.number, positions=None, reason="重复登记", by=home.clerk)
    said = desk.read(family, path_of(bill))
    assert "原来的账单已经收回 需要付的，会另出账单" in said
    assert "多付的款" not in said


def test_one_line_taken_back_leaves_the_others(home, family):
    bill = bill_of(home, cremated(home, CrematorType.COLLECTING, household_registration="110101"))
    position = next(line.position for line in bill.lines if line.item_code == "transfer")
    note = credit_bill(
        bill_number=bill.number, positions=[position], reason="没有接运", by=home.clerk
    )
    said = desk.read(family, path_of(bill))
    assert f"红冲单号 {note.number}" in said
    assert said.count("不再收取") == 1
    assert "退回" not in said
    assert find_last_bill(bill.case_id).number == bill.number


def test_the_signature_and_the_rule_and_the_number_to_complain_at(home, bill, family):
    path = path_of(bill)
    said = desk.read(family, path)
    assert "账单还没有签字。" in said
    assert "公布的清单以外，任何人不得收取费用" in said
    assert 'href="tel:96444"' in family.get(path).text
    assert 'href="/prices/JY"' in family.get(path).text


def test_where_no_way_to_pay_online_is_offered_the_page_says_where_to_pay(bill, family):
    said = desk.read(family, path_of(bill))
    assert "这里还没有开通网上付款。请到业务大厅付款" in said


def test_reading_writes_nothing(bill, family):
    entries = select(func.count(JournalEntry.id))
    before = db.session.scalar(entries)
    family.get(path_of(bill))
    family.get("/pay")
    assert db.session.scalar(entries) == before


def test_read_in_english_the_page_holds_no_sentence_in_chinese(home, bill, family):
    """Clauses are stored in Chinese and said anew; names of items and documents stay."""
    told(home, bill, cremation_collecting={"waived_fen": 850_00, "due_fen": 0})
    family.set_cookie("language", "en")
    page = family.get(path_of(bill)).text
    assert '<html lang="en"' in page
    assert re.findall("[^>]*。", page) == []


def test_a_sentence_that_cannot_be_said_anew_stays_marked_as_chinese(
    home, bill, family, monkeypatch
):
    monkeypatch.setattr("billing.clauses.replay_assessment", lambda _bill: None)
    family.set_cookie("language", "en")
    page = family.get(path_of(bill)).text
    assert f'<span lang="zh-Hans">{bill.lines[0].clause}</span>' in page


def test_without_a_hotline_the_page_says_who_hears_complaints(app, home, bill, family, monkeypatch):
    monkeypatch.setitem(app.config, "HOTLINE", "")
    assert "可以向县民政局投诉。" in desk.read(family, path_of(bill))
