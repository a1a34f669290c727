"""One deceased, one booking: two relatives, or two taps on one button, at the same moment."""

import threading
from datetime import time, timedelta

from flask import Flask
from sqlalchemy import func, select

from booking.answers import Answers
from booking.errors import AlreadyBooked, NotAllAnswered
from booking.models import Booking
from booking.operations import confirm_booking, save_answers, start_draft
from funeral.kinds import CrematorType
from kernel import clock
from kernel.db import db, new_id
from kernel.errors import Refusal
from kernel.people.actors import family
from tests import world

ROUNDS = 20


def draft_of(home: world.Home, turn: int, **changed: str):
    """A complete draft for a time of its own, within the few days that can be booked."""
    hours, days = divmod(turn, 6)
    starts_at = clock.at(clock.today() + timedelta(days=days + 1), time(8 + 2 * hours))
    draft = start_draft(institution_id=home.id, token=new_id().hex, by=family("test"))
    told = {
        "claimant_name": "张小三",
        "relation": "child",
        "phone": world.phone(),
        "deceased_name": "张三",
        "identity_kind": "infant",
        "died_on": clock.today().isoformat(),
        "household_registration": world.JIAYU,
        "waiver_class": "resident",
        "pick_up_from": "",
        "day": clock.day_of(starts_at).isoformat(),
        "hall_class": "none",
        "cremator_type": "flat",
        "starts_at": starts_at.isoformat(),
    }
    save_answers(draft_id=draft.id, answers=Answers(**(told | changed)), by=family("test"))
    return draft.id


def confirm_at_once(app: Flask, draft_ids) -> list[str]:
    start, said = threading.Barrier(len(draft_ids)), []

    def confirm(draft_id) -> None:
        with app.app_context():
            start.wait()
            try:
                confirm_booking(draft_id=draft_id, by=family("test"))
                said.append("booked")
            except Refusal as refusal:
                said.append(type(refusal).__name__)

    threads = [threading.Thread(target=confirm, args=(draft_id,)) for draft_id in draft_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def count_bookings() -> int:
    return db.session.scalar(select(func.count(Booking.id)))


def test_two_relatives_at_the_same_moment_make_one_booking(app, home):
    """One wants the flat, one the collecting cremator: no common resource to queue at."""
    for turn in range(ROUNDS):
        person = {"identity_kind": "id_card", "identity_number": world.identity_number()}
        drafts = [draft_of(home, turn, cremator_type=kind, **person) for kind in CrematorType]
        assert confirm_at_once(app, drafts) == [AlreadyBooked.__name__, "booked"], f"round {turn}"
    assert count_bookings() == ROUNDS


def test_two_taps_on_one_button_make_one_booking(app, home):
    """Even for an infant, whom no number tells apart, and without a common key."""
    for turn in range(ROUNDS):
        draft = draft_of(home, turn)
        answers = confirm_at_once(app, [draft, draft])
        assert answers == [NotAllAnswered.__name__, "booked"], f"round {turn}"
    assert count_bookings() == ROUNDS
