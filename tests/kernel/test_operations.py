"""One named change = one transaction = one journal entry."""

import threading
import uuid

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import InternalError

from funeral.models import FuneralCase
from kernel.db import after_commit, db, end_reading, only_read, transaction
from kernel.errors import KeyReused
from kernel.jobs import enqueue, job
from kernel.journal import JournalEntry
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.deceased import NameMissing
from kernel.places import Institution
from tests import world
from tests.visitor import visit

pytestmark = pytest.mark.usefixtures("context")


@operation("改名")
def rename(*, institution_id: uuid.UUID, name: str, by: Actor, fail: bool = False) -> Institution:
    institution = db.session.get(Institution, institution_id)
    assert institution is not None
    institution.name = name
    after_commit(lambda: heard.append(name))
    if fail:
        raise ZeroDivisionError
    return institution


heard: list[str] = []


def entries(operation_name: str) -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).filter_by(operation=operation_name)))


def test_an_operation_is_kept_and_journalled_with_old_and_new_values() -> None:
    home = world.make_home()
    rename(institution_id=home.id, name="新名", by=home.clerk)
    [entry] = entries("tests.rename")
    assert entry.by == str(home.clerk)
    assert entry.institution_id == home.id
    assert entry.changes == [{"record": f"institutions/{home.id}", "name": ["JY殡仪馆", "新名"]}]


def test_any_error_undoes_everything_and_nothing_is_told() -> None:
    home = world.make_home()
    heard.clear()
    with pytest.raises(ZeroDivisionError):
        rename(institution_id=home.id, name="新名", by=home.clerk, fail=True)
    assert db.session.get_one(Institution, home.id).name == "JY殡仪馆"
    assert entries("tests.rename") == []
    assert heard == []


def test_what_must_follow_the_commit_follows_it() -> None:
    home = world.make_home()
    heard.clear()
    with transaction():
        rename(institution_id=home.id, name="新名", by=home.clerk)
        assert heard == []
    assert heard == ["新名"]


def test_a_refusal_inside_an_inner_operation_undoes_the_outer_one() -> None:
    home = world.make_home()
    world.open_case(home)
    with pytest.raises(NameMissing):
        world.open_case(home, deceased_name=" ")
    assert len(db.session.scalars(select(FuneralCase)).all()) == 1
    assert world.open_case(home).number.endswith("-00002"), "a number was lost"


def test_private_fields_show_only_a_keyed_hash_in_the_journal() -> None:
    home = world.make_home()
    number = world.identity_number()
    world.open_case(home, identity_number=number, phone="13912345678")
    written = str([entry.changes for entry in db.session.scalars(select(JournalEntry))])
    assert number not in written
    assert "13912345678" not in written
    [entry] = entries("kernel.register_deceased")
    before, after = entry.changes[0]["identity_number"]
    assert before is None
    assert after.startswith("…")


def test_a_change_outside_an_operation_is_refused() -> None:
    home = world.make_home()
    home.institution.name = "changed in a view"
    with pytest.raises(RuntimeError, match="outside an operation"):
        db.session.flush()


def test_bulk_changes_are_refused_since_the_journal_cannot_see_them() -> None:
    with pytest.raises(RuntimeError, match="one by one"), transaction():
        db.session.execute(update(Institution).values(name="all"))


def test_a_page_that_is_read_cannot_change_anything() -> None:
    home = world.make_home()
    only_read()
    with pytest.raises(RuntimeError, match="only read"):
        rename(institution_id=home.id, name="新名", by=home.clerk)


def test_the_database_refuses_even_plain_sql_of_a_page_that_is_read() -> None:
    home = world.make_home()
    home_id, clerk = home.id, home.clerk
    db.session.remove()
    only_read()
    with pytest.raises(InternalError, match="read-only"):
        db.session.connection().execute(text("UPDATE institutions SET name = 'by a view'"))
    db.session.remove()
    # The next to get this connection may write, session or not.
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE institutions SET name = 'by hand'"))
    assert rename(institution_id=home_id, name="新名", by=clerk).name == "新名"


def test_what_was_only_read_is_not_rolled_back_since_that_forgets_prepared_questions(app) -> None:
    world.make_home()
    desk, ended = visit(app, "jy-desk"), []
    names = ("commit", "rollback")
    heard = {name: lambda _connection, name=name: ended.append(name) for name in names}
    for name in names:
        event.listen(db.engine, name, heard[name])
    assert desk.get("/find").status_code == 200
    for name in names:
        event.remove(db.engine, name, heard[name])
    assert ended == ["commit"]


def test_the_end_of_a_page_stores_nothing() -> None:
    home = world.make_home()
    home.institution.name = "changed in a view"
    with pytest.raises(RuntimeError, match="outside an operation"):
        end_reading()
    db.session.rollback()
    with pytest.raises(ZeroDivisionError):
        _change_and_fail(home)
    assert home.institution.name != "changed in an operation"


def _change_and_fail(home: world.Home) -> None:
    with transaction():
        home.institution.name = "changed in an operation"
        end_reading()
        raise ZeroDivisionError


def test_the_same_key_and_body_give_the_same_answer_once() -> None:
    home = world.make_home()
    asked = {"identity_number": world.identity_number(), "idempotency_key": "form-1"}
    first = world.open_case(home, **asked)
    again = world.open_case(home, **asked)
    assert again is first
    assert len(entries("funeral.open_walk_in_case")) == 1


def test_the_same_key_with_another_body_is_refused() -> None:
    home = world.make_home()
    world.open_case(home, deceased_name="张三", idempotency_key="form-1")
    with pytest.raises(KeyReused):
        world.open_case(home, deceased_name="李四", idempotency_key="form-1")


def test_a_refused_attempt_leaves_its_key_free() -> None:
    home = world.make_home()
    number = world.identity_number()
    with pytest.raises(NameMissing):
        world.open_case(home, deceased_name="", identity_number=number, idempotency_key="form-1")
    case = world.open_case(home, identity_number=number, idempotency_key="form-1")
    assert case.number


def test_two_posts_of_one_form_at_the_same_moment_open_one_case(app: Flask) -> None:
    home = world.make_home()
    number, start, numbers = world.identity_number(), threading.Barrier(2), []

    def post() -> None:
        with app.app_context():
            start.wait()
            case = world.open_case(home, identity_number=number, idempotency_key="form-1")
            numbers.append(case.number)

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [numbers[0]] * 2
    assert len(db.session.scalars(select(FuneralCase)).all()) == 1


def test_a_job_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="by the operation"):
        enqueue(note)


def test_a_job_is_gone_with_the_transaction_that_failed() -> None:
    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    assert waiting_jobs() == 0


def test_an_enqueued_job_waits_in_the_queue() -> None:
    with transaction():
        enqueue(note, word="kept")
    assert waiting_jobs() == 1


def enqueue_and_fail() -> None:
    with transaction():
        enqueue(note, word="lost")
        raise ZeroDivisionError


def waiting_jobs() -> int:
    return db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0


@job
def note(word: str = "") -> None:
    heard.append(word)
