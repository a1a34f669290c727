"""A real PostgreSQL for every test: our own server without fsync, emptied between tests."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from kernel import secrets
from kernel.database import migrate
from kernel.db import db
from kernel.people import staff
from kernel.postgres import APP, Cluster
from kernel.settings import Settings
from tests.emulators.providers import Providers
from wsgi import create_app

VAR = Path(__file__).parent.parent / "var" / "test"
KEYS = {
    "secret_key": "tests only",
    "data_key": "dGVzdHMgb25seSwgdGhlIGRhdGEga2V5IDMyIGJ5dGU=",
    "journal_key": "dGVzdHMgb25seSwgam91cm5hbCBrZXkgMzIgYnl0ZXM=",
}
# TRUNCATE of so many tables takes 0.15 s, and there are thousands of tests; this takes 4 ms.
EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
    END LOOP;
END $$;
"""

NOT_RUN = "没有运行："  # begins the reason of a skip that the end of the run must repeat


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A check that could not run here is not passed over in silence."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = {str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped}
    for reason in sorted(reason for reason in reasons if reason.startswith(NOT_RUN)):
        terminalreporter.write_line(reason, red=True, bold=True)


# Passwords are meant to be slow; a thousand invented clerks need not be.
staff.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


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


@pytest.fixture
def emptied(cluster: Cluster, database: str) -> None:
    """Nothing in any table; whoever needs rows makes them through operations (tests/world.py)."""
    empty(cluster, database)


def empty(cluster: Cluster, database: str) -> None:
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        connection.execute(EMPTY)


@pytest.fixture(scope="module")
def lasting_context(app: Flask, cluster: Cluster, database: str) -> Iterator[None]:
    """For files whose tests only look: what the first one made stays for all of them."""
    empty(cluster, database)
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
