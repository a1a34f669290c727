"""The waiting hall: numbers and codes, no names; the machine that gives numbers; the family's say
about the name at the door."""

from datetime import timedelta

import pytest

from booking.operations import open_case_from_booking, set_ticket_kind
from booking.queries import list_tickets
from funeral.queries.ceremonies import find_shown_name, list_ceremonies
from funeral.queries.plans import get_plan
from hardware.operations import add_screen, retire_screen
from hardware.qr import new_token
from kernel import clock
from kernel.people.actors import SETUP
from tests import world
from tests.booking.drafts import booked
from tests.booking.family import text_of
from tests.booking.windows import call, give_numbers, make_windows, take
from tests.visitor import visit


@pytest.fixture
def home(context):
    home = world.make_home()
    give_numbers(home.id)
    return home


@pytest.fixture
def priced(home):
    world.publish_tariff(home.id)
    world.publish_waiver()
    return home


def hang(home, kind: str):
    """(screen, its address)"""
    token = new_token()
    screen = add_screen(institution_id=home.id, kind=kind, name=kind, token=token, by=SETUP)
    return screen, f"/screen/{token}"


def test_the_board_shows_called_numbers_the_latest_first_and_how_many_wait(app, home):
    for letter in "ABAB":
        take(home, letter)
    call(home, window="1")
    call(home, window="服务台")
    _screen, address = hang(home, "waiting_board")
    shown = text_of(visit(app).get(address))
    assert shown.index("B001 服务台") < shown.index("A001 1号窗口")
    assert "治丧办理 1" in shown
    assert "骨灰领取 1" in shown


def test_the_board_names_halls_and_codes_and_nobody(app, priced):
    home = priced
    booking = booked(home, deceased_name="王示兰")
    waiting = booked(home, deceased_name="李示平", starts_at=world.tomorrow_at(11))
    open_case_from_booking(code=booking.code, by=home.clerk)
    _screen, address = hang(home, "waiting_board")
    with clock.frozen(world.tomorrow_at(8)):
        page = visit(app).get(address).text
    for each in (booking, waiting):
        assert get_plan(each.plan_id).order_code in page
        for secret in (each.deceased.name, each.claimant.name, each.code):
            assert secret not in page


def test_one_touch_gives_one_number_even_when_touched_twice(app, home):
    take(home)
    _screen, address = hang(home, "ticket_machine")
    machine = visit(app)
    assert "前面 1 位" in text_of(machine.get(address))
    touch = {"letter": "A", "idempotency_key": "one touch"}
    answers = [machine.post(f"{address}/tickets", data=touch) for _ in range(2)]
    assert answers[0].location == answers[1].location
    shown = text_of(machine.get(answers[0].location))
    assert "A002" in shown
    assert "前面还有 1 位" in shown
    assert list_tickets(home.id).total == 2


def test_a_machine_gives_nothing_for_what_is_not_offered(app, home):
    set_ticket_kind(institution_id=home.id, letter="Z", label="停办", offered=False, by=SETUP)
    _screen, address = hang(home, "ticket_machine")
    for letter in ("", "Z", "A' OR 1", "治"):
        answer = visit(app).post(f"{address}/tickets", data={"letter": letter})
        assert answer.location == address
    assert list_tickets(home.id).total == 0


def test_numbers_come_only_from_a_machine_that_hangs(app, home):
    stranger = visit(app)
    _board, board = hang(home, "waiting_board")
    screen, machine = hang(home, "ticket_machine")
    retire_screen(screen_id=screen.id, by=SETUP)
    for address in (board, machine, f"/screen/{new_token()}"):
        assert stranger.post(f"{address}/tickets", data={"letter": "A"}).status_code == 404
    assert list_tickets(home.id).total == 0


def test_a_machine_shows_no_ticket_of_another_home(app, home):
    ticket = take(make_windows("DW"))
    _screen, address = hang(home, "ticket_machine")
    assert visit(app).get(f"{address}/tickets/{ticket.token}").status_code == 404


def test_the_family_decides_on_its_page_and_the_door_follows_once_the_desk_received_it(app, priced):
    home = priced
    booking = booked(home, deceased_name="王示兰", phone="13800138000")
    family = visit(app)
    address = f"/b/{booking.code}/shown-name"
    assert family.post(address, data={"wording": "王示兰"}).location.startswith("/b?")
    assert find_shown_name(booking.deceased_id) is None
    family.post("/b", data={"code": booking.code, "last4": "8000"})
    assert "告别厅门口的屏幕" in family.get(f"/b/{booking.code}").text
    family.post(address, data={"wording": "随便写的"})
    assert find_shown_name(booking.deceased_id) is None
    family.post(address, data={"wording": "王示兰"})
    at_nine = world.tomorrow_at(9) + timedelta(minutes=1)
    with clock.frozen(at_nine):
        assert [each.wording for each in list_ceremonies(home.id)] == [""]
    open_case_from_booking(code=booking.code, by=home.clerk)
    with clock.frozen(at_nine):
        assert [each.wording for each in list_ceremonies(home.id)] == ["王示兰"]
    family.post(address, data={"wording": ""})
    with clock.frozen(at_nine):
        assert [each.wording for each in list_ceremonies(home.id)] == [""]
