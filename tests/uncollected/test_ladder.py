"""Which step is due when: by the county's days, and by nothing that happens of itself."""

from datetime import date, timedelta

import pytest

from cemetery.ashes.kinds import PortionState
from cemetery.ashes.queries.portions import list_events
from cemetery.ashes.uncollected.errors import NotUncollected
from cemetery.ashes.uncollected.kinds import ContactWay, Standing, Step
from cemetery.ashes.uncollected.queries.waiting import get_standing, list_uncollected
from cemetery.law.uncollected import (
    Number,
    UncollectedLawMistake,
    Waiting,
    find_ladder,
    parse_ladders,
)
from cemetery.queries import get_deposit
from kernel import clock
from tests.uncollected.scene import ANNOUNCED, ANNOUNCEMENT, LETTER, OVER, PHONE

DAY = date(2026, 6, 1)
JIAYU, SHANGHAI, ZHENGZHOU = "421221", "310101", "410102"
TEXT = """
schema: 1
ladders:
  - {region: "", after: term, phone: 1, letter: 2, announcement: 3, announced: 4,
     basis: 试, from: 2026-01-01}
"""


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (PHONE - 1, Step.NOT_YET),
        (PHONE, Step.PHONE),
        (LETTER - 1, Step.PHONE),
        (LETTER, Step.LETTER),
        (ANNOUNCEMENT - 1, Step.LETTER),
        (ANNOUNCEMENT, Step.ANNOUNCEMENT),
        (4000, Step.ANNOUNCEMENT),
    ],
)
def test_days_alone_lead_to_the_announcement_and_no_further(days, step):
    ladder = find_ladder(JIAYU, Waiting.CREMATION, DAY)
    since = DAY - timedelta(days=days)
    assert Standing(Waiting.CREMATION, since, DAY, ladder).step is step


def test_the_last_step_is_due_the_day_after_the_announcement_ends():
    ladder = find_ladder(JIAYU, Waiting.CREMATION, DAY)
    for until, step in ((DAY, Step.ANNOUNCEMENT), (DAY - timedelta(days=1), Step.REST)):
        since = DAY - timedelta(days=400)
        assert Standing(Waiting.CREMATION, since, DAY, ladder, until).step is step


def test_the_smallest_region_decides_and_says_what_it_rests_on():
    for region, days, basis in (
        (SHANGHAI, 731, "上海市殡葬管理条例"),
        (ZHENGZHOU, 92, "郑州市"),
        (JIAYU, ANNOUNCEMENT, "演示数值"),
    ):
        ladder = find_ladder(region, Waiting.CREMATION, DAY)
        assert ladder.days[Number.ANNOUNCEMENT] == days
        assert basis in ladder.basis
        assert (Number.ANNOUNCEMENT in ladder.demo) is (region == JIAYU)


def test_before_any_rule_is_in_force_nothing_is_due():
    day = date(2025, 12, 31)
    assert find_ladder(JIAYU, Waiting.TERM, day) is None
    assert Standing(Waiting.TERM, date(2000, 1, 1), day, None).step is Step.NOT_YET


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("letter: 2", "letter: 9"),
        ("phone: 1", "phone: 0"),
        ("announced: 4", "announced: 0"),
        ("after: term", "after: death"),
        ('region: ""', "region: 嘉鱼"),
        ("basis: 试", 'basis: ""'),
        ("basis: 试", "basis: 试, demo: [days]"),
        ("from: 2026-01-01", "from: 2026-01-01, to: 2025-01-01"),
        ("schema: 1", "schema: 2"),
    ],
)
def test_a_mistake_in_the_file_is_named(was, becomes):
    assert parse_ladders(TEXT)[0].days[Number.LETTER] == 2
    with pytest.raises(UncollectedLawMistake):
        parse_ladders(TEXT.replace(was, becomes))


def test_time_alone_moves_nothing(waited):
    waited.tell_and_announce()
    before = len(list_events(waited.ashes.portion()))
    for days, step in ((ANNOUNCEMENT + ANNOUNCED, Step.ANNOUNCEMENT), (5000, Step.REST)):
        with waited.after(days):
            assert waited.step is step
            assert waited.ashes.portion().stands is PortionState.AT_FURNACE
    assert len(list_events(waited.ashes.portion())) == before


def test_after_a_deposit_it_waits_from_the_end_of_the_term(waited):
    deposit = get_deposit(waited.ashes.deposit().number)
    with clock.frozen(clock.now() + timedelta(days=30)), pytest.raises(NotUncollected):
        get_standing(waited.ashes.portion())
    over = clock.now() + (deposit.until - clock.today()) + timedelta(days=31)
    with clock.frozen(over):
        standing = get_standing(waited.ashes.portion())
        assert (standing.waits, standing.since) == (Waiting.TERM, deposit.until)
        assert standing.step is Step.PHONE


def test_what_came_back_waits_anew_but_another_shelf_changes_nothing(waited):
    waited.tell_and_announce()
    with waited.after(OVER):
        waited.ashes.move()
        assert waited.step is Step.REST
        waited.ashes.collect()
        with pytest.raises(NotUncollected):
            get_standing(waited.ashes.portion())
        waited.ashes.take_in()
        assert waited.step is Step.NOT_YET
    with waited.after(OVER + ANNOUNCEMENT):
        assert waited.step is Step.ANNOUNCEMENT, "the old announcement is of the old waiting"


def test_the_list_shows_each_portion_under_its_step_the_longest_first(waited):
    with waited.after(PHONE - 1):
        assert list_uncollected().items == []
    with waited.after(LETTER):
        waited.ashes.divide()
        waited.ashes.another()
    with waited.after(LETTER + PHONE):
        split = list_uncollected(step="phone")
        assert [each.letter for each in split.items] == ["A", "A", "B"] or split.total == 3
        since = [get_standing(each).since for each in list_uncollected().items]
        assert since == sorted(since)
    with waited.after(3 * ANNOUNCEMENT):
        waited.contact()
        waited.contact(ContactWay.LETTER)
        waited.announce()
    with waited.after(3 * ANNOUNCEMENT + ANNOUNCED + 1):
        assert [each.id for each in list_uncollected(step="rest").items] == [
            waited.ashes.portion().id
        ]
        assert list_uncollected(step="announcement").total == 2
        assert list_uncollected(step="letter").total == 0
        assert list_uncollected(step="nonsense").total == 3
