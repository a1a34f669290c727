"""A funeral home in a database of its own, with fsync as in an office, and clients who want it."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import psycopg
from flask import Flask
from psycopg.conninfo import conninfo_to_dict

from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.operations import add_resource, lay_down_terms, set_hours
from funeral.queries.schedule import list_resources
from funeral.terms import Terms
from kernel import clock
from kernel.database import migrate
from kernel.people.actors import SETUP
from kernel.postgres import APP, Cluster
from kernel.postgres_home import programs
from tests import world
from tests.conftest import settings_for
from wsgi import create_app

CLIENTS = 8
# Starts of a day that follow one another without waiting: one farewell an hour.
HOURS = range(7, 16)

PAST = """WITH past AS (
    INSERT INTO plans (id, institution_id, hall_class, cremator_type, order_code, version, made_at,
        confirmed_at)
    SELECT gen_random_uuid(), %(home)s, 'small', 'flat', 'PAST-' || turn, 1, now(), now()
    FROM generate_series(%(first)s::int, %(last)s::int) AS turn RETURNING id, order_code),
    times AS (SELECT id, date_trunc('hour', now()) - interval '1 day'
        - make_interval(hours => substr(order_code, 6)::int) AS at FROM past)
    INSERT INTO occupancies
    (id, institution_id, plan_id, resource_id, purpose, starts_at, ends_at, occupies)
    SELECT gen_random_uuid(), %(home)s, times.id, resource, 'farewell', at,
        at + interval '50 min', tstzrange(at, at + interval '1 hour')
    FROM times, unnest(%(resources)s::uuid[]) AS resource"""


@dataclass
class Office:
    """The running system, and the way to the database beside it."""

    app: Flask
    cluster: Cluster
    past: int = 0

    def sql(self) -> psycopg.Connection:
        return psycopg.connect(self.cluster.conninfo("bench", "owner"), autocommit=True)

    def together(self, times: int, work: Callable[[int], object]) -> tuple[float, float]:
        """Done by CLIENTS at once: how many a second, and the 95th percentile in milliseconds."""

        def timed(turn: int) -> float:
            start = perf_counter()
            with self.app.app_context():
                work(turn)
            return (perf_counter() - start) * 1000

        start = perf_counter()
        with ThreadPoolExecutor(CLIENTS) as clients:
            took = sorted(clients.map(timed, range(times)))
        return times / (perf_counter() - start), took[int(times * 0.95)]

    def raw(self, times: int, script: str) -> float:
        """The same by pgbench, transactions a second."""
        way = conninfo_to_dict(self.cluster.conninfo("bench", "owner"))
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        settings = {name: str(way[key]) for key, name in names.items() if key in way}
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(script)
            file.flush()
            asked = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2"]
            asked += ["-t", str(times // CLIENTS), "-f", file.name, "bench"]
            said = subprocess.run(
                [str(programs() / "pgbench"), *asked],
                env=os.environ | settings,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        return next(float(line.split()[2]) for line in said.splitlines() if "tps = " in line)

    def add_past(self, home: world.Home, upto: int) -> None:
        """So many times of years gone by, on every resource of the home as many."""
        with self.sql() as sql:
            query = "SELECT array_agg(id) FROM resources WHERE institution_id = %s"
            [resources] = sql.execute(query, [home.id]).fetchone() or [[]]
            each = upto // len(resources)
            past = {"home": home.id, "first": self.past + 1, "last": each, "resources": resources}
            sql.execute(PAST, past)
            sql.execute("ANALYZE")
        self.past = each


@contextmanager
def open_office() -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        try:
            cluster.create_database("bench")
            migrate(cluster.url("bench", "owner"), APP)
            app = create_app(settings_for(cluster, "bench"))
            app.config["WTF_CSRF_ENABLED"] = False
            with app.app_context():
                yield Office(app, cluster)
        finally:
            cluster.remove()


def make_home(code: str, halls: int = 2, cremators: int = 3) -> world.Home:
    """Never shut; `halls` small ones, `cremators` of which one is collecting."""
    home = world.make_home(code)
    kinds = [(ResourceKind.HALL, HallClass.SMALL, (30, 20, 10))] * (halls - 2)
    kinds += [(ResourceKind.CREMATOR, CrematorType.FLAT, (0, 60, 30))] * (cremators - 3)
    for number, (kind, variety, minutes) in enumerate(kinds, start=11):
        add_resource(
            institution_id=home.id,
            kind=kind,
            variety=variety,
            name=f"{number}号",
            opens=time(),
            closes=time(),
            setup_minutes=minutes[0],
            use_minutes=minutes[1],
            cleanup_minutes=minutes[2],
            by=SETUP,
        )
    for each in list_resources(home.id):
        set_hours(resource_id=each.id, usual=(time(), time()), weekly={}, by=SETUP)
    terms = Terms(days_ahead=366, per_claimant=999, legal_basis="测速用，不是任何地方的规定")
    lay_down_terms(institution_id=home.id, valid_from=clock.today(), terms=terms, by=SETUP)
    return home


def start_of(turn: int) -> datetime:
    """Each booking has an hour of its own, from a week ahead on."""
    day: date = clock.today() + timedelta(days=8 + turn // len(HOURS))
    return clock.at(day, time(HOURS[turn % len(HOURS)]))
