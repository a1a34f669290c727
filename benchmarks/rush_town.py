"""A county in a database of its own with the real web server and worker, as an office runs them."""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from http.client import HTTPConnection
from pathlib import Path
from signal import SIGTERM
from socket import socket
from time import sleep

from benchmarks.office import Office, open_office
from cemetery.queries import list_sites
from cemetery.visits.operations import lay_down_visit_terms, make_slots
from cemetery.visits.queries.slots import list_made_slots
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world
from tests.conftest import KEYS

ROOT = Path(__file__).parent.parent
SLOTS = 5
DAYS_AHEAD = 7


@dataclass
class Town:
    """`web`: gunicorn's parent; `worker`: who allocates."""

    office: Office
    site_id: uuid.UUID
    port: int
    environment: dict[str, str]
    login: str
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    log: Path = field(default_factory=Path)
    day: date = date.max
    slots: list[str] = field(default_factory=list)

    def start_web(self) -> None:
        self.web = self._start([str(ROOT / "run"), "serve"])
        for path in ("/sign-in", "/visit/"):  # each lane (kernel/lanes.py)
            self._await(path)

    def _await(self, path: str) -> None:
        for _try in range(600):
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
                connection.request("GET", path)
                connection.getresponse().read()
            except OSError:
                sleep(0.5)
            else:
                return
        raise RuntimeError(self.log.read_text()[-2000:])

    def start_worker(self) -> None:
        self.worker = self._start(
            [sys.executable, "-m", "flask", "--app", "wsgi", "kernel", "work"]
        )

    def open_in(self, seconds: float, places: int) -> float:
        """Terms by which a day with so many places opens then; seconds since the epoch."""
        opens = clock.now() + timedelta(seconds=seconds)
        self.day = clock.day_of(opens) + timedelta(days=DAYS_AHEAD)
        terms = Terms(
            slots=tuple((time(8 + 2 * each), time(10 + 2 * each)) for each in range(SLOTS)),
            persons=places // SLOTS,
            cars=places,
            kept_phone=0,
            kept_walk_in=0,
            days_ahead=DAYS_AHEAD,
            opens_at=clock.local(opens).time(),
            peak_only=False,
            legal_basis="测速用，不是任何地方的规定",
        )
        lay_down_visit_terms(site_id=self.site_id, valid_from=clock.today(), terms=terms, by=SETUP)
        make_slots(site_id=self.site_id, day=self.day, by=SETUP)
        self.slots = [str(slot.id) for slot in list_made_slots(self.site_id, self.day)]
        db.session.rollback()
        return opens.timestamp()

    def kill_worker(self) -> None:
        """As a machine that loses its power; a supervisor starts it anew."""
        assert self.worker
        self.worker.kill()
        self.worker.wait()
        self.start_worker()

    def web_workers(self) -> list[int]:
        assert self.web
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process and process.poll() is None:
                process.send_signal(SIGTERM)
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def sql(self, query: str, *facts: object) -> list[tuple[object, ...]]:
        with self.office.sql() as sql:
            return sql.execute(query, facts).fetchall()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)


@contextmanager
def open_town() -> Iterator[Town]:
    """One home with one site; its web server and its worker run."""
    with open_office() as office, tempfile.TemporaryDirectory() as folder:
        home = world.make_home("RU")
        world.make_units(home.institution.id)
        site_id = list_sites(home.institution.id)[0].id
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | {
            "DATABASE_URL": office.cluster.url("bench"),
            "DATABASE_OWNER_URL": office.cluster.url("bench", "owner"),
            "VAR_DIR": folder,
            "PORT": str(port),
        }
        environment |= {name.upper(): value for name, value in KEYS.items()}
        log = Path(folder) / "log"
        town = Town(office, site_id, port, environment, "ru-desk", log=log)
        try:
            town.start_worker()
            town.start_web()
            yield town
        finally:
            town.stop()
