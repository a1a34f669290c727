"""候补: what becomes free goes to the first in the queue that fits, and to one only."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from booking.answers import Answers
from booking.errors import (
    AlreadyWaiting,
    DayNotBookable,
    NotAllAnswered,
    OfferOver,
    StillFree,
    TimesReversed,
    WaitingOver,
)
from booking.jobs import move_queues
from booking.kinds import Outcome
from booking.models import Draft, WaitingEntry
from booking.operations import (
    accept_offer,
    cancel_booking,
    decline_offer,
    forget_drafts,
    join_waiting_list,
    leave_waiting_list,
    settle_waiting,
    tell_offer,
)
from booking.queries import list_queue, place_of
from funeral.errors import NoSuchHall, TimeTaken
from funeral.kinds import CrematorType, HallClass
from funeral.operations import lift_closure, report_breakdown, return_times
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, list_free_times, list_resources
from kernel import clock
from kernel.attempts import MOST_FAILURES
from kernel.db import db
from kernel.people.actors import SETUP
from kernel.people.actors import family as by_family
from tests import world
from tests.booking.drafts import booked, draft_of
from tests.booking.family import Family, text_of
from tests.visitor import visit

pytestmark = pytest.mark.usefixtures("context")
ROUNDS = 10
LATER = timedelta(minutes=13)


@pytest.fixture
def full(home):
    """Tomorrow every small hall is taken, 9:00 by two bookings of ours."""
    bookings = [booked(home), booked(home)]
    day = clock.day_of(world.tomorrow_at(9))
    while free := list_free_times(home.id, day, HallClass.SMALL, CrematorType.FLAT):
        booked(home, by=home.clerk, starts_at=free[0].starts_at)
    return bookings


def join(home, draft_id=None, **changed) -> WaitingEntry:
    asked = {
        "draft_id": draft_id or draft_of(home, starts_at=None),
        "hall_class": HallClass.SMALL,
        "cremator_type": CrematorType.FLAT,
        "day": clock.day_of(world.tomorrow_at(9)),
        "by": by_family("f"),
    }
    return join_waiting_list(**(asked | changed))


def again(entry) -> WaitingEntry:
    db.session.expire_all()
    return db.session.get(WaitingEntry, entry.id)


def give_back(booking, by) -> None:
    """Cancelled, and the time nobody can foresee has passed."""
    cancel_booking(code=booking.code, reason="家属来电", by=by)
    return_times(plan_id=booking.plan_id, by=SETUP)


def test_the_first_in_the_queue_is_offered_what_comes_back(home, full):
    first, second = join(home), join(home)
    assert (place_of(first), place_of(second)) == (1, 2)
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
        until = clock.now() + timedelta(minutes=60)
    first, second = again(first), again(second)
    # The gap that nine o'clock leaves begins at half past eight.
    assert begin_of(get_plan(first.offered_plan_id)) == world.tomorrow_at(8, 30)
    assert first.offered_until == until
    assert second.offered_plan_id is None


def test_nobody_comes_between_the_return_and_the_offer(home, full):
    entry = join(home)
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + timedelta(minutes=20)):
        return_times(plan_id=full[0].plan_id, by=SETUP)
        assert again(entry).offered_plan_id
        with pytest.raises(TimeTaken):
            booked(home)


def test_who_gave_it_back_is_not_offered_it(home):
    number = world.phone()
    mine = booked(home, phone=number)
    booked(home)
    day = clock.day_of(world.tomorrow_at(9))
    while free := list_free_times(home.id, day, HallClass.SMALL, CrematorType.FLAT):
        booked(home, by=home.clerk, starts_at=free[0].starts_at)
    giver, other = join(home, draft_of(home, starts_at=None, phone=number)), join(home)
    cancel_booking(code=mine.code, by=by_family("f"))
    with clock.frozen(clock.now() + LATER):
        move_queues()
    assert again(giver).offered_plan_id is None
    assert again(other).offered_plan_id


def test_only_the_times_that_are_wanted_are_offered(home, full):
    afternoon, morning = join(home, from_time=time(13)), join(home, to_time=time(9))
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
    assert again(afternoon).offered_plan_id is None
    assert again(morning).offered_plan_id


def test_an_offer_that_runs_out_goes_to_the_next_and_comes_back_once(home, full):
    first, second = join(home), join(home)
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    start = clock.now() + LATER
    for hours in range(4):
        with clock.frozen(start + timedelta(minutes=61 * hours)):
            move_queues()
            offered = [bool(again(each).offered_plan_id) for each in (first, second)]
            assert offered == [hours % 2 == 0, hours % 2 == 1] or again(first).settled_at
    with clock.frozen(start + timedelta(minutes=61 * 4)):
        move_queues()
    assert [again(each).outcome for each in (first, second)] == [Outcome.EXPIRED] * 2


def test_accepting_leads_to_the_check_page_and_the_booking(app, home, full):
    family = Family(visit(app), phone=world.phone())
    family.walk(until="day")
    sent = {"day": world.tomorrow_at(9).date().isoformat(), "hall_class": "small"}
    joined = family.browser.post("/book/wait", data=sent | {"cremator_type": "flat"})
    path = joined.location
    assert "家庭中排第 1 位。" in text_of(family.open(path))
    assert "我的候补" in text_of(family.open("/"))
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
        said = text_of(family.open(path))
        until = clock.now() + timedelta(minutes=60)
        assert "有一个时间空出来了，为您保留到" in said
        assert clock.say_time(until) in said
        assert "张小三" not in said
        assert family.browser.post(f"{path}/accept").location == "/book/check"
        page = family.check()
        assert "上午 8:30" in text_of(page)
        assert family.confirm(page).status_code == 302
    entry = db.session.scalars(select(WaitingEntry)).one()
    assert entry.outcome == Outcome.ACCEPTED
    assert get_plan(entry.offered_plan_id).confirmed_at is not None
    assert "时间已经为您预约。" in text_of(family.open(path))


@pytest.fixture
def offered(home, full):
    """A family that joined from its telephone, and the time that came back for it."""
    entry = join(home)
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
        yield entry


def test_another_browser_with_the_link_needs_the_last_four_digits(app, offered):
    known = Answers.from_json(offered.draft.answers)
    stranger = visit(app)
    for last4 in ("", "0000"):
        said = text_of(stranger.post(f"/wait/{offered.token}/accept", data={"last4": last4}))
        assert "请填写经办人电话的后四位，要与加入候补时填写的电话一致。" in said
    for page in ("/book/check", "/book/who"):
        opened = stranger.get(page).get_data(as_text=True)
        assert known.claimant_name not in opened
        assert known.phone not in opened
    other = visit(app)
    assert "经办人电话的后四位" in text_of(other.get(f"/wait/{offered.token}"))
    accepted = other.post(f"/wait/{offered.token}/accept", data={"last4": known.phone[-4:]})
    assert accepted.location == "/book/check"
    assert "上午 8:30" in text_of(other.get("/book/check"))


def test_who_guesses_the_digits_has_to_wait(app, offered):
    last4 = Answers.from_json(offered.draft.answers).phone[-4:]
    wrong = "0000" if last4 != "0000" else "1111"
    path = f"/wait/{offered.token}/accept"
    for _ in range(MOST_FAILURES):
        visit(app).post(path, data={"last4": wrong})
    said = text_of(visit(app).post(path, data={"last4": last4}))
    assert "请过 15 分钟再试" in said


def test_the_desk_of_the_home_accepts_for_a_caller_without_digits(app, offered):
    clerk = visit(app, "jy-desk")
    assert clerk.post(f"/wait/{offered.token}/accept").location == "/book/check"
    world.make_home("DW", "152525")
    elsewhere = visit(app, "dw-desk").post(f"/wait/{offered.token}/accept")
    assert elsewhere.location is None


def test_declining_passes_the_offer_on(home, full):
    first, second = join(home), join(home)
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
        decline_offer(token=first.token, by=by_family("f"))
        assert again(first).outcome == Outcome.DECLINED
        assert again(second).offered_plan_id
        for act in (decline_offer, accept_offer, leave_waiting_list, tell_offer):
            with pytest.raises(WaitingOver):
                act(token=first.token, by=by_family("f"))


def test_an_offer_that_is_over_is_not_accepted(home, full):
    entry = join(home)
    for act in (accept_offer, decline_offer, tell_offer):
        with pytest.raises(OfferOver):
            act(token=entry.token, by=by_family("f"))
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
    with clock.frozen(clock.now() + timedelta(hours=2)), pytest.raises(OfferOver):
        accept_offer(token=entry.token, by=by_family("f"))


def test_leaving_and_booking_something_else_end_the_waiting(home, full):
    left, elsewhere = join(home), join(home)
    leave_waiting_list(token=left.token, by=by_family("f"))
    assert again(left).outcome == Outcome.LEFT
    settle_waiting(entry_id=elsewhere.id, accepted=False, by=by_family("f"))
    assert again(elsewhere).outcome == Outcome.LEFT
    assert list_queue() == []


def test_joining_again_keeps_the_place_and_another_wish_is_a_new_one(home, full):
    draft_id = draft_of(home, starts_at=None)
    first = join(home, draft_id)
    assert join(home, draft_id).id == first.id
    newer = join(home, draft_id, to_time=time(10))
    assert newer.id != first.id
    assert again(first).outcome == Outcome.LEFT


def test_refusals(home, full):
    number = world.phone()
    join(home, draft_of(home, starts_at=None, phone=number))
    with pytest.raises(AlreadyWaiting):
        join(home, draft_of(home, starts_at=None, phone=number))
    with pytest.raises(StillFree):
        join(home, hall_class=HallClass.NONE, cremator_type=CrematorType.COLLECTING)
    with pytest.raises(DayNotBookable):
        join(home, day=clock.today() - timedelta(days=1))
    with pytest.raises(DayNotBookable):
        join(home, day=clock.today() + timedelta(days=40))
    with pytest.raises(TimesReversed):
        join(home, from_time=time(10), to_time=time(9))
    with pytest.raises(NoSuchHall):
        join(home, hall_class=HallClass.LARGE)
    with pytest.raises(NotAllAnswered):
        join(home, draft_of(home, starts_at=None, phone=None))


def test_a_lifted_closure_and_an_expired_hold_are_offered_within_a_minute(home):
    halls = [each for each in list_resources(home.id) if each.kind == "hall"]
    closures = [
        report_breakdown(
            resource_id=hall.id,
            starts_at=world.tomorrow_at(0),
            ends_at=world.tomorrow_at(23),
            reason="漏水",
            by=home.clerk,
        )
        for hall in halls
    ]
    entry = join(home)
    lift_closure(closure_id=closures[0].id, by=home.clerk)
    assert move_queues() == 1
    assert again(entry).offered_plan_id
    assert move_queues() == 0


def test_an_expired_hold_goes_to_who_waits(home, full):
    entry = join(home)
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        return_times(plan_id=full[0].plan_id, by=SETUP)
        held = again(entry).offered_plan_id
    assert held


def test_a_day_that_has_passed_ends_the_waiting(home, full):
    entry = join(home)
    with clock.frozen(clock.now() + timedelta(days=2)):
        move_queues()
    assert again(entry).outcome == Outcome.EXPIRED


def test_drafts_of_who_waits_are_not_forgotten(home, full):
    entry = join(home)
    with clock.frozen(clock.now() + timedelta(days=8)):
        forget_drafts(by=SETUP)
        assert db.session.get(Draft, again(entry).draft_id) is not None
        settle_waiting(entry_id=entry.id, accepted=False, by=SETUP)
        assert forget_drafts(by=SETUP) == 1
    assert again(entry).draft_id is None


def test_the_desk_telephones_and_says_so(app, home, full):
    entry = join(home)
    clerk = visit(app, "jy-desk")
    phone = Answers.from_json(entry.draft.answers).phone
    assert phone not in text_of(clerk.get("/desk/waiting"))
    cancel_booking(code=full[0].code, reason="家属来电", by=home.clerk)
    with clock.frozen(clock.now() + LATER):
        move_queues()
        page = text_of(clerk.get("/desk/waiting"))
        assert phone in page
        assert "待告知" in page
        assert "有 1 个候补家庭等着电话告知。" in text_of(clerk.get("/desk"))
        clerk.post(f"/desk/waiting/{entry.token}/tell")
        assert "待告知" not in text_of(clerk.get("/desk/waiting"))
    world.make_home("DW", "152525")
    assert "没有家庭候补。" in text_of(visit(app, "dw-desk").get("/desk/waiting"))


def test_what_no_page_of_ours_sends_is_refused(family, home, full):
    family.walk(until="day")
    for sent in (
        {},
        {"day": "soon", "hall_class": "small", "cremator_type": "flat"},
        {"day": "2026-13-01", "hall_class": "huge", "cremator_type": "x", "from_time": "25:00"},
    ):
        assert family.browser.post("/book/wait", data=sent).status_code == 200
    assert family.browser.get("/wait/NOBODY").status_code == 404
    for act in ("accept", "decline", "leave"):
        assert family.browser.post(f"/wait/NOBODY/{act}").status_code == 404
    assert list_queue() == []


def test_full_days_and_times_lead_to_the_waiting_list(family, home, full):
    family.walk(until="hall")
    assert "加入候补" in text_of(family.open("/book/hall"))
