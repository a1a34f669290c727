"""A closure is approved while somebody books: the booking is hit, or it is refused."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from funeral import operations as funeral
from funeral.errors import ResourceClosed
from funeral.kinds import ClosureKind, Purpose
from funeral.queries.closures import get_closure, list_hits
from kernel import clock
from kernel.db import db
from kernel.errors import Refusal
from tests import world
from tests.funeral import places

pytestmark = pytest.mark.usefixtures("context")
ROUNDS, A_MOMENT = 60, 0.1


def at_once(app: Flask, *acts: Callable[[], str]) -> list[str]:
    """All in real threads, each with its own connection, started together."""
    start, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], str]) -> None:
        with app.app_context():
            start.wait()
            try:
                answers.append(act())
            except Refusal as refusal:
                answers.append(refusal.__class__.__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_a_booking_at_the_moment_of_approval_is_hit_or_refused(app: Flask) -> None:
    home = world.make_home()
    room, owner = places.vigil_room(home), places.owner(home)
    case, seen = world.open_case(home), set()
    for number in range(ROUNDS):
        starts_at = world.tomorrow_at(9)
        closure_id = places.close(
            home, room, starts_at, starts_at + timedelta(hours=6), kind=ClosureKind.PLANNED
        ).id

        # Together, or one a moment behind, so that each is first at times on any machine.
        late = number % 3

        def approve(closure_id: object = closure_id, wait: float = A_MOMENT * (late == 1)) -> str:
            sleep(wait)
            funeral.approve_closure(closure_id=closure_id, by=owner)
            return "approved"

        def reserve(starts_at: datetime = starts_at, wait: float = A_MOMENT * (late == 2)) -> str:
            sleep(wait)
            places.reserve(home, room, starts_at, number=case.number, lasts=timedelta(hours=2))
            return "reserved"

        answers = at_once(app, approve, reserve)
        db.session.expire_all()
        hits = list_hits(get_closure(closure_id))
        expected = ["approved", "reserved"] if hits else [ResourceClosed.__name__, "approved"]
        assert answers == expected
        seen.add(tuple(answers))
        funeral.lift_closure(closure_id=closure_id, by=owner)
        for occupancy, _case in hits:
            funeral.release_occupancy(
                occupancy_id=occupancy.id, version=occupancy.plan.version, by=home.clerk
            )
    assert seen == {("approved", "reserved"), ("ResourceClosed", "approved")}


def test_of_two_owners_at_the_same_moment_one_decides(app: Flask) -> None:
    home = world.make_home()
    first, second = (places.owner(home, login) for login in ("first", "second"))
    for hour in range(8, 16):
        closure = places.close(
            home,
            places.hall(home),
            world.tomorrow_at(hour),
            world.tomorrow_at(hour + 1),
            kind=ClosureKind.PLANNED,
        )

        def approve(closure_id: object = closure.id, by: object = first) -> str:
            funeral.approve_closure(closure_id=closure_id, by=by)
            return "approved"

        def refuse(closure_id: object = closure.id) -> str:
            funeral.lift_closure(closure_id=closure_id, by=second)
            return "lifted"

        answers = at_once(app, approve, lambda: approve(by=second), refuse)
        assert "lifted" in answers
        assert answers.count("approved") <= 1


def test_a_room_that_is_retired_while_somebody_books_keeps_no_booking(app: Flask) -> None:
    home = world.make_home()
    case = world.open_case(home)
    for number in range(20):
        room_id = places.vigil_room(home, name=f"守灵{number}间").id

        def retire(room_id: object = room_id) -> str:
            funeral.retire_resource(resource_id=room_id, by=home.clerk)
            return "retired"

        def reserve(room_id: object = room_id) -> str:
            funeral.reserve_resource(
                number=case.number,
                resource_id=room_id,
                purpose=Purpose.VIGIL,
                starts_at=world.tomorrow_at(9),
                lasts=timedelta(hours=2),
                by=home.clerk,
            )
            return "reserved"

        assert at_once(app, retire, reserve) in (
            ["ResourceRetired", "retired"],
            ["StillBooked", "reserved"],
        )


def test_without_the_lock_the_database_still_keeps_two_families_apart(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = world.make_home()
    room = places.vigil_room(home)
    monkeypatch.setattr("funeral.queries.schedule.lock_resource", _unlocked)
    cases = [world.open_case(home).number for _ in range(2)]

    def reserving(number: str) -> Callable[[], str]:
        def reserve() -> str:
            places.reserve(home, room, at, number=number, lasts=timedelta(hours=1))
            return "reserved"

        return reserve

    for hour in range(24):
        at = clock.at(clock.today() + timedelta(days=2), world.tomorrow_at(0).time())
        at += timedelta(hours=3 * hour)
        answers = at_once(app, *(reserving(number) for number in cases))
        assert answers.count("reserved") == 1
    with Session(db.engine) as other:
        overlapping = other.scalar(
            text(
                "SELECT count(*) FROM occupancies a JOIN occupancies b"
                " ON a.resource_id = b.resource_id AND a.occupies && b.occupies AND a.id < b.id"
            )
        )
    assert overlapping == 0


def _unlocked(resource_id: object) -> object:
    from funeral.models import Resource  # noqa: PLC0415 — only this test goes round the lock

    return db.session.get(Resource, resource_id)
