"""Whoever owns the tables can change the journal, but not without being found out."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.sealing import START, signing_key
from tests import world
from tests.conftest import KEYS

KEY = signing_key(KEYS["journal_key"])


@pytest.fixture
def owner(cluster, database):
    """The tables' owner, with the triggers that forbid changes switched off."""
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


# One transaction may hold several entries.
IN_CHAIN = (JournalEntry.transaction, JournalEntry.id)


@pytest.fixture
def sealed(context):
    """A sealed journal of some entries, in the order of the chain."""
    world.open_case(world.make_home())
    world.seal_all(KEY)
    entries = db.session.scalars(select(JournalEntry).order_by(*IN_CHAIN)).all()
    ids = [entry.id for entry in entries]
    db.session.rollback()
    return ids


def verify(app):
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["oversight", "verify-journal"])


def test_an_untouched_journal_is_whole(app, sealed):
    answer = verify(app)
    assert answer.exit_code == 0
    assert f"办理记录完整：已封存 {len(sealed)} 条" in answer.output


def test_before_the_first_seal_nothing_is_claimed(app, context):
    answer = verify(app)
    assert answer.exit_code == 0
    assert "还没有封存过" in answer.output


def test_what_is_not_sealed_yet_is_counted(app, sealed):
    world.make_office()
    assert "尚未封存 2 条" in verify(app).output


def test_entries_of_later_batches_hang_on_the_earlier_ones(app, sealed):
    world.make_office()
    assert world.seal_all(KEY) == 2
    assert f"已封存 {len(sealed) + 2} 条" in verify(app).output


def test_a_changed_entry_is_named(app, sealed, owner):
    owner.execute("UPDATE journal SET by = 'staff:nobody' WHERE id = %s", [sealed[3]])
    answer = verify(app)
    assert answer.exit_code == 1
    assert "从第 4 条起不可信：记录被改动" in answer.output
    assert str(sealed[3]) in answer.output


@pytest.mark.parametrize(
    "change",
    [
        "changes = '[]'",
        "happened_at = happened_at - interval '1 day'",
        "operation = 'funeral.tell_family'",
        "institution_id = NULL",
    ],
)
def test_no_part_of_an_entry_can_change_unseen(app, sealed, owner, change):
    full = "SELECT id FROM journal WHERE changes <> '[]' AND institution_id IS NOT NULL LIMIT 1"
    owner.execute(f"UPDATE journal SET {change} WHERE id = ({full})")  # noqa: S608
    answer = verify(app)
    assert answer.exit_code == 1
    assert "记录被改动" in answer.output


def test_a_deleted_entry_is_named(app, sealed, owner):
    owner.execute("DELETE FROM journal WHERE id = %s", [sealed[2]])
    answer = verify(app)
    assert answer.exit_code == 1
    assert "从第 3 条起不可信：记录被删除" in answer.output
    assert str(sealed[2]) in answer.output


def test_an_entry_deleted_with_its_link_leaves_a_gap(app, sealed, owner):
    owner.execute("DELETE FROM journal WHERE id = %s", [sealed[2]])
    owner.execute("DELETE FROM journal_links WHERE entry_id = %s", [sealed[2]])
    answer = verify(app)
    assert answer.exit_code == 1
    assert "从第 3 条起不可信：链条中缺少这一环" in answer.output


def test_the_end_cannot_be_cut_off_while_its_seal_remains(app, sealed, owner):
    owner.execute("DELETE FROM journal WHERE id = %s", [sealed[-1]])
    owner.execute("DELETE FROM journal_links WHERE entry_id = %s", [sealed[-1]])
    answer = verify(app)
    assert answer.exit_code == 1
    assert "封存所指的记录不存在" in answer.output


def test_a_smuggled_entry_is_named(app, sealed, owner):
    smuggled = owner.execute(
        """
        INSERT INTO journal (id, happened_at, operation, by, institution_id, changes, transaction)
        SELECT gen_random_uuid(), happened_at, operation, by, institution_id, changes, transaction
        FROM journal WHERE id = %s RETURNING id
        """,
        [sealed[1]],
    ).fetchone()[0]
    answer = verify(app)
    assert answer.exit_code == 1
    assert "事后插入" in answer.output
    assert str(smuggled) in answer.output


def test_a_chain_rebuilt_without_the_key_is_found_by_its_signature(app, sealed, owner):
    owner.execute("UPDATE journal_seals SET signature = %s", [f"{'A' * 86}=="])
    answer = verify(app)
    assert answer.exit_code == 1
    assert "签名不符" in answer.output


def test_a_seal_moved_to_another_hash_is_found(app, sealed, owner):
    owner.execute("UPDATE journal_seals SET hash = %s", [START])
    assert verify(app).exit_code == 1


def test_the_application_itself_cannot_change_the_journal(app, sealed):
    with pytest.raises(Exception, match=r"permission denied|append-only"):
        db.session.connection().exec_driver_sql("UPDATE journal SET by = 'staff:nobody'")
    db.session.rollback()
    assert verify(app).exit_code == 0


def test_the_time_of_the_last_seal_is_said(app, context):
    with clock.frozen(clock.now() - timedelta(days=3)):
        world.make_office()
        db.session.rollback()
        world.seal_all(KEY)
        said = clock.say_stamp(clock.now())
    assert said in verify(app).output
