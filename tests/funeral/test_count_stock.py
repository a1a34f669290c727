"""核销盘点: two persons, number by number, and a difference is explained or not saved."""

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from funeral.errors import (
    DifferenceUnexplained,
    HeldNumbersWrong,
    ReasonHoldsNumber,
    SecondCounterMissing,
    TooManyBlanks,
)
from funeral.number_ranges import read_numbers, say_ranges
from funeral.operations import count_stock, void_blank
from kernel.db import db
from tests import world
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue


def count(home, held, **changed):
    asked = {
        "institution_id": home.id,
        "held": held,
        "second_person": home.second.id,
        "by": home.clerk,
    }
    return count_stock(**(asked | changed))


def test_a_count_that_agrees_needs_no_words(home):
    issue(home, cremated(home))
    void_blank(institution_id=home.id, number="JY000010", reason="破损", by=home.clerk)
    found = count(home, "JY000002-000009\nJY000011-JY000060")
    assert (found.expected, found.counted, found.missing, found.surplus) == (58, 58, "", "")


def test_a_difference_is_named_and_must_be_explained(home):
    issue(home, cremated(home))
    held = "JY000001, JY000003-60"
    with pytest.raises(DifferenceUnexplained) as refused:
        count(home, held)
    assert "缺 JY000002；多 JY000001" in str(refused.value)
    found = count(home, held, explanation="两张放错了柜子")
    assert (found.expected, found.counted) == (59, 59)
    assert (found.missing, found.surplus) == ("JY000002", "JY000001")


def test_an_explanation_holds_no_identity_number(home):
    with pytest.raises(ReasonHoldsNumber):
        count(home, "", explanation="被 421221195003040018 拿走")


def test_nothing_in_hand_is_a_count_too(home):
    found = count(home, " ", explanation="全部送回民政局")
    assert (found.expected, found.counted) == (60, 0)
    assert found.missing == "JY000001-000060"


@pytest.mark.parametrize("held", ["看不懂", "JY1-XX9", "JY000009-000001", "1" * 30 + "-"])
def test_what_cannot_be_read_is_refused(home, held):
    with pytest.raises(HeldNumbersWrong):
        count(home, held)


def test_a_slip_of_the_finger_is_not_a_million_sheets(home):
    with pytest.raises(TooManyBlanks):
        count(home, "JY000001-900001")
    with pytest.raises(TooManyBlanks):
        read_numbers("\n".join(f"{n:06d}-{n + 4999:06d}" for n in range(1, 90000, 5000)))


def test_the_two_persons_differ_and_both_work_here(home):
    elsewhere = world.make_home("LX")
    own = uuid.UUID(home.clerk.id)
    for person in (own, elsewhere.second.id, uuid.uuid4()):
        with pytest.raises(SecondCounterMissing):
            count(home, "JY000001-000060", second_person=person)


def test_a_count_stays_as_it_was_written(home):
    count(home, "JY000001-000060")
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.connection().execute(text("UPDATE certificate_stock_counts SET counted = 1"))


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("鄂0008-0010", ["鄂0008", "鄂0009", "鄂0010"]),
        ("鄂0008—鄂0009；鄂 12", ["鄂0008", "鄂0009", "鄂12"]),
        ("2026000101-102", ["2026000101", "2026000102"]),
        ("ＪＹ０１", ["JY01"]),
    ],
)
def test_ranges_are_read_as_people_write_them(written, numbers):
    assert read_numbers(written) == numbers
    assert read_numbers(say_ranges(numbers)) == numbers


def test_the_page_asks_again_and_keeps_what_was_counted(home, clerk):
    fields = {"held": "JY000001-000059", "second_person": str(home.second.id)}
    said = desk.beside(clerk, "/certificates/count", "explanation", **fields)
    assert "缺 JY000060" in said
    said = desk.send(clerk, "/certificates/count", explanation="送检一张", **fields)
    assert "盘点结果已保存。" in said
    assert "不符 缺 JY000060 送检一张" in said
    assert desk.beside(clerk, "/certificates/count", "second_person", held="", second_person="x")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_days_beyond_the_calendar_filter_nothing(home, clerk, day):
    for end in ("start", "end"):
        assert clerk.get(f"/certificates?{end}={day}").status_code == 200
