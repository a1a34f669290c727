from datetime import date, timedelta

import pytest

from kernel.holidays import (
    ANNOUNCED_YEARS,
    NotAnnounced,
    is_announced,
    published_holiday,
    published_working_weekend,
)


def test_tomb_sweeping_days_are_known_by_name():
    for day in (4, 5, 6):
        assert published_holiday(date(2026, 4, day)) == "清明节"
    assert published_holiday(date(2026, 4, 7)) is None


def test_a_plain_weekend_is_no_holiday_and_a_worked_one_says_for_what():
    assert published_holiday(date(2026, 11, 22)) is None
    assert published_working_weekend(date(2026, 11, 22)) is None
    assert published_holiday(date(2026, 2, 14)) is None
    assert published_working_weekend(date(2026, 2, 14)) == "春节"
    assert published_working_weekend(date(2026, 2, 17)) is None


def test_a_year_nobody_has_announced_is_never_guessed():
    assert is_announced(2026)
    assert not is_announced(2099)
    for question in (published_holiday, published_working_weekend):
        with pytest.raises(NotAnnounced) as refused:
            question(date(2099, 1, 1))
        assert str(refused.value).startswith("2099 年的放假安排还没有公布")


def test_every_holiday_ever_announced_has_its_chinese_name():
    names = set()
    for year in ANNOUNCED_YEARS:
        day = date(year, 1, 1)
        while day.year == year:
            names |= {published_holiday(day), published_working_weekend(day)}
            day += timedelta(days=1)
    names.remove(None)
    assert names >= {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节", "中秋节"}
    assert all("一" <= name[0] <= "龥" for name in names)
