"""Two operations that wait for each other: one is undone and begins again; nobody sees an error."""

import threading
import uuid
from collections.abc import Iterator
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from kernel.db import db, transaction
from kernel.errors import TooManyAtOnce
from kernel.journal import JournalEntry
from kernel.operations import TRIES, operation
from kernel.people.actors import Actor
from kernel.places import Institution
from tests import world

pytestmark = pytest.mark.usefixtures("context")
DEADLOCK = text("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")
UNREADY = text("DO $$ BEGIN RAISE EXCEPTION 'shutting down' USING ERRCODE = '57P01'; END $$")


@operation("先后锁定两处")
def rename_both(
    *, ids: list[uuid.UUID], name: str, met: threading.Barrier, turns: Iterator[int], by: Actor
) -> None:
    first_turn = next(turns) == 0
    for place, institution_id in enumerate(ids):
        institution = db.session.get(Institution, institution_id, with_for_update=True)
        assert institution is not None
        institution.name = f"{institution.name}{name}"
        db.session.flush()
        if first_turn and place == 0:
            met.wait(timeout=60)


@operation("总是遇上死锁")
def meet_rivals(*, times: int, turns: Iterator[int], by: Actor) -> int:
    turn = next(turns)
    if turn < times:
        db.session.execute(DEADLOCK)
    return turn


@operation("包含上一项")
def meet_rivals_inside(*, times: int, turns: Iterator[int], by: Actor) -> int:
    world.add_institution(
        code=f"B{next(turns)}", kind="civil_affairs", name="民政局", region_code="421221", by=by
    )
    return meet_rivals(times=times, turns=turns, by=by)


@operation("数据库停机")
def lose_database(*, turns: Iterator[int], by: Actor) -> None:
    next(turns)
    db.session.execute(UNREADY)


def test_of_two_that_wait_for_each_other_both_are_done(app: Flask) -> None:
    homes = [world.make_home("AA"), world.make_home("BB")]
    ids, by, met = [home.id for home in homes], homes[0].clerk, threading.Barrier(2)
    turns = {"甲": count(), "乙": count()}

    def rename(name: str, order: list[uuid.UUID]) -> None:
        with app.app_context():
            rename_both(ids=order, name=name, met=met, turns=turns[name], by=by)

    threads = [
        threading.Thread(target=rename, args=each) for each in (("甲", ids), ("乙", ids[::-1]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    names = {db.session.get_one(Institution, each).name[-2:] for each in ids}
    assert names in ({"甲乙"}, {"乙甲"})
    assert sum(next(each) for each in turns.values()) == 3, "they never waited for each other"
    assert len(entries("tests.rename_both")) == 2


def test_a_deadlock_that_never_ends_is_refused_calmly() -> None:
    turns = count()
    with pytest.raises(TooManyAtOnce) as refused:
        meet_rivals(times=TRIES, turns=turns, by=world.SETUP)
    assert refused.value.status == 503
    assert next(turns) == TRIES
    assert entries("tests.meet_rivals") == []


def test_the_outer_operation_begins_again_with_what_it_had_done() -> None:
    turns = count()
    assert meet_rivals_inside(times=2, turns=turns, by=world.SETUP) == 3
    codes = db.session.scalars(select(Institution.code)).all()
    assert codes == ["B2"], "what the first attempt had done was undone with it"
    assert len(entries("tests.meet_rivals")) == 1


def test_inside_a_larger_transaction_nothing_is_tried_again() -> None:
    turns = count()
    with pytest.raises(OperationalError), transaction():
        meet_rivals(times=1, turns=turns, by=world.SETUP)
    assert next(turns) == 1


def test_another_trouble_of_the_database_is_not_hidden() -> None:
    turns = count()
    with pytest.raises(OperationalError):
        lose_database(turns=turns, by=world.SETUP)
    assert next(turns) == 1


def entries(operation_name: str) -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).filter_by(operation=operation_name)))
