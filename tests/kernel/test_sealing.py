"""The journal cannot be changed, and if the database's owner does it all the same, it shows."""

import psycopg
import pytest
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kernel.db import db
from kernel.postgres import Cluster
from kernel.sealing import seal_journal, verify_journal
from tests import world

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def sealed(context: None) -> int:
    world.open_case(world.make_home())
    return world.seal_all(current_app.extensions["journal_key"])


def tamper(cluster: Cluster, database: str, statement: str) -> None:
    """As the owner of the tables, with the triggers switched off."""
    db.session.rollback()
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement)


def broken() -> str:
    found = verify_journal(current_app.extensions["journal_key"])
    return found.reason if found else ""


def test_a_sealed_journal_is_whole(sealed: int) -> None:
    assert sealed > 0
    assert broken() == ""


def test_sealing_goes_on_where_it_stopped(sealed: int) -> None:
    world.make_home("DW")
    assert world.seal_all(current_app.extensions["journal_key"]) > 0
    assert seal_journal(current_app.extensions["journal_key"]) == 0
    assert broken() == ""
    assert sealed


def test_small_batches_make_the_same_chain() -> None:
    home = world.make_home()
    for _each in range(4):
        world.open_case(home)
    key = current_app.extensions["journal_key"]
    sizes = []
    while world.count_unsealed():
        sizes.append(seal_journal(key, most=2))
    assert sum(map(bool, sizes)) > 2
    assert broken() == ""


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET by = 'x'", "DELETE FROM journal", "TRUNCATE journal"]
)
@pytest.mark.usefixtures("sealed")
def test_the_app_cannot_touch_the_journal(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(statement))


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET by = 'x'", "DELETE FROM journal", "TRUNCATE journal"]
)
@pytest.mark.usefixtures("sealed")
def test_not_even_the_owner_can_without_switching_off_the_triggers(
    cluster: Cluster, database: str, statement: str
) -> None:
    db.session.rollback()
    with (
        psycopg.connect(cluster.conninfo(database, "owner")) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute(statement)


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "UPDATE journal SET by = 'staff:somebody' WHERE operation = 'funeral.open_case'",
            "entry changed",
        ),
        (
            "UPDATE journal SET changes = '[]' WHERE operation = 'funeral.open_case'",
            "entry changed",
        ),
        ("DELETE FROM journal WHERE operation = 'funeral.open_case'", "entry missing"),
        ("DELETE FROM journal_links WHERE position = 3", "missing link"),
        ("UPDATE journal_seals SET signature = 'AAAA'", "signature wrong"),
        (
            (
                "INSERT INTO journal (id, happened_at, operation, by, changes, transaction) "
                "VALUES (gen_random_uuid(), now(), 'funeral.open_case', 'x', '[]', 3)"
            ),
            "entry never sealed",
        ),
    ],
)
def test_what_the_owner_changed_is_named(
    cluster: Cluster, database: str, statement: str, reason: str
) -> None:
    tamper(cluster, database, statement)
    assert broken() == reason


@pytest.mark.usefixtures("sealed")
def test_a_chain_made_anew_without_the_key_is_found(cluster: Cluster, database: str) -> None:
    tamper(cluster, database, "UPDATE journal_links SET hash = md5(hash)")
    assert broken() == "entry changed"


def test_after_a_dump_and_restore_sealing_goes_on(
    cluster: Cluster, database: str, sealed: int
) -> None:
    """A restored server counts its transactions anew: the old numbers look far off."""
    tamper(cluster, database, "UPDATE journal_seals SET below_transaction = 4000000000")
    world.make_home("DW")
    assert broken() == ""
    assert world.seal_all(current_app.extensions["journal_key"]) > 0
    assert broken() == ""
    assert sealed
