"""The check page and its button: what is kept is what was shown, once, or a sentence says no."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.answers import Answers
from booking.models import Booking, Draft
from booking.offers import find_offer
from booking.operations import confirm_booking, save_answers
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_farewell
from funeral.queries.plans import get_plan
from funeral.queries.schedule import cremation_of, farewell_of
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.actors import SETUP
from tests import world
from tests.booking.family import Family, text_of
from tests.visitor import visit


def the_booking() -> Booking:
    db.session.expire_all()
    return db.session.scalars(select(Booking)).one()


def count_bookings() -> int:
    return db.session.scalar(select(func.count(Booking.id)))


def take(home: world.Home, hour: int, hall: HallClass = HallClass.SMALL) -> None:
    """Another family takes a hall of the class at this hour of tomorrow."""
    plan_farewell(
        institution_id=home.id,
        hall_class=hall,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour),
        by=SETUP,
    )


@contextmanager
def after_the_hold() -> Iterator[None]:
    """When the time is no longer kept for the family."""
    with clock.frozen(clock.now() + timedelta(minutes=25)):
        yield


def test_a_family_books_from_the_first_page_to_its_code(family, home):
    family.walk()
    answer = family.confirm()
    booking = the_booking()
    assert answer.location == f"/b/{booking.code}"
    plan = get_plan(booking.plan_id)
    assert farewell_of(plan).starts_at == world.tomorrow_at(9)
    assert cremation_of(plan).starts_at == world.tomorrow_at(9, 35)
    assert booking.deceased.name == "张三"
    assert booking.deceased.identity_number == family.identity_number
    assert booking.deceased.household_registration == world.JIAYU
    assert booking.claimant.phone == "13800138000"
    assert booking.pick_up_from == "县人民医院"


def test_the_check_page_shows_every_answer_and_what_follows_from_the_number(family):
    family.walk()
    page = text_of(family.check())
    for said in ("张三", "4212**********", "1950年3月4日出生", "湖北省咸宁市嘉鱼县", "普通居民"):
        assert said in page
    for said in ("县人民医院", "小厅", "平板炉", "上午 9:00", "约上午 9:35", "张小三", "子女"):
        assert said in page
    assert family.identity_number not in page


def test_every_answer_can_be_changed_and_leads_back_to_the_check_page(family):
    family.walk()
    links = set(re.findall(r'href="(/book/[^"]+)"', family.check().get_data(as_text=True)))
    assert links >= {f"/book/{page}" for page in family.typed()}
    answer = family.send("who", claimant_name="李四")
    assert answer.location == "/book/check"
    assert "李四" in text_of(family.check())


def test_the_estimate_kept_is_the_one_that_was_shown(family):
    family.walk(hall={"cremator_type": "collecting"})
    page = text_of(family.check())
    family.confirm()
    kept = the_booking().estimate
    # 拣灰炉 850 less the 500 of a flat one, and one started hour of the small hall.
    assert kept["due_fen"] == 370_00
    assert "您需要付 370 元" in page
    assert "公布价格 300 至 510 元，按上限估算。" in page
    for row in kept["rows"]:
        assert f"{row['gross_fen'] // 100:,} 元" in page
        assert "".join(template % dict(facts) for template, facts in row["clause"]["parts"]) in page


def test_time_that_passes_on_the_check_page_does_not_change_what_was_shown(family):
    family.walk()
    page = family.check()
    with clock.frozen(clock.now() + timedelta(minutes=50)):
        assert family.confirm(page).status_code == 302
    assert count_bookings() == 1


def test_sending_twice_books_once(family):
    family.walk()
    page = family.check()
    first, second = family.confirm(page), family.confirm(page)
    assert first.location == second.location
    assert count_bookings() == 1


def test_a_page_left_open_after_confirming_leads_to_the_booking(family):
    family.walk()
    family.confirm()
    assert family.check().location == f"/b/{the_booking().code}"
    assert family.open("/book/day").location == f"/b/{the_booking().code}"
    assert family.browser.post("/book/check", data={"idempotency_key": "new"}).location == (
        f"/b/{the_booking().code}"
    )


def test_a_time_taken_meanwhile_offers_the_nearest_free_ones(family, home):
    family.walk()
    page = family.check()
    with after_the_hold():
        take(home, 9)
        take(home, 9)
        answer = family.confirm(page)
    said = text_of(answer)
    assert answer.status_code == 200
    assert "这个时间刚刚被预约。下面是最近的空闲时间，您填写的内容都还在。" in said
    assert "张三" in said
    offered = re.findall(
        r'name="starts_at" type="radio" value="([^"]+)"', answer.get_data(as_text=True)
    )
    assert offered == [world.tomorrow_at(*at).isoformat() for at in ((8,), (10,), (7, 30))]
    assert count_bookings() == 0


def test_one_tap_takes_an_offered_time_and_shows_its_price_before_confirming(family, home):
    family.walk()
    with after_the_hold():
        take(home, 9)
        take(home, 9)
        page = family.check().get_data(as_text=True)
    assert "确认预约" not in page
    assert 'value="' + world.tomorrow_at(8).isoformat() + '" checked' in page
    answer = family.send("time", starts_at=world.tomorrow_at(8).isoformat())
    assert answer.location == "/book/check"
    assert "上午 8:00" in text_of(family.check())
    family.confirm()
    assert farewell_of(get_plan(the_booking().plan_id)).starts_at == world.tomorrow_at(8)


def test_a_later_cremation_than_the_one_shown_is_shown_before_it_is_agreed_to(family, home):
    family.walk()
    page = family.check()
    with after_the_hold():
        # Both flat cremators are taken from 9:35 on, the hall is not.
        take(home, 9, HallClass.NONE)
        take(home, 9, HallClass.NONE)
        answer = family.confirm(page)
        assert "火化时间或费用预估刚刚有变化" in text_of(answer)
        assert "约上午 10:30" in text_of(answer)
        assert count_bookings() == 0
        assert family.confirm(answer).status_code == 302
    assert cremation_of(get_plan(the_booking().plan_id)).starts_at == world.tomorrow_at(10, 30)


def test_a_time_that_has_passed_is_offered_again_with_later_ones(family):
    family.walk()
    page = family.check()
    later = world.tomorrow_at(9, 30)
    with clock.frozen(world.tomorrow_at(9, 10)):
        answer = family.confirm(page)
        assert "这个时间已经过去，请选择以后的时间。" in text_of(answer)
        assert later.isoformat() in answer.get_data(as_text=True)


def test_one_deceased_is_booked_once(family, app):
    family.walk()
    family.confirm()
    other = Family(visit(app), family.identity_number)
    other.walk(until="deceased")
    answer = other.send("deceased")
    assert "这位逝者已经有预约" in text_of(answer)
    assert "张小三" not in text_of(answer)


def test_two_relatives_on_their_way_for_the_same_deceased_make_one_booking(family, app):
    other = Family(visit(app), family.identity_number)
    family.walk()
    other.walk(time={"starts_at": world.tomorrow_at(12).isoformat()})
    family.confirm()
    answer = other.confirm()
    assert "这位逝者已经有预约" in text_of(answer)
    assert count_bookings() == 1


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("infant", {"deceased_name": "张某之女", "sex": "2"}),
        ("unnamed", {"sex": "0"}),
        ("other", {"identity_number": "E12345678", "deceased_name": "张三", "sex": "1"}),
    ],
)
def test_whoever_has_no_identity_number_is_booked_all_the_same(family, kind, told):
    family.walk(until="deceased")
    died_on = family.typed()["deceased"]["died_on"]
    answer = family.browser.post(f"/book/deceased/{kind}", data=told | {"died_on": died_on})
    assert answer.location == "/book/household"
    for page in ("household", "transfer", "day", "hall", "time"):
        family.send(page)
    family.confirm()
    deceased = the_booking().deceased
    assert deceased.identity_kind == kind
    assert deceased.name == told.get("deceased_name", "无")
    assert deceased.identity_number == told.get("identity_number")


def test_the_draft_is_emptied_and_the_journal_hides_what_was_private(family):
    family.walk()
    family.confirm()
    assert db.session.scalars(select(Draft)).one().answers == {}
    written = "".join(str(entry.changes) for entry in db.session.scalars(select(JournalEntry)))
    assert family.identity_number not in written
    assert "13800138000" not in written


def test_the_offer_agreed_to_is_the_offer_kept(family, home):
    """The operation itself, without a page: another fingerprint is refused."""
    family.walk()
    draft = db.session.scalars(select(Draft)).one()
    offer = find_offer(draft)
    save_answers(draft_id=draft.id, answers=Answers.from_json(draft.answers), by=SETUP)
    booking = confirm_booking(draft_id=draft.id, agreed=offer.fingerprint, by=SETUP)
    assert booking.estimate["gross_fen"] == offer.estimate.gross_fen
