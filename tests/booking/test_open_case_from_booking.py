"""The desk's day: who waits, receiving a family once, and where a number leads."""

import pytest
from sqlalchemy import select

from billing.operations import take_cash
from booking.errors import CaseAlreadyOpen
from booking.models import Booking
from booking.operations import open_case_from_booking
from funeral.models import FuneralCase
from funeral.operations import make_bill
from funeral.queries.cases import get_case_by_id
from hardware.models import PrintJob, PrintState
from hardware.operations import add_printer, print_trial_page
from kernel.db import db, transaction
from kernel.errors import NotFound
from kernel.people.actors import Role
from tests import world
from tests.booking.family import Family, text_of
from tests.visitor import visit


@pytest.fixture
def booked(family) -> Booking:
    family.walk()
    family.confirm()
    return db.session.scalars(select(Booking)).one()


@pytest.fixture
def clerk(app, home):
    return visit(app, "jy-desk")


def receive(clerk, booking: Booking, key: str = "key"):
    return clerk.post(f"/bookings/{booking.code}/open-case", data={"idempotency_key": key})


def test_the_desk_sees_who_waits_and_receives_the_family(clerk, booked):
    page = text_of(clerk.get("/desk"))
    for said in (booked.code, "张三", "张小三 138****8000", "09:00", "县人民医院", "接待"):
        assert said in page
    answer = receive(clerk, booked)
    case = db.session.scalars(select(FuneralCase)).one()
    assert answer.location == f"/cases/{case.number}"
    assert (case.deceased_id, case.plan_id) == (booked.deceased_id, booked.plan_id)
    page = text_of(clerk.get("/desk"))
    assert "没有等候接待的预约。" in page
    assert case.number in page


def test_receiving_twice_opens_one_case(clerk, booked):
    first, again, later = (receive(clerk, booked, key) for key in ("one", "one", "two"))
    assert first.location == again.location
    number = db.session.scalars(select(FuneralCase)).one().number
    assert f"这个预约已经转为案件 {number}。" in text_of(later)


def test_the_operation_says_which_case_it_became(booked, home):
    case = open_case_from_booking(code=booked.code, by=home.clerk)
    assert get_case_by_id(booked.case_id).number == case.number
    with pytest.raises(CaseAlreadyOpen):
        open_case_from_booking(code=booked.code, by=home.clerk)
    with pytest.raises(NotFound):
        open_case_from_booking(code="ZZZZZZZZ", by=home.clerk)


def test_the_detail_shows_what_the_family_agreed_to_with_numbers_masked(clerk, booked, family):
    page = text_of(clerk.get(f"/bookings/{booked.code}"))
    for said in ("张三", "4212**********", "湖北省咸宁市嘉鱼县", "普通居民", "1号厅", "网上"):
        assert said in page
    assert "家属确认时的费用预估" in page
    assert "公布价格 300 至 510 元" in page
    assert family.identity_number not in page


def test_the_list_pages_sorts_and_finds(clerk, booked, app):
    other = Family(visit(app))
    other.walk(
        deceased={"deceased_name": "李四"}, time={"starts_at": world.tomorrow_at(11).isoformat()}
    )
    other.confirm()
    by_name = text_of(clerk.get("/bookings?sort=name&direction=asc"))
    assert "共 2 条" in by_name
    for search in ("李", other.identity_number):
        page = text_of(clerk.get("/bookings", query_string={"search": search}))
        assert "李四" in page
        assert "张三" not in page
    assert "没有找到预约。" in text_of(clerk.get("/bookings?search=王"))


@pytest.mark.parametrize("typed", [str.lower, lambda code: f"{code[:4]}-{code[4:]}", str])
def test_a_scanned_booking_leads_to_its_page(clerk, booked, typed):
    answer = clerk.post("/desk/find", data={"search": typed(booked.code)})
    assert answer.location == f"/bookings/{booked.code}"


def test_printed_numbers_lead_to_their_records(clerk, home):
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    for search in (case.number, case.number.lower(), certificate):
        assert clerk.post("/desk/find", data={"search": search}).location == f"/cases/{case.number}"


def test_a_bill_and_a_receipt_lead_to_the_bill(clerk, home):
    case = world.open_case(home)
    world.cremate(home, case)
    bill = make_bill(number=case.number, by=home.clerk)
    receipt = take_cash(bill_number=bill.number, tendered_fen=bill.due_fen, by=home.clerk)
    for number in (bill.number, receipt.number):
        assert clerk.post("/desk/find", data={"search": number}).location == f"/bills/{bill.number}"


def test_a_name_leads_to_those_who_wait_and_to_their_cases_once_received(clerk, booked):
    where = clerk.post("/desk/find", data={"search": "张"}).location
    assert f'href="/bookings/{booked.code}"' in clerk.get(where).text
    receive(clerk, booked)
    assert 'href="/cases/JYA' in clerk.get(where).text
    unknown = clerk.post("/desk/find", data={"search": "JYA99-99999"}).location
    assert "没有找到。" in text_of(clerk.get(unknown))
    assert clerk.post("/desk/find", data={"search": ""}).location == "/desk"


def test_another_home_sees_nothing_of_it(app, booked):
    other = world.make_home("DW", "152525")
    stranger = visit(app, "dw-desk")
    assert booked.code not in text_of(stranger.get("/desk"))
    assert "共 0 条" in text_of(stranger.get("/bookings"))
    assert stranger.get(f"/bookings/{booked.code}").status_code == 404
    assert receive(stranger, booked).status_code == 404
    found = stranger.post("/desk/find", data={"search": booked.code}).location
    assert found.startswith("/find?")
    assert other.id != booked.institution_id
    assert db.session.scalars(select(FuneralCase)).all() == []


@pytest.mark.parametrize("page", ["/desk", "/bookings"])
def test_only_the_desk_and_the_administrator_open_it(app, home, page):
    world.make_staff("JY-administrator", Role.ADMINISTRATOR, home.id)
    assert visit(app).get(page).location.startswith("/sign-in")
    assert visit(app, "jy-operator").get(page).status_code == 403
    assert visit(app, "jy-administrator").get(page).status_code in {200, 302}


def test_the_days_farewells_and_cremations_are_counted(clerk, booked):
    page = text_of(clerk.get("/desk"))
    assert "待接待 1 今日告别 0 今日火化 0" in page
    # The booking stands on tomorrow's board under the name of the deceased.
    day = world.tomorrow_at(9).date().isoformat()
    assert "张三" in text_of(clerk.get(f"/board?day={day}"))


def test_slips_nobody_is_sure_of_are_mentioned(clerk, home):
    assert "不能确定是否打印出来" not in text_of(clerk.get("/desk"))
    printer = add_printer(
        institution_id=home.id, name="前台", host="127.0.0.1", port=9, by=home.clerk
    )
    print_trial_page(printer_id=printer.id, by=home.clerk)
    with transaction():
        db.session.scalars(select(PrintJob)).one().state = PrintState.UNCONFIRMED
    assert "有 1 张单据不能确定是否打印出来。" in text_of(clerk.get("/desk"))
