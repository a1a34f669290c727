"""Opening hours: over midnight, day and night, by weekday, on one day; buffers inside them."""

from datetime import date, datetime, time, timedelta

import pytest

from funeral.errors import OutsideHours
from funeral.hours import is_open, open_range
from funeral.kinds import HallClass, Purpose, ResourceKind
from funeral.models import Resource
from funeral.operations import plan_case, set_hours, set_special_day
from funeral.queries.schedule import cremation_of, farewell_of, list_free_times, list_resources
from funeral.schedule import Place, grid_of_day
from funeral.time_words import parse_hours, parse_span, say_open, say_span
from kernel import clock
from kernel.people.actors import SETUP
from tests import world
from tests.funeral import places

SUNDAY = 6
NOON = time(12)
# A Monday, so that weekdays in these tests can be read.
MONDAY = date(2026, 11, 23)


def room(opens: time, closes: time, **changed: object) -> Resource:
    fields: dict[str, object] = {
        "kind": ResourceKind.HALL,
        "name": "思源厅",
        "opens": opens,
        "closes": closes,
        "setup_minutes": 30,
        "use_minutes": 20,
        "cleanup_minutes": 10,
        "uses": {},
        "weekly": {},
        "special": {},
    }
    return Resource(**(fields | changed))


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def starts_of(day: date, resource: Resource) -> list[str]:
    return [clock.say_stamp(at) for at in grid_of_day(day, [resource])]


def test_a_farewell_at_half_past_eleven_goes_on_over_midnight() -> None:
    evening = room(time(18), time(2))
    assert Place(evening, on(MONDAY, 23, 30), Purpose.FAREWELL).is_open()
    assert Place(evening, on(MONDAY + timedelta(days=1), 1, 30), Purpose.FAREWELL).is_open()
    assert not Place(evening, on(MONDAY + timedelta(days=1), 1, 31), Purpose.FAREWELL).is_open()


def test_set_up_before_opening_and_clean_up_after_closing_are_outside() -> None:
    day = room(time(6), time(18))
    assert not Place(day, on(MONDAY, 6, 29), Purpose.FAREWELL).is_open()
    assert Place(day, on(MONDAY, 6, 30), Purpose.FAREWELL).is_open()
    assert Place(day, on(MONDAY, 17, 30), Purpose.FAREWELL).is_open()
    assert not Place(day, on(MONDAY, 17, 31), Purpose.FAREWELL).is_open()


def test_day_and_night_is_open_for_three_nights_on_end() -> None:
    for at in (time(), time(6)):
        assert is_open(room(at, at), on(MONDAY, 3), on(MONDAY + timedelta(days=3), 9))


def test_shut_on_sunday_breaks_a_vigil_that_reaches_into_it() -> None:
    shut = room(time(), time(), weekly={str(SUNDAY): None})
    saturday, sunday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)
    assert open_range(shut, sunday) is None
    assert is_open(shut, on(saturday, 20), on(sunday, 0))
    assert not is_open(shut, on(saturday, 20), on(sunday, 0, 1))
    assert not is_open(shut, on(sunday, 9), on(sunday, 10))


def test_hours_that_began_on_saturday_evening_end_on_a_sunday_that_is_shut() -> None:
    shut = room(time(18), time(2), weekly={str(SUNDAY): None})
    sunday = MONDAY + timedelta(days=6)
    assert is_open(shut, on(sunday, 0), on(sunday, 2))
    assert not is_open(shut, on(sunday, 18), on(sunday, 19))


def test_one_day_counts_before_its_weekday() -> None:
    special = {MONDAY.isoformat(): {"hours": None, "reason": "设备年检"}}
    shut = room(time(6), time(18), weekly={"0": ["08:00", "12:00"]}, special=special)
    assert open_range(shut, MONDAY) is None
    assert open_range(shut, MONDAY + timedelta(days=7)) == (
        on(MONDAY + timedelta(days=7), 8),
        on(MONDAY + timedelta(days=7), 12),
    )


