"""A family that booked comes to the counter: it is received, not registered a second time."""

import threading

import pytest
from sqlalchemy import func, select

from booking.errors import AlreadyBooked
from booking.models import Booking
from booking.operations import cancel_booking, confirm_booking, open_case_from_booking
from funeral.errors import BookedAlready, CaseExists
from funeral.models import FuneralCase
from kernel.db import db
from kernel.errors import Refusal
from kernel.people.actors import family as by_family
from tests import world
from tests.booking.family import text_of
from tests.booking.test_one_deceased import draft_of
from tests.visitor import visit

ROUNDS = 6


@pytest.fixture
def booked(family) -> Booking:
    family.walk()
    family.confirm()
    return db.session.scalars(select(Booking)).one()


def count_cases() -> int:
    return db.session.scalar(select(func.count(FuneralCase.id)))


def test_the_clerk_is_told_the_code_to_receive(home, family, booked):
    with pytest.raises(BookedAlready) as refused:
        world.open_case(home, identity_number=family.identity_number)
    assert booked.code in str(refused.value)
    assert "请打开这个预约接待家属" in str(refused.value)
    assert count_cases() == 0


def test_the_counters_page_says_it(app, home, family, booked):
    today = booked.deceased.died_on
    sent = {
        "deceased_name": "张三",
        "identity_kind": "id_card",
        "identity_number": family.identity_number,
        "sex": "0",
        "died_on": [str(today.year), str(today.month), str(today.day)],
        "household_registration": "嘉鱼县",
        "waiver_class": "resident",
        "claimant_name": "张小三",
        "relation": "child",
        "phone": world.phone(),
    }
    page = text_of(visit(app, "jy-desk").post("/cases/new", data=sent))
    assert f"家属已为这位逝者预约（{booked.code}）" in page
    assert count_cases() == 0


def test_a_received_booking_names_its_case_instead(home, family, booked):
    case = open_case_from_booking(code=booked.code, by=home.clerk)
    with pytest.raises(CaseExists) as refused:
        world.open_case(home, identity_number=family.identity_number)
    assert case.number in str(refused.value)


def test_a_cancelled_booking_is_in_nobodys_way(home, family, booked):
    cancel_booking(code=booked.code, reason="家属改到窗口办理", by=home.clerk)
    assert world.open_case(home, identity_number=family.identity_number).number


def test_another_homes_booking_is_in_nobodys_way(home, family, booked):
    other = world.make_home("DW", "152525")
    assert world.open_case(other, identity_number=family.identity_number).number


def test_counter_and_phone_at_the_same_moment_make_one_of_both(app, home):
    """Whichever comes second is refused: never a booking and a case that do not know each other."""
    assert home.id
    db.session.expunge(home.institution)  # threads share no session
    for turn in range(ROUNDS):
        number = world.identity_number()
        draft_id = draft_of(home, turn, identity_kind="id_card", identity_number=number)
        start, said = threading.Barrier(2), []

        def book(draft_id=draft_id) -> None:
            confirm_booking(draft_id=draft_id, by=by_family("test"))

        def walk_in(number=number) -> None:
            world.open_case(home, identity_number=number)

        def run(act, start=start, said=said) -> None:
            with app.app_context():
                start.wait()
                try:
                    act()
                    said.append("done")
                except Refusal as refusal:
                    said.append(type(refusal).__name__)

        both = [threading.Thread(target=run, args=(act,)) for act in (book, walk_in)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        refused = {AlreadyBooked.__name__, BookedAlready.__name__} & set(said)
        assert "done" in said, said
        assert len(refused) == 1, said
