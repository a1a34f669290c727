"""64 families want one morning of a small home, by every channel: exactly what there is is sold."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Barrier

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from booking.kinds import Channel
from booking.operations import choose_time, confirm_booking
from funeral.errors import TimeTaken
from funeral.kinds import CrematorType, HallClass, Purpose, ResourceKind
from funeral.operations import (
    change_resource,
    plan_case,
    set_hours,
)
from funeral.queries import schedule as queries
from kernel import clock
from kernel.database import migrate
from kernel.db import db
from kernel.errors import Refusal
from kernel.people.actors import SETUP, family
from kernel.postgres import APP, Cluster
from tests import world
from tests.booking.drafts import draft_of
from tests.concurrency import ledger
from tests.conftest import settings_for
from wsgi import create_app

FAMILIES = 64
MORNING = (time(8), time(12))
# Every half hour from eight to half past eleven, in two halls; each time has its own cremations.
STARTS = 8
CAPACITY = 2 * STARTS
SOLD = "SELECT count(*) FROM occupancies JOIN resources r ON r.id = resource_id WHERE kind = 'hall'"

Answer = object
Want = Callable[[datetime], Answer]


@dataclass(frozen=True)
class Fight:
    """A home, its 64 families by channel, and plain SQL beside them."""

    app: Flask
    home: world.Home
    sql: psycopg.Connection
    wants: list[tuple[Channel, Want]]
    starts: list[datetime]

    def run(self, act: Callable[[int], Answer]) -> list[Answer]:
        """All at once, each in a thread of its own; what each was answered."""
        together = Barrier(FAMILIES)

        def take_part(number: int) -> Answer:
            together.wait(timeout=60)
            with self.app.app_context():
                return act(number)

        with ThreadPoolExecutor(FAMILIES) as threads:
            return list(threads.map(take_part, range(FAMILIES)))

    def ask_once(self, number: int) -> Answer:
        _channel, want = self.wants[number]
        try:
            return want(self.starts[number % STARTS])
        except Refusal as refusal:
            return refusal

    def follow_the_offers(self, number: int) -> list[Answer]:
        """Take what is offered until there is nothing; how many were sold when nothing was."""
        answers = [self.ask_once(number)]
        while isinstance(answers[-1], TimeTaken) and answers[-1].alternatives:
            try:
                answers.append(self.wants[number][1](answers[-1].alternatives[0]))
            except TimeTaken as refusal:
                answers.append(refusal)
        if isinstance(answers[-1], TimeTaken):
            answers.append(self.count_sold())
        return answers

    def count_sold(self) -> int:
        return self.sql.execute(SOLD).fetchone()[0]

    def doubles(self) -> list:
        return doubles(self.sql, self.home)


def doubles(sql: psycopg.Connection, home: world.Home) -> list[tuple[ledger.Taken, ledger.Taken]]:
    """By the buffers that were written, for this home's minutes are its own."""
    times = ledger.read(sql, home.id, clock.now()).times
    return [
        (one, other)
        for one in times
        for other in times
        if one.id < other.id
        and one.resource_id == other.resource_id
        and one.from_ < other.to
        and other.from_ < one.to
    ]


@contextmanager
def morning(app: Flask, conninfo: str, *, other_days: bool) -> Iterator[Fight]:
    home = world.make_home()
    for each in queries.list_resources(home.id):
        is_hall = each.kind == ResourceKind.HALL
        usual = MORNING if is_hall else (time(6), time(18))
        purpose = Purpose.FAREWELL if is_hall else Purpose.CREMATION
        set_hours(resource_id=each.id, usual=usual, weekly=_days(others=other_days), by=SETUP)
        change_resource(
            resource_id=each.id,
            name=each.name,
            site="",
            capacity=each.capacity,
            uses={purpose: (0, 20, 10)},
            by=SETUP,
        )
    starts = [world.tomorrow_at(8) + timedelta(minutes=30 * each) for each in range(STARTS)]
    wants = [_wants(home, number) for number in range(FAMILIES)]
    db.session.rollback()
    with psycopg.connect(conninfo, autocommit=True) as sql:
        yield Fight(app, home, sql, wants, starts)


def _days(*, others: bool) -> dict[int, None]:
    """Weekdays that are shut."""
    tomorrow = (clock.today() + timedelta(days=1)).weekday()
    return {} if others else {day: None for day in range(7) if day != tomorrow}


