"""Two families want the same hall at the same moment: one gets it, the other a kind sentence."""

import threading
import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from booking.answers import Answers
from booking.models import Booking
from booking.operations import confirm_booking, save_answers, start_draft
from funeral.errors import TimeTaken
from funeral.kinds import HallClass
from funeral.models import Occupancy, Resource
from funeral.queries import schedule as queries
from kernel import clock
from kernel.db import db
from kernel.people.actors import family
from tests import world

pytestmark = pytest.mark.usefixtures("context")
ROUNDS = 100
ROUNDS_WITHOUT_LOCK = 40


def draft_for(institution_id: uuid.UUID, starts_at: datetime) -> uuid.UUID:
    draft = start_draft(institution_id=institution_id, token=uuid.uuid4().hex, by=family("test"))
    answers = Answers(
        claimant_name="张小三",
        relation="child",
        phone=world.phone(),
        deceased_name="张三",
        identity_kind="infant",
        sex="1",
        died_on=clock.today().isoformat(),
        household_registration=world.JIAYU,
        waiver_class="resident",
        pick_up_from="",
        day=clock.local(starts_at).date().isoformat(),
        hall_class=HallClass.SMALL,
        cremator_type="flat",
        starts_at=starts_at.isoformat(),
    )
    save_answers(draft_id=draft.id, answers=answers, by=family("test"))
    return draft.id


def home_with_one_hall() -> world.Home:
    """Two cremators, so that the hall alone is what both want."""
    home = world.make_home()
    second = db.session.scalars(select(Resource).filter_by(name="2号厅")).one()
    take_out_of_use(second.id)
    return home


def take_out_of_use(resource_id: uuid.UUID) -> None:
    with Session(db.engine) as session:
        session.execute(
            text("UPDATE resources SET in_use = false WHERE id = :id"), {"id": resource_id}
        )
        session.commit()
    db.session.expire_all()


def at_once(app: Flask, first: Callable[[], str], second: Callable[[], str]) -> list[str]:
    """Both in real threads, each with its own connection, started together."""
    start, answers = threading.Barrier(2), []

    def run(act: Callable[[], str]) -> None:
        with app.app_context():
            start.wait()
            answers.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def confirming(draft_id: uuid.UUID) -> Callable[[], str]:
    def confirm() -> str:
        try:
            confirm_booking(draft_id=draft_id, by=family(str(draft_id)))
        except TimeTaken as refusal:
            return f"{refusal.__class__.__name__}"
        return "booked"

    return confirm


def fight(app: Flask, rounds: int) -> None:
    home = home_with_one_hall()
    first = clock.today()
    for day in range(rounds):
        # Only a few days can be booked, so each round lives on a day of its own.
        with clock.frozen(clock.at(first + timedelta(days=day), time(12))):
            starts_at = world.tomorrow_at(9)
            drafts = [draft_for(home.id, starts_at) for _ in range(2)]
            answers = at_once(app, *(confirming(draft_id) for draft_id in drafts))
        assert answers == ["TimeTaken", "booked"], f"round {day}"
    assert db.session.scalar(select(func.count(Booking.id))) == rounds
    assert db.session.scalar(select(func.count(Occupancy.id))) == rounds * 2


def test_of_two_families_at_the_same_moment_one_gets_the_hall(app: Flask) -> None:
    fight(app, ROUNDS)


def test_without_the_lock_the_database_still_refuses(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = queries.usable_resources

    def unlocked(*asked: object, lock: bool = False, **rest: object) -> object:
        return locked(*asked, **rest)

    monkeypatch.setattr(queries, "usable_resources", unlocked)
    fight(app, ROUNDS_WITHOUT_LOCK)


def test_the_refused_family_is_offered_the_nearest_free_times() -> None:
    home = home_with_one_hall()
    wanted = world.tomorrow_at(9)
    confirm_booking(draft_id=draft_for(home.id, wanted), by=family("first"))
    with pytest.raises(TimeTaken) as refused:
        confirm_booking(draft_id=draft_for(home.id, wanted), by=family("second"))
    near = refused.value.alternatives
    assert near == (world.tomorrow_at(8), world.tomorrow_at(10), world.tomorrow_at(7, 30))


def test_the_lock_sees_what_another_wrote_since_the_page_was_read() -> None:
    home = home_with_one_hall()
    hall = db.session.scalars(select(Resource).filter_by(name="1号厅")).one()
    with Session(db.engine) as other:
        other.execute(text("UPDATE resources SET use_minutes = 55 WHERE id = :id"), {"id": hall.id})
        other.commit()
    [locked], _cremators = queries.usable_resources(
        home.id, HallClass.SMALL, world.CrematorType.FLAT, lock=True
    )
    assert locked is hall
    assert locked.use_minutes == 55
