"""What goes wrong on any day: an impatient finger, a time just taken, a printer that is off."""

import time
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from tests import world
from tests.browser.walk import (
    Wishes,
    choose_time,
    confirm,
    go_on,
    read_booking,
    walk_to_check,
    walk_to_time,
)
from tests.emulators.escpos_printer import EscposPrinter
from tests.journeys.desk import Desk
from tests.journeys.house import House, now, some_minutes_ago, until
from tests.journeys.paper import read_receipt, receipts

# Both answers of a button that was pressed twice before the first came.
PRESS_TWICE = """
async () => {
  const form = document.querySelector("main form:has(input[name=agreed])");
  const press = () => fetch(form.action, {method: "POST", body: new FormData(form)});
  return (await Promise.all([press(), press()])).map(answer => answer.url);
}
"""


def wishes(name: str, **changed: Any) -> Wishes:
    """`name`: none that the demonstration has."""
    asked = {
        "home": "JYB",
        "claimant_name": "王示梅",
        "phone": world.phone(),
        "deceased_name": name,
        "identity_number": world.identity_number(),
        "died_on": now().date() - timedelta(days=1),
        "day": now().date() + timedelta(days=5),
    }
    return Wishes(**(asked | changed))


def to_check(house: House, page: Page, family: Wishes) -> None:
    page.goto(house.site.url + "/")
    walk_to_check(page, family)


def bookings_of(house: House, name: str) -> list[Any]:
    return house.ask(
        "SELECT code FROM bookings JOIN deceased ON deceased.id = deceased_id WHERE name = %s", name
    )


def test_a_button_pressed_twice_books_once(house):
    with house.phone(javascript=True) as page:
        to_check(house, page, wishes("孙示快"))
        first, second = page.evaluate(PRESS_TWICE)
        [(code,)] = bookings_of(house, "孙示快")
        assert first == second
        assert first.endswith(f"/b/{code}")


def test_a_double_click_without_javascript_books_once(house):
    with house.phone() as page:
        to_check(house, page, wishes("孙示双"))
        page.get_by_role("button", name="确认预约").dblclick()
        page.wait_for_url("**/b/*")
        assert bookings_of(house, "孙示双") == [(read_booking(page).code,)]


def test_a_time_taken_meanwhile_offers_the_nearest_and_loses_nothing(house):
    with house.phone() as ours, house.phone() as theirs:
        late = wishes("马示后", time=3)
        ours.goto(house.site.url + "/")
        walk_to_time(ours, late)
        to_check(house, theirs, wishes("马示先", time=3))
        confirm(theirs)
        choose_time(ours, late)
        said = ours.locator("main").inner_text()
        assert "这个时间刚刚被预约" in said
        assert "马示后" in said
        assert ours.locator("input[name=starts_at]").count() == 3
        assert bookings_of(house, "马示后") == []
        ours.locator("input[name=starts_at]").first.check(force=True)
        go_on(ours)
        confirm(ours)
        booked = read_booking(ours)
        assert bookings_of(house, "马示后") == [(booked.code,)]
        assert "马示后" in booked.text


def test_a_receipt_waits_for_a_printer_that_is_off_and_comes_out_once(house):
    url = house.site.url
    with (
        EscposPrinter(columns=32, on=False) as printer,
        house.signed_in("jiayu-desk") as desk_page,
        house.cremated_by("jiayu-operator-1", "jiayu-operator-2") as screens,
    ):
        desk, hall, second = (Desk(page, url) for page in (desk_page, *screens))
        desk.set_up_printer(printer.host, printer.port, printer.columns)
        yesterday = now().date() - timedelta(days=1)
        case = desk.open_walk_in_case("朱示停", world.identity_number(), yesterday)
        desk.receive(case, some_minutes_ago(10))
        desk.record_papers(case, world.identity_number())
        desk.plan(case, now().date() + timedelta(days=5))
        house.let_it_be_today(case, "2号火化机")
        scans = desk.wristband(case), desk.work_order(case)
        for operator in (hall, second):
            operator.check("2号火化机", *scans)
        assert hall.try_to_cremate(case) == ""
        hall.end_cremation(case)
        bill = desk.make_bill(case)
        desk.take_cash(bill, 1000)
        paid = (
            "SELECT receipts.number FROM receipts JOIN payments ON payments.id = payment_id"
            " JOIN bills ON bills.id = bill_id WHERE bills.number = %s"
        )
        [(number,)] = house.ask(paid, bill)
        until(lambda: _waiting(house, number), "打印机连接不上")
        desk.open("/printers")
        assert "连接不上" in desk_page.locator("main").inner_text()
        printer.switch_on()
        sheets = receipts(printer, seconds=60)
        assert [read_receipt(sheet).facts["收据号"] for sheet in sheets] == [number]
        time.sleep(3)
        assert len(receipts(printer, seconds=1)) == 1


def _waiting(house: House, number: str) -> list[Any]:
    """The receipt waits behind the wristband, whose turn it is to find the printer off."""
    question = """
        SELECT r.id FROM print_jobs r JOIN print_jobs first ON first.printer_id = r.printer_id
        WHERE r.number = %s AND r.state = 'queued'
          AND first.state = 'queued' AND first.reason <> ''"""
    return house.ask(question, number)
