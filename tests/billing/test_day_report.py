"""日结: a day's money from its documents, each number with its list, five sums reckoned twice."""

from datetime import timedelta

import pytest

from billing.day_report import checks_of
from billing.kinds import PaymentMethod
from billing.operations import (
    close_shift,
    credit_bill,
    pay_out_refund,
    void_receipt,
)
from billing.queries import figures_of, list_refunds_of
from kernel import clock
from tests import world
from tests.billing.test_freeze_settlement import xlsx_words
from tests.billing.tills import deposit, make_due, take
from tests.funeral import desk
from tests.visitor import visit


@pytest.fixture
def busy(home):
    """A deposit by card that is voided and one that stands, a bill paid in cash, one credited."""
    lost = deposit(home, 100_00, method=PaymentMethod.POS, reference="0001")
    void_receipt(number=lost.number, reason="写错", by=home.clerk)
    deposit(home, 200_00, method=PaymentMethod.TRANSFER, reference="0002")
    take(home)
    credited = make_due(home)
    take(home, credited)
    credit_bill(bill_number=credited.number, positions=None, reason="登记有误", by=home.clerk)
    [refund] = list_refunds_of(credited.case_id)
    pay_out_refund(number=refund.number, reference="", by=home.clerk)
    close_shift(counts={100_00: 3}, explanation="少收 50 元", signed_name="JY-desk", by=home.clerk)
    return home


def report_of(home):
    return figures_of(home.id, clock.today())


def test_every_figure_comes_from_its_documents(busy):
    report = report_of(busy)
    assert (report.bills.count, report.bills.due_fen) == (2, 700_00)
    assert (report.notes.count, report.notes.due_fen) == (1, 350_00)
    assert [(one.method, one.count, one.fen) for one in report.payments] == [
        ("cash", 2, 700_00),
        ("pos", 1, 100_00),
        ("transfer", 1, 200_00),
    ]
    assert [(one.method, one.fen) for one in report.refunds] == [("cash", 350_00)]
    receipts = world.numbered("JYS", 1), world.numbered("JYS", 4)
    assert (report.receipts.first, report.receipts.last) == receipts
    assert report.receipts.voided_today == 1
    assert [shift.expected_fen for shift in report.shifts] == [350_00]
    assert (report.deposits.count, report.deposits.fen) == (2, 300_00)
    assert sum(item.sums.count for item in report.items) == 6


def test_sums_that_must_agree_are_compared_and_a_payment_without_receipt_is_seen(busy):
    agree = {str(check.name): check.difference_fen for check in checks_of(report_of(busy))}
    assert agree == {
        "应收减去减免等于应付": 0,
        "账单合计等于各项目合计": 0,
        "减免等于各承担方合计": 0,
        "收款等于有效收据": 100_00,
        "现金收款都在班次里": 0,
    }


def test_another_day_and_another_home_have_nothing_of_it(busy):
    other = world.make_home("TC")
    assert report_of(other).paid_fen == 0
    assert figures_of(busy.id, clock.today() - timedelta(days=1)).bills.count == 0


def test_the_page_leads_from_each_number_to_its_list(busy, clerk):
    day = clock.today().isoformat()
    page = desk.read(clerk, f"/days/{day}")
    for word in ("收款 现金 2 700.00", "退款 现金 1 -350.00", "少 50 元", "相差 100 元"):
        assert word in page
    lists = {
        "bills": "应收（元）",
        "credit-notes": "登记有误",
        "payments?method=pos": "0001",
        "payments?unreceipted=1": "没有收据的收款",
        "refunds?method=cash": "登记有误",
        "lines?item=transfer": "遗体接运",
        "deposits": "共 2 条",
    }
    for path, word in lists.items():
        assert word in desk.read(clerk, f"/days/{day}/{path}"), path
    assert "0002" not in desk.read(clerk, f"/days/{day}/payments?method=pos")


def test_paper_and_file_say_the_same(busy, clerk):
    day = clock.today().isoformat()
    sheet = desk.read(clerk, f"/days/{day}/sheet")
    assert "JY殡仪馆 收款日结" in sheet
    assert "收款 现金 2 700.00" in sheet
    answer = clerk.get(f"/days/{day}/xlsx")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=JY-{day}.xlsx"
    written = xlsx_words(answer.data)
    receipts = f"{world.numbered('JYS', 1)}–{world.numbered('JYS', 4)}"
    for word in ("日结", "项目", "班次", "核对", receipts, "少收 50 元"):
        assert word in written


def test_a_day_that_is_none_is_not_found_and_none_is_today(home, clerk):
    for odd in ("x", "2026-02-30", "0001-01-01", "9999-12-31"):
        assert clerk.get(f"/days/{odd}").status_code == 404
        assert clerk.get(f"/days/{odd}/bills").status_code == 404
    assert clerk.get("/days?day=x").location.endswith(f"/days/{clock.today()}")
    for odd in ("payments?method=x&page=x", "refunds?method=x", "lines?item=%00x"):
        assert clerk.get(f"/days/{clock.today()}/{odd}").status_code in {200, 400}


def test_officers_choose_the_home(app, busy):
    world.make_office()
    world.make_home("TC")
    officer = visit(app, "mz-officer")
    day = clock.today().isoformat()
    assert "收款 现金 2 700.00" in desk.read(officer, f"/days/{day}?home=JY")
    assert "当天没有收款" in desk.read(officer, f"/days/{day}?home=TC")
    assert officer.get(f"/days/{day}/bills?home=WD").status_code == 200
    assert visit(app, "jy-operator").get(f"/days/{day}").status_code == 403


def test_the_till_shows_today(busy, clerk):
    page = desk.read(clerk, "/till")
    for word in ("今天收款 1,000 元", "今天退款 350 元", "预付款 300 元", "相差 100 元"):
        assert word in page
    assert "没有缺号" in page
