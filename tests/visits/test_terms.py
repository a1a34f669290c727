"""Terms without a database: peak days by sun and moon, times, number plates, ages, openings."""

from dataclasses import replace
from datetime import date, time

import pytest

from cemetery.visits.booking_rules import age_on
from cemetery.visits.errors import (
    NumberPlateLooksAlike,
    NumberPlateProvince,
    NumberPlateUnread,
    NumberPlateWrongLength,
    PeakDayUnread,
    SlotTimesUnread,
)
from cemetery.visits.number_plates import normalise_number_plate
from cemetery.visits.peak import is_peak, read_line
from cemetery.visits.terms import read_times, write_times
from cemetery.visits.words import say_terms
from kernel import clock
from kernel.festivals import Festival, festival_in
from tests.visits.scene import TERMS


@pytest.mark.parametrize(
    ("festival", "days"),
    [
        # 中国科学院紫金山天文台's almanac.
        (Festival.QINGMING, ["2025-04-04", "2026-04-05", "2027-04-05"]),
        (Festival.ZHONGYUAN, ["2025-09-06", "2026-08-27", "2027-08-16"]),
        (Festival.HANYI, ["2025-11-20", "2026-11-09", "2027-10-29"]),
        (Festival.WINTER_SOLSTICE, ["2025-12-21", "2026-12-22", "2027-12-22"]),
        (Festival.NEW_YEARS_EVE, ["2025-01-28", "2026-02-16", "2027-02-05"]),
    ],
)
def test_festivals_fall_on_the_almanac_s_days(festival, days):
    assert [festival_in(festival, year).isoformat() for year in (2025, 2026, 2027)] == days


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("清明 前10 后15", "2027-03-26", "2027-04-20"),
        ("清明节前2天", "2027-04-03", "2027-04-05"),
        (" 冬至　后１５ ", "2026-12-22", "2027-01-06"),
        ("2027-05-09", "2027-05-09", "2027-05-09"),
    ],
)
def test_a_line_is_a_festival_with_days_around_it_or_a_date(line, first, last):
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    assert is_peak(begin, [line])
    assert is_peak(end, [line])
    assert not is_peak(date.fromordinal(begin.toordinal() - 1), [line])
    assert not is_peak(date.fromordinal(end.toordinal() + 1), [line])


@pytest.mark.parametrize(
    "line", ["端阳", "清明 前99", "前10", "2027-02-30", "清明前", "清明 10 15"]
)
def test_what_is_neither_is_refused(line):
    with pytest.raises(PeakDayUnread):
        read_line(line)


def test_times_are_read_in_order_and_written_back():
    assert write_times(read_times(["8:00-10:00", "10：00～11:30"])) == [
        "08:00-10:00",
        "10:00-11:30",
    ]


@pytest.mark.parametrize(
    "lines",
    [["10:00-08:00"], ["8:00-8:00"], ["8:00-10:00", "9:00-11:00"], ["25:00-26:00"], ["早上"], [""]],
)
def test_times_that_cannot_be_are_refused(lines):
    with pytest.raises(SlotTimesUnread):
        read_times(lines)


@pytest.mark.parametrize(
    ("written", "plate"),
    [
        ("鄂L12345", "鄂L12345"),
        (" 鄂l·1a2B3 ", "鄂L1A2B3"),
        ("粤Ｂ１２３４５", "粤B12345"),
        ("鄂LD12345", "鄂LD12345"),
        ("鄂LF1234A", None),
        ("鄂L12345D", "鄂L12345D"),
        ("京O12345", "京O12345"),
        ("鄂L1234警", "鄂L1234警"),
    ],
)
def test_number_plates_have_one_spelling(written, plate):
    if plate is None:
        with pytest.raises(NumberPlateUnread):
            normalise_number_plate(written)
    else:
        assert normalise_number_plate(written) == plate


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("鄂LI2345", NumberPlateLooksAlike),
        ("鄂L1234O", NumberPlateLooksAlike),
        ("L123456", NumberPlateProvince),
        ("港A12345", NumberPlateProvince),
        ("", NumberPlateProvince),
        ("鄂L123", NumberPlateWrongLength),
        ("鄂L1234567", NumberPlateWrongLength),
        ("鄂112345", NumberPlateUnread),
        ("鄂L12-4#", NumberPlateWrongLength),
        ("鄂L12✕45", NumberPlateUnread),
    ],
)
def test_a_wrong_number_plate_says_what_to_look_at(written, refusal):
    with pytest.raises(refusal) as refused:
        normalise_number_plate(written)
    assert type(refused.value) is refusal


def test_age_counts_birthdays():
    assert age_on(date(1967, 4, 5), date(2027, 4, 4)) == 59
    assert age_on(date(1967, 4, 5), date(2027, 4, 5)) == 60


def test_the_last_day_moves_on_at_the_opening_instant():
    day = date(2027, 3, 29)
    assert TERMS.last_day(clock.at(day, time(7, 59))) == date(2027, 4, 4)
    assert TERMS.last_day(clock.at(day, time(8))) == date(2027, 4, 5)


def test_terms_are_said_in_sentences():
    said = "".join(say_terms(replace(TERMS, unit_needed=True)))
    for word in (
        "08:00–10:00",
        "7 天",
        "上午 8:00",
        "清明 前15 后15",
        "60 岁以上",
        "每次预约最多 5 人",
    ):
        assert word in said
    assert "每天都要预约" in "".join(say_terms(replace(TERMS, peak_only=False)))
