"""保存报价: what the family was told beside what it is billed, line by line."""

import pytest

from billing.operations import credit_bill, keep_quotation
from billing.quotes import QuotedRow
from tests import world
from tests.billing.bills import FLAT, STORAGE, TRANSFER, charge, issue
from tests.funeral import desk


def told(*rows: tuple[str, str, int]) -> list[QuotedRow]:
    return [QuotedRow(code, name, fen, 0, fen) for code, name, fen in rows]


@pytest.fixture
def bill(home):
    """Told 510 for the transfer and 40 for a hall; billed 420 and 180 for storage."""
    case = world.open_case(home, household_registration="110101")
    for rows in (
        told(("transfer", "遗体接运", 999_00)),
        told(
            ("transfer", "遗体接运", 510_00),
            ("cremation_flat", "遗体火化（平板炉）", 500_00),
            ("hall_small", "告别厅（小厅）", 40_00),
        ),
    ):
        keep_quotation(institution_id=home.id, case_id=case.id, rows=rows, by=home.clerk)
    charge(home, case, TRANSFER, STORAGE, FLAT)
    return issue(home, case)


def test_each_line_says_more_or_less_in_words(bill, clerk):
    for path, not_told in (("", "报价时没有"), ("/print", "费用预估里没有")):
        said = desk.read(clerk, f"/bills/{bill.number}{path}")
        assert "遗体接运 510.00 420.00 少 90.00" in said
        assert f"遗体存放 {not_told} 180.00 多 180.00" in said
        assert "遗体火化（平板炉） 500.00 500.00 一样" in said
        assert "告别厅（小厅） 40.00 没有收取 少 40.00" in said
    assert "合计 1,050.00 1,100.00 多 50.00" in desk.read(clerk, f"/bills/{bill.number}")


def test_what_was_taken_back_is_not_what_the_family_pays(home, bill, clerk):
    credit_bill(bill_number=bill.number, positions=[2], reason="有误", by=home.clerk)
    said = desk.read(clerk, f"/bills/{bill.number}")
    assert "报价时没有" not in said
    assert "合计 1,050.00 920.00 少 130.00" in said


def test_where_nothing_was_told_nothing_is_compared(home, clerk):
    case = world.open_case(home)
    charge(home, case, FLAT)
    assert "报价" not in desk.read(clerk, f"/bills/{issue(home, case).number}")
