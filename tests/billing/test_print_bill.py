"""打印账单: the itemised slip, once; a further copy is a reprint."""

import pytest

from billing.errors import BillPrinted
from billing.operations import print_bill
from billing.operations.papers import BILL
from hardware.errors import NoPrinter
from hardware.layout import COLUMNS, Line, lay_out
from hardware.queries import list_print_jobs
from hardware.slips import Slip
from tests.billing.bills import FLAT, TRANSFER, billed
from tests.billing.test_take_cash import printer_off
from tests.funeral import desk
from tests.lint import words


@pytest.fixture
def bill(home):
    return billed(home)


def test_the_slip_waits_for_the_printer_and_the_page_says_so(home, bill, clerk):
    printer_off(home)
    said = desk.send(clerk, f"/bills/{bill.number}/paper")
    assert "账单已交给打印机。" in said
    assert "小票： 等待打印" in said
    with pytest.raises(BillPrinted):
        print_bill(number=bill.number, by=home.clerk)
    assert len(list_print_jobs(home.id, BILL, bill.number)) == 1


def test_without_a_printer_the_page_says_why(home, bill, clerk):
    with pytest.raises(NoPrinter):
        print_bill(number=bill.number, by=home.clerk)
    said = desk.send(clerk, f"/bills/{bill.number}/paper")
    assert str(NoPrinter()) in said
    assert "小票： 还没有打印。" in said


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_slip_says_what_the_bill_says_as_the_house_speaks(home, columns):
    printer_off(home)
    bill = billed(home, FLAT, TRANSFER, household_registration="421221")
    print_bill(number=bill.number, by=home.clerk)
    [job] = list_print_jobs(home.id, BILL, bill.number)
    lines = [
        block.text
        for block in lay_out(Slip.from_json(job.slip), columns)
        if isinstance(block, Line)
    ]
    assert [line for line in lines if words.faults(line.replace("cremation_flat", ""))] == []
    whole = "".join(line.strip() for line in lines)
    for word in (
        bill.number,
        "遗体接运",
        "本项费用全部减免。",
        "县级财政",
        "人民币零元整",
        "不是发票",
    ):
        assert word in whole