def test_families_are_shown_the_starts_of_the_day_they_asked_for() -> None:
    """A start after midnight belongs to the next day of the calendar, whatever evening it ends."""
    evening = room(time(22), time(1))
    assert starts_of(MONDAY, evening) == [
        "2026-11-23 00:00",
        "2026-11-23 00:30",
        *(f"2026-11-23 {hour:02d}:{minute}" for hour in range(1, 24) for minute in ("00", "30")),
    ]
    day = room(time(22), time(0))
    assert starts_of(MONDAY, day)[:1] == ["2026-11-23 22:00"]
    assert starts_of(MONDAY, day)[-1:] == ["2026-11-23 23:30"]


def test_a_family_books_a_farewell_at_half_past_eleven_with_its_cremation_after_midnight(
    home: world.Home,
) -> None:
    for resource in list_resources(home.id):
        set_hours(resource_id=resource.id, usual=(time(18), time(6)), weekly={}, by=SETUP)
    case = world.open_case(home)
    plan = plan_case(
        number=case.number,
        hall_class=HallClass.SMALL,
        cremator_type="flat",
        starts_at=world.tomorrow_at(23, 30),
        by=home.clerk,
    )
    day = clock.today() + timedelta(days=1)
    assert clock.day_of(farewell_of(plan).starts_at) == day
    assert cremation_of(plan).starts_at == clock.at(day + timedelta(days=1), time(0, 5))
    next_day = list_free_times(home.id, day + timedelta(days=1), HallClass.SMALL, "flat")
    assert {clock.day_of(each.starts_at) for each in next_day} == {day + timedelta(days=1)}
    assert clock.at(day + timedelta(days=1), time(0, 30)) in [each.starts_at for each in next_day]


def test_a_day_that_is_shut_has_no_times_and_refuses_staff(home: world.Home) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    for resource in list_resources(home.id, ResourceKind.HALL):
        set_special_day(resource_id=resource.id, day=tomorrow, hours=None, reason="清洗", by=SETUP)
    assert list_free_times(home.id, tomorrow, HallClass.SMALL, "flat") == []
    room = places.add(home, ResourceKind.PREPARATION_ROOM, "整容一间")
    set_special_day(resource_id=room.id, day=tomorrow, hours=None, reason="清洗", by=SETUP)
    with pytest.raises(OutsideHours) as refused:
        places.reserve(home, room, world.tomorrow_at(9), purpose=Purpose.PREPARATION)
    assert "整容一间" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06:00–18:00", "06:00–18:00"),
        ("6:00 - 18:00", "06:00–18:00"),
        ("０６：００－１８：００", "06:00–18:00"),
        ("20:00–次日 02:00", "20:00–次日 02:00"),
        ("20:00至2:00", "20:00–次日 02:00"),
        ("20:00–next day 02:00", "20:00–次日 02:00"),
        ("18:00–24:00", "18:00–24:00"),
        ("全天", "全天"),
        ("00:00-24:00", "全天"),
        ("All day", "全天"),
        ("不开放", "不开放"),
    ],
)
def test_hours_are_typed_as_they_are_said(typed: str, said: str) -> None:
    assert say_open(parse_hours(typed)) == said
    assert parse_hours(said) == parse_hours(typed)


@pytest.mark.parametrize("typed", ["", "6点", "25:00–26:00", "06:00", "06:00–18:60", "早上"])
def test_hours_nobody_can_read_are_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the field says the sentence
        parse_hours(typed)


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("30 分钟", timedelta(minutes=30)),
        ("12小时", timedelta(hours=12)),
        ("１ 天 ６ 小时", timedelta(hours=30)),
        ("0 分钟", timedelta(0)),
        ("1 d 6 h 30 min", timedelta(hours=30, minutes=30)),
        ("2 hours 1 minute", timedelta(minutes=121)),
    ],
)
def test_spans_are_typed_as_they_are_said(typed: str, span: timedelta) -> None:
    assert parse_span(typed) == span
    assert parse_span(say_span(span)) == span


@pytest.mark.parametrize("typed", ["", "30", "半天", "30 分钟左右", "-1 天"])
def test_a_number_without_its_unit_is_no_span(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the field says the sentence
        parse_span(typed)
