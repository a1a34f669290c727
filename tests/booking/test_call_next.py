"""叫号: whoever came first, those with priority before; never one family at two windows."""

from datetime import timedelta

import pytest

from booking.errors import (
    NobodyWaits,
    TicketOfAnotherDay,
    TicketOver,
    WindowBusy,
    WindowMissing,
)
from booking.operations import call_again, finish_ticket, set_aside
from booking.queries import count_before, get_ticket, list_called
from kernel import clock
from kernel.errors import NotFound
from tests.booking.windows import at_once, call, make_windows, take

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def home(context):
    return make_windows()


def test_whoever_came_first_is_called_first_and_priority_before(home):
    for letter, priority in (("A", ""), ("B", ""), ("A", "高龄"), ("B", "行动不便")):
        take(home, letter, priority=priority)
    called = []
    for _turn in range(4):
        ticket = call(home)
        called.append(ticket.number)
        finish_ticket(ticket_id=ticket.id, by=home.clerk)
    assert called == ["A002", "B002", "A001", "B001"]


def test_a_window_may_call_one_kind_only(home):
    take(home, "A")
    take(home, "B")
    assert call(home, letter="B").number == "B001"
    with pytest.raises(NobodyWaits):
        call(home, window="2", letter="B")


def test_windows_that_call_at_once_never_call_the_same(app, home):
    for _ in range(6):
        take(home)
    called = at_once(app, 8, lambda number: call(home, window=str(number)).number)
    assert called == [f"A00{serial}" for serial in range(1, 7)] + ["NobodyWaits"] * 2


def test_one_window_that_is_pressed_twice_at_once_calls_one(app, home):
    for _ in range(3):
        take(home)
    assert at_once(app, 3, lambda _: call(home).number).count("WindowBusy") == 2
    assert len(list_called(home.id, 10)) == 1


def test_nobody_waiting_is_said(home):
    with pytest.raises(NobodyWaits):
        call(home)


def test_a_window_has_a_name(home):
    take(home)
    for window in ("", "   ", "九" * 9):
        with pytest.raises(WindowMissing):
            call(home, window=window)


def test_a_window_settles_one_before_it_calls_another(home):
    take(home)
    take(home)
    first = call(home)
    with pytest.raises(WindowBusy):
        call(home)
    finish_ticket(ticket_id=first.id, by=home.clerk)
    assert call(home).number == "A002"


def test_a_family_that_did_not_come_can_be_called_again_when_it_is_back(home):
    take(home)
    take(home)
    ticket = call(home)
    assert call_again(ticket_id=ticket.id, window="1", by=home.clerk).times_called == 2
    set_aside(ticket_id=ticket.id, by=home.clerk)
    call(home)
    with pytest.raises(WindowBusy):
        call_again(ticket_id=ticket.id, window="1", by=home.clerk)
    back = call_again(ticket_id=ticket.id, window="2", by=home.clerk)
    assert (back.state, back.at_window, back.times_called) == ("called", "2", 3)


def test_what_is_settled_stays_settled(home):
    ticket = take(home)
    with pytest.raises(TicketOver, match="A001 等候"):
        finish_ticket(ticket_id=ticket.id, by=home.clerk)
    call(home)
    finish_ticket(ticket_id=ticket.id, by=home.clerk)
    for again in (
        lambda: finish_ticket(ticket_id=ticket.id, by=home.clerk),
        lambda: set_aside(ticket_id=ticket.id, by=home.clerk),
        lambda: call_again(ticket_id=ticket.id, window="1", by=home.clerk),
    ):
        with pytest.raises(TicketOver):
            again()


def test_yesterdays_numbers_are_over_and_block_no_window(home):
    with clock.frozen(clock.now() - timedelta(days=1)):
        take(home)
        take(home)
        old = call(home)
    with pytest.raises(TicketOfAnotherDay):
        call_again(ticket_id=old.id, window="1", by=home.clerk)
    with pytest.raises(NobodyWaits):
        call(home)
    take(home)
    assert call(home).day == clock.today()


def test_those_before_are_those_of_the_same_kind_who_are_called_earlier(home):
    first, other, last = take(home), take(home, "B"), take(home)
    assert [count_before(each) for each in (first, other, last)] == [0, 0, 1]
    ahead = take(home, priority="高龄")
    assert [count_before(each) for each in (ahead, first, last)] == [0, 1, 2]
    with pytest.raises(NotFound):
        get_ticket(home.id)