def _wants(home: world.Home, number: int) -> tuple[Channel, Want]:
    """Eight families for each time: four on the web, two by telephone, two at the desk."""
    channel = [Channel.WEB, Channel.WEB, Channel.HOTLINE, Channel.DESK][number // STARTS % 4]
    by = family(f"family {number}") if channel is Channel.WEB else home.clerk
    if channel is Channel.DESK:
        case_number = world.open_case(home).number
        kinds = {"hall_class": HallClass.SMALL, "cremator_type": CrematorType.FLAT}
        return channel, lambda at: plan_case(number=case_number, **kinds, starts_at=at, by=by).id
    draft_id = draft_of(home, starts_at=None, channel=channel)

    def choose_and_confirm(at: datetime) -> Answer:
        choose_time(draft_id=draft_id, starts_at=at, by=by)
        return confirm_booking(draft_id=draft_id, by=by).plan_id

    return channel, choose_and_confirm


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = queries.usable_resources

    def unlocked(*asked: object, lock: bool = False, **more: bool) -> object:
        return locked(*asked, **more)

    monkeypatch.setattr(queries, "usable_resources", unlocked)


def kinds(answers: list[Answer]) -> Counter[str]:
    return Counter(type(each).__name__ for each in answers)


def test_exactly_the_morning_is_sold_and_every_loser_is_offered_other_times(
    app, context, cluster, database
):
    conninfo = cluster.conninfo(database, "owner")
    with morning(app, conninfo, other_days=True) as fight:
        answers = fight.run(fight.ask_once)
        assert kinds(answers) == {"UUID": CAPACITY, "TimeTaken": FAMILIES - CAPACITY}
        assert fight.count_sold() == CAPACITY
        assert fight.doubles() == []
        losers = [each for each in answers if isinstance(each, TimeTaken)]
        assert all(1 <= len(each.alternatives) <= 3 for each in losers)


def test_who_follows_the_offers_is_served_until_nothing_is_left(app, context, cluster, database):
    conninfo = cluster.conninfo(database, "owner")
    with morning(app, conninfo, other_days=False) as fight:
        answers = fight.run(fight.follow_the_offers)
        served = [each for each in answers if not isinstance(each[-1], int)]
        assert len(served) == fight.count_sold() == CAPACITY
        assert fight.doubles() == []
        told_nothing = {each[-1] for each in answers if isinstance(each[-1], int)}
        assert told_nothing == {CAPACITY}, "somebody was sent away while a time was left"
        channels = {fight.wants[each][0] for each in range(FAMILIES) if answers[each] in served}
        assert len(channels) > 1, "one channel took everything"


def test_without_the_lock_the_database_still_refuses(app, context, cluster, database, monkeypatch):
    conninfo = cluster.conninfo(database, "owner")
    with morning(app, conninfo, other_days=True) as fight:
        without_lock(monkeypatch)
        answers = fight.run(fight.ask_once)
        assert set(kinds(answers)) <= {"UUID", "TimeTaken", "TooManyAtOnce"}
        assert fight.doubles() == []
        assert fight.count_sold() == kinds(answers)["UUID"] <= CAPACITY
        assert any(isinstance(_cause(each), IntegrityError) for each in answers), (
            "the families never really met: the constraint had nothing to refuse"
        )


def test_without_lock_and_constraint_the_doubles_are_seen(cluster, bare, monkeypatch):
    """The negative control: had the tests above no eyes, they would pass here, too."""
    app, name = bare
    without_lock(monkeypatch)
    with (
        app.app_context(),
        morning(app, cluster.conninfo(name, "owner"), other_days=True) as fight,
    ):
        answers = fight.run(fight.ask_once)
        assert fight.doubles() != []
        assert kinds(answers)["UUID"] > CAPACITY


@pytest.fixture
def bare(cluster: Cluster, database: str) -> Iterator[tuple[Flask, str]]:
    """A database of its own, whose times may overlap."""
    name = f"{database}_bare"
    cluster.drop_database(name)
    cluster.create_database(name)
    migrate(cluster.url(name, "owner"), APP)
    with psycopg.connect(cluster.conninfo(name, "owner"), autocommit=True) as sql:
        sql.execute("ALTER TABLE occupancies DROP CONSTRAINT one_family_at_a_time")
    app = create_app(settings_for(cluster, name))
    yield app, name
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    cluster.drop_database(name)


def _cause(answer: Answer) -> BaseException | None:
    return answer.__cause__ if isinstance(answer, Refusal) else None
