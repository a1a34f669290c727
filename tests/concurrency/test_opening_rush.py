"""The opening rush in small: families in threads, an allocator in a process that is killed."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import monotonic, sleep

import pytest
from sqlalchemy import select, text

from cemetery.visits.allocating import allocate_waiting
from cemetery.visits.arriving import arrive
from cemetery.visits.models import VisitBooking, VisitRequest, VisitSlot
from cemetery.visits.operations import make_slots
from cemetery.visits.queries.slots import list_slots
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from tests.conftest import settings_for
from tests.visits.scene import TERMS, a_party, make_scene

FAMILIES, PLACES, THREADS = 240, 60, 8
# The worker's operation with its journal; once it has given so many it stands still before commit.
HELD_AT = 15
ALLOCATE = """
import sys, time, uuid
from datetime import date
from sqlalchemy import event
from cemetery.visits.operations import allocate_visits
from kernel.db import db
from kernel.people.actors import job
from wsgi import create_app

site_id, day, held_at = uuid.UUID(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3])
with create_app().app_context():
    def hold(connection):
        given = connection.exec_driver_sql("SELECT count(*) FROM visit_bookings").scalar()
        if given >= held_at:
            print("about to commit", flush=True)
            time.sleep(60)
    event.listen(db.engine, "commit", hold)
    print("ready", flush=True)
    while True:
        allocate_visits(site_id=site_id, day=day, by=job("allocate_visits"), most=7)
"""


@pytest.fixture
def opened(context):
    """A site whose day a week ahead opened a moment ago."""
    opens = clock.now() - timedelta(seconds=2)
    terms = replace(
        TERMS,
        slots=TERMS.slots[:2],
        persons=PLACES // 2,
        cars=0,
        kept_phone=0,
        kept_walk_in=0,
        peak_only=False,
        opens_at=clock.local(opens).time(),
    )
    scene = make_scene(terms, since=clock.today())
    day = clock.day_of(opens) + timedelta(days=terms.days_ahead)
    return scene, day


@pytest.fixture
def allocator(cluster, database, opened):
    scene, day = opened
    settings = {name.upper(): str(said) for name, said in settings_for(cluster, database) if said}
    process = subprocess.Popen(
        [sys.executable, "-c", ALLOCATE, str(scene.site_id), str(day), str(HELD_AT)],
        stdout=subprocess.PIPE,
        env=os.environ | settings,
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_nobody_is_lost_and_no_place_sold_twice_though_the_allocator_is_killed(
    app, allocator, opened
):
    scene, day = opened
    slots = [slot.id for slot in list_slots(scene.site, day)]
    parties = [a_party() for _family in range(FAMILIES)]

    def come(number):
        with app.app_context():
            # Each family sends its form twice.
            asked = {"slot_id": slots[number % 2], "any_slot": number % 3 == 0, "key": str(number)}
            tokens = {
                arrive(site_id=scene.site_id, day=day, party=parties[number], **asked)
                for _turn in range(2)
            }
            assert len(tokens) == 1

    def allocate():
        with app.app_context():
            allocate_waiting()

    make_slots(site_id=scene.site_id, day=day, by=scene.clerk)
    db.session.rollback()
    assert allocator.stdout.readline() == b"ready\n"
    with ThreadPoolExecutor(THREADS) as families, ThreadPoolExecutor(1) as second:
        coming = families.map(come, range(FAMILIES))
        # All of its batch is written, and its entry of the journal; nothing of it is committed.
        assert allocator.stdout.readline() == b"about to commit\n"
        assert db.session.scalar(text("SELECT count(*) FROM visit_bookings")) < HELD_AT
        db.session.rollback()
        another = second.submit(allocate)
        sleep(0.5)
        assert not another.done()
        allocator.kill()
        another.result()
        list(coming)
    until = monotonic() + 60
    while db.session.scalar(text("SELECT count(*) FROM visit_requests WHERE state = 'waiting'")):
        assert monotonic() < until
        allocate_waiting()
        sleep(0.05)
        db.session.rollback()
    states = Counter(db.session.scalars(select(VisitRequest.state)))
    assert states == {"granted": PLACES, "refused": FAMILIES - PLACES}
    assert len(db.session.scalars(select(VisitBooking.identity_index)).all()) == PLACES
    assert [each.taken for each in db.session.scalars(select(VisitSlot))] == [PLACES // 2] * 2
    in_order = select(VisitRequest.turn).order_by(
        VisitRequest.answered_at, VisitRequest.turn, VisitRequest.tie
    )
    turns = db.session.scalars(in_order).all()
    assert turns == sorted(turns)
    noted = Counter(
        change["record"].partition("/")[0]
        for entry in db.session.scalars(
            select(JournalEntry).filter_by(operation="cemetery.allocate_visits")
        )
        for change in entry.changes
    )
    assert noted == {"visit_requests": FAMILIES, "visit_bookings": PLACES}
