"""A farewell and its cremation taken through the operation, against the same rows in raw SQL."""

import json
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import psycopg

from benchmarks.rows import Row, per_second, row
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_farewell
from kernel import clock
from kernel.database import migrate
from kernel.postgres import APP, Cluster
from tests import world
from tests.conftest import settings_for
from wsgi import create_app

TIMES = 300
LOCK = "SELECT id FROM resources WHERE institution_id = %s ORDER BY id FOR UPDATE"
BUSY = "SELECT occupies FROM occupancies WHERE released_at IS NULL AND starts_at BETWEEN %s AND %s"
PLAN = """INSERT INTO plans
    (id, institution_id, hall_class, cremator_type, version, told_at, made_at)
    VALUES (%s, %s, 'small', 'flat', 1, now(), now())"""
OCCUPANCY = """INSERT INTO occupancies
    (id, institution_id, plan_id, resource_id, starts_at, ends_at, occupies)
    VALUES (%s, %s, %s, %s, %s, %s, tstzrange(%s, %s))"""
ENTRY = """INSERT INTO journal (id, happened_at, operation, by, institution_id, changes)
           VALUES (%s, now(), 'funeral.plan_farewell', 'bench', %s, %s)"""


def measure() -> Iterator[Row]:
    """With fsync, as in an office; each booking on a day of its own."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        try:
            cluster.create_database("bench")
            migrate(cluster.url("bench", "owner"), APP)
            app = create_app(settings_for(cluster, "bench"))
            with app.app_context():
                home = world.make_home()
                ours = per_second(lambda turn: take(home, turn), TIMES)
                raw = per_second(taker(cluster, home), TIMES)
        finally:
            cluster.remove()
    yield row("farewell and cremation taken, one client", ours, "plans/s", raw)


def start_of(turn: int) -> datetime:
    return clock.at(clock.today() + timedelta(days=turn + 1), time(9))


def take(home: world.Home, turn: int) -> None:
    """The day before, for only a few days can be booked."""
    starts_at = start_of(turn)
    with clock.frozen(starts_at - timedelta(days=1)):
        plan_farewell(
            institution_id=home.id,
            hall_class=HallClass.SMALL,
            cremator_type=CrematorType.FLAT,
            starts_at=starts_at,
            by=home.clerk,
        )


def taker(cluster: Cluster, home: world.Home) -> Callable[[int], None]:
    connection = psycopg.connect(cluster.conninfo("bench"))

    def take_raw(turn: int) -> None:
        starts_at = start_of(turn + TIMES)
        ends_at, plan_id = starts_at + timedelta(minutes=20), uuid.uuid4()
        with connection.transaction():
            resources = connection.execute(LOCK, [home.id]).fetchall()
            connection.execute(BUSY, [starts_at, ends_at]).fetchall()
            connection.execute(PLAN, [plan_id, home.id])
            for (resource_id,) in resources[:2]:
                times = [starts_at, ends_at, starts_at, ends_at]
                connection.execute(OCCUPANCY, [uuid.uuid4(), home.id, plan_id, resource_id, *times])
            connection.execute(ENTRY, [uuid.uuid4(), home.id, json.dumps([{"record": "plans"}])])

    return take_raw
