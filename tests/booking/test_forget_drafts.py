"""Unfinished bookings are forgotten after a week; the command line does what the desk does."""

import threading
from datetime import timedelta

from sqlalchemy import select

from booking.models import Booking, Draft
from booking.operations import forget_drafts
from booking.operations.drafts import DRAFTS_LIVE
from booking.queries import lock_draft
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP
from tests.booking.family import text_of


def test_a_draft_nobody_touched_for_a_week_is_gone(family):
    family.walk(until="day")
    with clock.frozen(clock.now() + DRAFTS_LIVE + timedelta(minutes=1)):
        assert forget_drafts(by=SETUP) == 1
    assert db.session.scalars(select(Draft)).all() == []
    answer = family.open("/book/day")
    assert answer.status_code == 404
    assert "请从首页重新开始" in text_of(answer)


def test_a_draft_in_use_stays(family):
    family.walk(until="day")
    with clock.frozen(clock.now() + DRAFTS_LIVE - timedelta(minutes=1)):
        assert forget_drafts(by=SETUP) == 0


def test_a_draft_a_family_saves_right_now_is_left_for_another_night(app, family):
    """Forgetting neither waits for the family nor takes its answers away."""
    family.walk(until="day")
    draft = db.session.scalars(select(Draft)).one()
    lock_draft(draft.id)
    forgotten: list[int] = []

    def forget() -> None:
        with app.app_context():
            forgotten.append(forget_drafts(by=SETUP))

    with clock.frozen(clock.now() + DRAFTS_LIVE + timedelta(minutes=1)):
        night = threading.Thread(target=forget)
        night.start()
        night.join(timeout=60)
        assert forgotten == [0]
        db.session.rollback()
        assert forget_drafts(by=SETUP) == 1


def test_the_command_line_lists_receives_and_forgets(app, family):
    family.walk()
    family.confirm()
    code = db.session.scalars(select(Booking)).one().code
    runner = app.test_cli_runner()
    assert code in runner.invoke(args=["booking", "list-waiting", "JY"]).output
    assert runner.invoke(args=["booking", "open-case", code]).output.startswith("JYA")
    assert "已经转为案件" in runner.invoke(args=["booking", "open-case", code]).output
    assert code not in runner.invoke(args=["booking", "list-waiting", "JY"]).output
    assert "No institution" in runner.invoke(args=["booking", "list-waiting", "XX"]).output
    assert runner.invoke(args=["booking", "forget-drafts"]).output == "0\n"
