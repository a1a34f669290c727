"""How long a family will wait is said as a range, and only when today can tell."""

from datetime import timedelta

import pytest

from booking.ticket_wait import say_wait


def minutes(*each: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in each]


@pytest.mark.parametrize(
    ("before", "took", "windows", "said"),
    [
        (3, minutes(8, 10, 10, 12), 1, "约 25–35 分钟"),
        (3, minutes(8, 10, 10, 12), 2, "约 10–20 分钟"),
        (1, minutes(1, 1, 1, 1), 1, "约 0–5 分钟"),
        (0, minutes(8, 10, 10, 12), 1, ""),
        (3, minutes(8, 10, 10), 1, ""),
        (3, minutes(8, 10, 10, 12), 0, ""),
    ],
)
def test_the_wait_is_said_from_what_today_really_took(before, took, windows, said):
    assert say_wait(before, took, windows) == said
