"""A real PostgreSQL for every test: our own server without fsync, emptied between tests."""

import base64
import os
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from time import sleep

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from kernel import clock, secrets
from kernel.database import migrate
from kernel.db import db
from kernel.people import staff
from kernel.postgres import APP, Cluster
from kernel.settings import Settings
from kernel.texts.gateway import use_gateway
from tests.emulators.providers import Providers
from tests.emulators.sms_gateway import SmsGateway
from tests.stage import Stage
from wsgi import create_app

VAR = Path(__file__).parent.parent / "var" / "test"
KEYS = {
    "secret_key": "tests only",
    "data_key": "dGVzdHMgb25seSwgdGhlIGRhdGEga2V5IDMyIGJ5dGU=",
    "journal_key": "dGVzdHMgb25seSwgam91cm5hbCBrZXkgMzIgYnl0ZXM=",
}
# Other programs run beside these tests, and those know but the real time.
BY_THE_REAL_CLOCK = {"browser", "concurrency", "demo", "hardware", "journeys", "rails"}
NOT_RUN = "没有运行："  # begins the reason of a skip that the end of the run must repeat


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A check that could not run here is not passed over in silence."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = {str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped}
    for reason in sorted(reason for reason in reasons if reason.startswith(NOT_RUN)):
        terminalreporter.write_line(reason, red=True, bold=True)


# Whether an example takes long is this machine's matter; what it fails with can be run again.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")

# Passwords are meant to be slow; a thousand invented clerks need not be.
staff.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def till_ten() -> timedelta:
    """From the hour at which this run began to ten in the morning of the same day, in China."""
    began = clock.now()
    return clock.at(clock.day_of(began), time(10)) - began


@pytest.fixture(scope="module", autouse=True)
def in_the_morning(request: pytest.FixtureRequest, till_ten: timedelta) -> Iterator[None]:
    """No test depends on the hour at which it runs: in an hour it is never tomorrow."""
    if BY_THE_REAL_CLOCK & set(request.path.relative_to(Path(__file__).parent).parts):
        yield
    else:
        with clock.ahead(till_ten):
            yield


def stay_within_the_day() -> None:
    """For what lives for minutes by the real clock: begun shortly before midnight, it would see
    two days."""
    while clock.local(clock.now()).time() >= time(23, 35):
        sleep(5)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    # One of its own for each process that tests beside another: a long transaction of one would
    # hold back what the other one seals.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    cluster = Cluster(VAR / f"postgres{worker}", fast=True)
    cluster.start()
    yield cluster
    if not _others_are_testing(cluster):
        cluster.stop()


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> Iterator[str]:
    """A migrated database of this run alone; its name for `cluster.conninfo`."""
    name = f"tests_{os.getpid()}"
    cluster.drop_database(name)
    cluster.create_database(name)
    migrate(cluster.url(name, "owner"), APP)
    yield name
    cluster.drop_database(name)


def _others_are_testing(cluster: Cluster) -> bool:
    """Whether another run still has a database here; each is named after its process."""
    query = "SELECT split_part(datname, '_', 2) FROM pg_database WHERE datname LIKE 'tests\\_%'"
    with psycopg.connect(cluster.conninfo("postgres", "owner")) as connection:
        owners = {int(row[0]) for row in connection.execute(query)}
    return any(Path(f"/proc/{owner}").exists() for owner in owners - {os.getpid()})


@pytest.fixture(scope="session")
def app(cluster: Cluster, database: str) -> Iterator[Flask]:
    app = create_app(settings_for(cluster, database))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        # Dozens of families at once may have to wait longer for a connection on a busy machine.
        db.engine.pool._timeout = 300  # noqa: SLF001 — the engine is made already
    yield app
    with app.app_context():
        db.engine.dispose()


def settings_for(cluster: Cluster, database: str) -> Settings:
    return Settings(
        var_dir=VAR,
        database_url=cluster.url(database),
        database_owner_url=cluster.url(database, "owner"),
        hotline="96444",
        **KEYS,
    )


@pytest.fixture(scope="session")
def stage(cluster: Cluster, database: str) -> Iterator[Stage]:
    with Stage(cluster.conninfo(database, "owner")) as stage:
        yield stage


@pytest.fixture
def emptied(stage: Stage) -> None:
    """Nothing in any table; whoever needs rows makes them through operations (tests/world.py)."""
    stage.empty()


@pytest.fixture(scope="module")
def lasting_context(app: Flask, stage: Stage) -> Iterator[None]:
    """For files whose tests only look: what the first one made stays for all of them."""
    stage.empty()
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def context(app: Flask, emptied: None) -> Iterator[None]:
    """For tests that call operations and queries directly."""
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def client(app: Flask, emptied: None) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def keyring() -> None:
    """Encrypted fields work in tests that make no app, too."""
    secrets.use(secrets.Keyring(base64.b64decode(KEYS["data_key"])))


@pytest.fixture(scope="session")
def providers_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Providers]:
    with Providers(tmp_path_factory.mktemp("providers")) as process:
        yield process


@pytest.fixture
def providers(providers_process: Providers) -> Providers:
    """WeChat Pay, Alipay and Stripe made up, running, all switches off."""
    providers_process.start()
    providers_process.clear()
    return providers_process


@pytest.fixture(scope="session")
def sms_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmsGateway]:
    with SmsGateway(tmp_path_factory.mktemp("sms")) as process:
        yield process


@pytest.fixture
def sms(app: Flask, sms_process: SmsGateway) -> Iterator[SmsGateway]:
    """A gateway that is connected, all switches off."""
    sms_process.switch()
    use_gateway(app, sms_process.gateway())
    yield sms_process
    use_gateway(app, None)
