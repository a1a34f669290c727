"""Day, hall and time: only what is free, with what it costs this family."""

from datetime import time, timedelta

from sqlalchemy import select

from booking.answers import Answers
from booking.models import Draft
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_farewell
from funeral.queries.schedule import list_free_times
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world
from tests.booking.family import text_of, tomorrow


def fill(home: world.Home, hall: HallClass, kind: CrematorType, days_ahead: int = 1) -> None:
    """Every start of the day taken, one after the other."""
    day = clock.today() + timedelta(days=days_ahead)
    while free := list_free_times(home.id, day, hall, kind):
        plan_farewell(
            institution_id=home.id,
            hall_class=hall,
            cremator_type=kind,
            starts_at=free[0].starts_at,
            by=SETUP,
        )


def fill_all(home: world.Home, days_ahead: int = 1) -> None:
    for hall in (HallClass.NONE, HallClass.SMALL):
        for kind in CrematorType:
            fill(home, hall, kind, days_ahead)


def answers() -> Answers:
    db.session.expire_all()
    return Answers.from_json(db.session.scalars(select(Draft)).one().answers)


def test_seven_days_stand_with_their_lunar_dates(family):
    family.walk(until="day")
    page = text_of(family.open("/book/day"))
    for ahead in range(1, 7):
        day = clock.today() + timedelta(days=ahead)
        assert clock.say_day(day) in page
        assert clock.say_lunar(day) in page


def test_a_day_without_any_free_time_is_shown_as_full_and_refused(family, home):
    fill_all(home)
    family.walk(until="day")
    page = family.open("/book/day")
    assert "已约满" in text_of(page)
    assert "这一天已约满" in text_of(family.send("day"))
    assert answers().day is None


def test_a_day_nobody_offered_is_refused(family):
    family.walk(until="day")
    assert family.send("day", day="2020-01-01").status_code == 200


def test_no_ceremony_comes_first_and_each_price_says_what_is_waived(family):
    family.walk(until="hall")
    page = text_of(family.open("/book/hall"))
    assert page.index("不举行告别仪式") < page.index("小厅")
    assert "平板炉 不收费 公布价格 500 元，惠民减免 500 元" in page
    assert "拣灰炉 350 元 公布价格 850 元，惠民减免 500 元" in page
    assert "小厅 20 元" in page


def test_whoever_has_no_waiver_sees_the_published_price(family):
    family.walk(until="hall", household={"household": "unknown"})
    assert "平板炉 500 元" in text_of(family.open("/book/hall"))


def test_a_hall_that_is_not_on_the_list_is_free(family, home):
    world.make_home("DW", "152525")
    family.browser.post("/", data={"home": "DW"})
    for page in ("who", "deceased", "household", "transfer", "day"):
        family.send(page)
    page = text_of(family.open("/book/hall"))
    assert "小厅 不收费" in page


def test_a_full_cremator_is_shown_and_a_combination_without_time_is_refused(family, home):
    fill(home, HallClass.NONE, CrematorType.COLLECTING)
    family.walk(until="hall")
    assert "当日已约满" in text_of(family.open("/book/hall"))
    answer = family.send("hall", cremator_type="collecting")
    assert "没有同时满足这两项的空闲时间" in text_of(answer)
    assert answers().hall_class is None


def test_each_time_says_how_many_are_left_and_when_the_cremation_is(family, home):
    family.walk(until="time")
    assert "9:00 余 2 火化约 9:35" in text_of(family.open("/book/time"))
    plan_farewell(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=SETUP,
    )
    assert "9:00 余 1 火化约 9:35" in text_of(family.open("/book/time"))


def test_without_a_ceremony_the_time_is_that_of_the_cremation(family):
    family.walk(until="time", hall={"hall_class": "none"})
    page = text_of(family.open("/book/time"))
    assert "火化开始时间" in page
    assert "告别厅（小厅）" not in page
    family.send("time")
    check = text_of(family.check())
    assert "不举行告别仪式" in check
    assert "火化时间 上午 9:00" in check


def test_a_taken_time_is_refused_and_the_others_still_stand(family, home):
    family.walk(until="time")
    fill(home, HallClass.SMALL, CrematorType.FLAT)
    answer = family.send("time")
    assert "这个时间刚刚被预约。下面是最近的空闲时间" in text_of(answer)
    assert answer.get_data(as_text=True).count('name="starts_at"') == 3
    assert "这一天没有空闲时间了。" in text_of(family.open("/book/time"))
    assert answers().starts_at is None


def test_what_no_page_of_ours_sends_is_refused(family):
    family.walk(until="time")
    for nonsense in (
        *("", "soon", "2026-13-01", "2026-12-01T09:00", world.tomorrow_at(9, 7).isoformat()),
        *("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "9999-12-31T00:00:00+00:00"),
    ):
        assert family.send("time", starts_at=nonsense).status_code == 200
    assert answers().starts_at is None


def test_another_day_or_hall_asks_for_the_time_again(family):
    family.walk()
    later = (clock.today() + timedelta(days=2)).isoformat()
    assert family.send("day").location == "/book/check"
    assert family.send("day", day=later).location == "/book/time"
    starts_at = clock.at(clock.today() + timedelta(days=2), time(10)).isoformat()
    assert family.send("time", starts_at=starts_at).location == "/book/check"
    assert family.send("hall", hall_class="none").location == "/book/time"


def test_a_time_of_another_day_takes_its_day_with_it(family):
    """As the alternatives of a taken time may be."""
    family.walk()
    day = clock.today() + timedelta(days=3)
    family.send("time", starts_at=clock.at(day, time(9)).isoformat())
    assert answers().day == day.isoformat() != tomorrow()


def test_a_hall_too_small_for_those_expected_is_said_beside_the_number(family):
    family.walk(until="hall")
    assert "预计来多少人（可以不填）" in text_of(family.open("/book/hall"))
    said = text_of(family.send("hall", party="80"))
    assert "这一类告别厅不超过 30 人。请选大一些的厅；仍选这个厅的，把人数留空。" in said
    assert answers().hall_class is None
    assert "请用数字填写" in text_of(family.send("hall", party="很多"))
    assert family.send("hall", party="30").status_code == 302
    assert answers().party == 30
    assert family.send("hall", party="80", hall_class="none").status_code == 302
    assert family.send("hall", party="").status_code == 302
    assert answers().party is None
