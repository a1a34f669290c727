"""东乌珠穆沁旗: long roads, a price by the kilometre, a waiver with a ceiling (policies.md P08)."""

from datetime import date, timedelta

from tests import world
from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys.desk import Desk
from tests.journeys.house import House, now, some_minutes_ago
from tests.journeys.paper import TOTAL, read_receipt, receipts
from tests.journeys.screens import fact, fen, table

# 80 km are 680 and 30 × 5; storage 100; cremation 600; ashes for three years 120. The waiver takes
# them in the document's order, transfer, cremation, storage, ashes, until its 1,500 are used up.
FIGURES = {
    "遗体接运": (830_00, 830_00, 0),
    "遗体火化": (600_00, 600_00, 0),
    "遗体存放（冷藏）": (100_00, 70_00, 30_00),
    "骨灰寄存": (120_00, 0, 120_00),
    TOTAL: (1650_00, 1500_00, 150_00),
}


def test_a_herdsman_in_need_is_waived_up_to_the_ceiling_of_his_banner(house: House):
    url = house.site.url
    with (
        EscposPrinter(columns=32) as printer,
        house.signed_in("dongwu-desk") as desk_page,
        house.cremated_by("dongwu-operator-1", "dongwu-operator-2") as screens,
    ):
        desk, hall, second = (Desk(page, url) for page in (desk_page, *screens))
        desk.set_up_printer(printer.host, printer.port, printer.columns)
        case = desk.open_walk_in_case(
            "何示荣",
            world.identity_number(date(1941, 2, 3)),
            now().date() - timedelta(days=1),
            waiver_class="dibao",
        )
        desk.receive(case, some_minutes_ago(20), km="80")
        desk.record_papers(case, world.identity_number(date(1970, 1, 1)))
        desk.plan(case, now().date() + timedelta(days=5))
        house.let_it_be_today(case, "1号火化机")
        band, order = desk.wristband(case), desk.work_order(case)
        for operator in (hall, second):
            operator.check("1号火化机", band, order)
        assert hall.try_to_cremate(case) == ""
        hall.end_cremation(case)
        hall.scan(band, "ashes_packed", "骨灰整理间")
        desk.issue_certificate(case, "何示国")
        desk.deposit_ashes(case, fact(desk_page, "火化证明"), months=36)
        bill = desk.make_bill(case)
        rows = table(desk_page, "费用明细")
        desk.take_cash(bill, 200)
        sheets = receipts(printer, seconds=60)
        receipt = read_receipt(sheets[0])
    shown = {
        row["项目"]: tuple(fen(row[f"{column}（元）"]) for column in ("应收", "减免", "应付"))
        for row in rows
    }
    assert shown == FIGURES
    assert dict(receipt.charges) | {TOTAL: receipt.total} == FIGURES
    assert receipt.amounts == {"实收现金": 200_00, "找零": 50_00}
    assert len(sheets) == 1
