"""我的预约: open to the browser that made it; to others with the code and four digits."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.errors import WrongDigits
from booking.models import Booking
from booking.operations import open_case_from_booking
from booking.queries import find_booking, get_booking_of_family
from funeral.operations import make_bill, move_occupancy
from funeral.queries.plans import get_plan
from funeral.queries.schedule import farewell_of
from kernel import clock
from kernel.db import db
from tests import world
from tests.booking.family import Family, parts, text_of
from tests.visitor import visit


@pytest.fixture
def booked(family) -> Booking:
    family.walk()
    family.confirm()
    return db.session.scalars(select(Booking)).one()


def test_the_same_browser_sees_its_booking_at_once(family, booked):
    answer = family.open(f"/b/{booked.code}")
    page = text_of(answer)
    assert answer.status_code == 200
    for said in (booked.code, "张三", "1号厅，上午 9:00 至上午 9:20", "约上午 9:35", "JY殡仪馆"):
        assert said in page
    for said in (
        "接下来",
        "请带来",
        "死亡证明",
        "火化确认书到馆后",
        "您需要付 20 元",
        "更改或取消",
    ):
        assert said in page
    assert "上午 8:30 前到" in page
    assert "我的预约 " + booked.code in text_of(family.open("/"))


def test_numbers_are_masked_on_it(family, booked):
    page = family.open(f"/b/{booked.code}").get_data(as_text=True)
    assert family.identity_number not in page
    assert "13800138000" not in page
    assert "138****8000" in page


def test_a_stranger_with_the_code_alone_is_asked_for_the_digits(app, booked):
    stranger = visit(app)
    answer = stranger.get(f"/b/{booked.code}")
    assert answer.location == f"/b?code={booked.code}"
    page = stranger.get(answer.location)
    assert "张三" not in text_of(page)
    assert f'value="{booked.code}"' in page.get_data(as_text=True)


@pytest.mark.parametrize("last4", ["0000", "", "800", "13800138000", "８０00 1"])
def test_wrong_digits_open_nothing(app, booked, last4):
    stranger = visit(app)
    answer = stranger.post("/b", data={"code": booked.code, "last4": last4})
    assert answer.status_code == 200
    assert "张三" not in text_of(answer)
    assert stranger.get(f"/b/{booked.code}").status_code == 302


def test_a_wrong_code_is_refused_in_the_same_words_as_wrong_digits(app, booked):
    sentences = {
        text_of(visit(app).post("/b", data={"code": code, "last4": last4})).replace(code, "")
        for code, last4 in ((booked.code, "0000"), ("ZZZZZZZZ", "8000"))
    }
    assert len(sentences) == 1
    assert "预约编号或电话后四位不对，请核对。" in sentences.pop()


def test_a_relative_opens_it_with_code_and_digits(app, booked):
    relative = visit(app)
    typed = f"{booked.code[:4].lower()}-{booked.code[4:].lower()} "
    answer = relative.post("/b", data={"code": typed, "last4": "8000"})
    assert answer.location == f"/b/{booked.code}"
    assert "张三" in text_of(relative.get(answer.location))


def test_the_code_is_read_back_however_it_was_typed(booked):
    assert find_booking(f"https://example.org/b/{booked.code}").id == booked.id
    assert get_booking_of_family(booked.code.lower(), " 8000 ").id == booked.id
    with pytest.raises(WrongDigits):
        get_booking_of_family("", "8000")


def test_it_shows_the_times_as_they_stand_now(family, booked, home):
    farewell = farewell_of(get_plan(booked.plan_id))
    move_occupancy(
        occupancy_id=farewell.id,
        resource_id=farewell.resource_id,
        starts_at=world.tomorrow_at(8),
        version=1,
        despite_told=True,
        by=home.clerk,
    )
    assert "上午 8:00 至上午 8:20" in text_of(family.open(f"/b/{booked.code}"))


def test_the_code_cannot_be_guessed_from_another(app, home):
    codes = set()
    for hour in (8, 10, 12):
        family = Family(visit(app))
        family.walk(time={"starts_at": world.tomorrow_at(hour).isoformat()})
        codes.add(family.confirm().location.removeprefix("/b/"))
    assert len({code[:6] for code in codes}) == 3
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", code) for code in codes)


def test_a_code_of_nobody_is_a_kind_page_even_in_a_browser_that_claims_it(family):
    with family.browser.session_transaction() as session:
        session["bookings"] = ["ZZZZZZZZ"]
    answer = family.open("/b/ZZZZZZZZ")
    assert answer.status_code == 404
    assert "没有找到这条记录" in text_of(answer)


def test_the_day_it_names_is_the_day_in_china(family, booked):
    day = clock.day_of(world.tomorrow_at(9))
    assert clock.say_day(day) in text_of(family.open(f"/b/{booked.code}"))


def test_after_five_wrong_tries_the_code_rests_even_for_the_right_digits(app, booked):
    stranger, asked = visit(app), {"code": booked.code, "last4": "8000"}
    now = clock.now()
    with clock.frozen(now):
        for _try in range(5):
            wrong = stranger.post("/b", data=asked | {"last4": "0000"})
            assert "预约编号或电话后四位不对，请核对。" in text_of(wrong)
        said = text_of(stranger.post("/b", data=asked))
        assert "已经连续 5 次没有填对，请过 15 分钟再试，或联系殡仪馆。" in said
        spelled = asked | {"code": f"{booked.code[:4].lower()}-{booked.code[4:].lower()}"}
        assert "请过 15 分钟再试" in text_of(stranger.post("/b", data=spelled))
    with clock.frozen(now + timedelta(minutes=15)):
        assert stranger.post("/b", data=asked).location == f"/b/{booked.code}"


def test_once_there_is_a_bill_the_booking_leads_to_it(home, family):
    yesterday = parts(clock.today() - timedelta(days=1))
    family.walk(deceased={"died_on": yesterday}, hall={"hall_class": "none"})
    family.confirm()
    booked = db.session.scalars(select(Booking)).one()
    case = open_case_from_booking(code=booked.code, by=home.clerk)
    assert "账单和付款" not in text_of(family.open(f"/b/{booked.code}"))
    world.cremate(home, case)
    make_bill(number=case.number, by=home.clerk)
    page = family.open(f"/b/{booked.code}").get_data(as_text=True)
    [link] = re.findall('href="(/pay/[0-9A-Z]{16})"', page)
    assert "和费用预估比" in text_of(family.open(link))
