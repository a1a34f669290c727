from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from kernel import clock

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MORNING = clock.at(date(2026, 11, 24), time(8, 30))


@pytest.fixture
def english():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        yield


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_today_is_the_day_in_china():
    with clock.frozen(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 24)
    with clock.frozen(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 23)


def test_frozen_time_stands_still_in_every_thread_and_then_goes_on():
    with clock.frozen(MORNING), ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _: clock.now(), range(4))) == [MORNING] * 4
    assert clock.now() != MORNING


def test_a_freeze_inside_a_freeze_gives_way_to_the_outer_one():
    with clock.frozen(MORNING):
        with pytest.raises(ZeroDivisionError), clock.frozen(MORNING + timedelta(days=1)):
            raise ZeroDivisionError
        assert clock.now() == MORNING


def test_time_that_is_behind_goes_on_and_a_freeze_goes_before_it():
    with clock.ahead(timedelta()):
        assert clock.pretended() is None
        with clock.ahead(timedelta(hours=-3)):
            first, said = clock.now(), clock.pretended()
            assert abs(datetime.now(UTC) - first - timedelta(hours=3)) < timedelta(minutes=1)
            assert first <= said <= clock.now()
            with clock.frozen(MORNING):
                assert clock.now() == clock.pretended() == MORNING
        assert clock.pretended() is None


def test_a_time_without_its_zone_is_refused():
    naive = datetime(2026, 11, 24, 8, 30)  # noqa: DTZ001
    for reader in (clock.local, clock.say_time, clock.say_stamp):
        with pytest.raises(ValueError, match="zone"):
            reader(naive)
    with pytest.raises(ValueError, match="zone"), clock.frozen(naive):
        pass


@given(DAYS, st.times())
def test_a_day_and_time_survive_the_way_to_utc_and_back(day, time_of_day):
    moment = clock.at(day, time_of_day)
    assert moment.utcoffset() == timedelta(0)
    shown = clock.local(moment)
    assert (shown.date(), shown.time()) == (day, time_of_day)


@given(DAYS, st.times())
def test_a_day_covers_its_moments_and_ends_where_the_next_begins(day, time_of_day):
    start, end = clock.day_range(day)
    assert start <= clock.at(day, time_of_day) < end
    assert end == clock.day_range(day + timedelta(days=1))[0]


def test_days_are_said_in_chinese():
    assert clock.say_day(date(2026, 11, 24)) == "11月24日 星期二"
    assert clock.say_full_day(date(2027, 1, 3)) == "2027年1月3日 星期日"


def test_stamps_are_the_same_in_both_languages():
    assert clock.say_clock(MORNING) == "08:30"
    assert clock.say_stamp(MORNING) == "2026-11-24 08:30"


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ((0, 30), "凌晨 0:30"),
        ((4, 59), "凌晨 4:59"),
        ((5, 0), "上午 5:00"),
        ((8, 30), "上午 8:30"),
        ((11, 59), "上午 11:59"),
        ((12, 15), "下午 12:15"),
        ((13, 5), "下午 1:05"),
        ((18, 0), "晚上 6:00"),
        ((23, 59), "晚上 11:59"),
    ],
)
def test_times_are_said_by_the_part_of_the_day(shown, said):
    assert clock.say_time(time(*shown)) == said
    assert clock.say_time(clock.at(date(2026, 11, 24), time(*shown))) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "农历十月十六"),
        (date(2026, 2, 16), "农历腊月廿九"),  # the last day of a year without a 30th
        (date(2026, 2, 17), "农历正月初一"),
        (date(2025, 6, 25), "农历六月初一"),
        (date(2025, 7, 25), "农历闰六月初一"),  # the leap month of 2025
        (date(2025, 8, 23), "农历七月初一"),
        (date(2026, 12, 9), "农历冬月初一"),
    ],
)
def test_lunar_days_are_said_as_on_the_wall_calendar(day, said):
    assert clock.say_lunar(day) == said


@given(DAYS)
def test_every_day_has_a_lunar_day_and_the_next_day_another(day):
    assert clock.say_lunar(day) != clock.say_lunar(day + timedelta(days=1))


@pytest.mark.usefixtures("english")
def test_english_readers_get_english_days_and_times():
    assert clock.say_day(date(2026, 11, 24)) == "Tuesday 24 November"
    assert clock.say_full_day(date(2026, 11, 24)) == "Tuesday 24 November 2026"
    assert clock.say_time(MORNING) == "8:30 am"
    assert clock.say_time(time(12, 15)) == "12:15 pm"
    assert clock.say_time(time(0, 30)) == "12:30 am"
    assert clock.say_time(time(18, 0)) == "6:00 pm"
    assert clock.say_lunar(date(2026, 11, 24)) == "lunar calendar: day 16 of month 10"
    assert clock.say_lunar(date(2025, 7, 25)) == "lunar calendar: day 1 of leap month 6"
