"""The bill as a letter on A4, in Chinese and in English."""

from billing.operations import credit_bill, take_cash
from billing.queries import find_account
from hardware.qr import short_code
from tests import world
from tests.billing.bills import FLAT, STORAGE, billed
from tests.funeral import desk


def test_the_letter_says_everything_the_family_must_know(home, clerk):
    bill = billed(home, FLAT, STORAGE, household_registration=world.JIAYU)
    take_cash(bill_number=bill.number, tendered_fen=0, by=home.clerk)
    said = desk.read(clerk, f"/bills/{bill.number}/print")
    for words in (
        "JY殡仪馆",
        bill.number,
        "收费明细，不是发票。",
        short_code(find_account(bill.case_id).token),
        "合计 680.00 680.00 0.00",
        "人民币零元整",
        "由县级财政承担 680 元。",
        "嘉鱼县殡葬服务收费公示（2025年9月15日）",
        "家属签字",
        "对收费有疑问，请拨打 96444。",
        "张小三 现金",
    ):
        assert words in said, words


def test_each_clause_is_one_footnote(home, clerk):
    bill = billed(home)
    page = clerk.get(f"/bills/{bill.number}/print").text
    assert page.count("<sup>1</sup>") == 3
    assert "<sup>2</sup>" not in page
    assert desk.words(page).count("不符合减免条件，按公布的价格自付。") == 1


def test_in_english_the_clauses_are_english_too(home, clerk):
    bill = billed(home, FLAT, household_registration=world.JIAYU)
    clerk.set_cookie("language", "en")
    page = clerk.get(f"/bills/{bill.number}/print").text
    assert '<html lang="en"' in page
    assert "This fee is waived in full." in page
    assert "本项费用全部减免" not in page
    assert '<span lang="zh-Hans">人民币零元整</span>' in page


def test_a_bill_taken_back_says_so_on_paper(home, clerk):
    bill = billed(home)
    credit_bill(bill_number=bill.number, positions=None, reason="重开", by=home.clerk)
    said = desk.read(clerk, f"/bills/{bill.number}/print")
    assert "已整单红冲" in said
    assert "红冲以后 0.00 0.00 0.00" in said
