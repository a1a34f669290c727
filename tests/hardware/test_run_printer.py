"""The worker's side: each document once, or a person is asked."""

import contextlib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from hardware import jobs, operations, queries
from hardware.models import PrintState
from hardware.presence import alone_at
from hardware.transports import Delivery, Outcome
from kernel import clock
from kernel.cli import run_worker
from kernel.db import db, transaction

LATER = "SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at > now() AND status = 'todo'"


def run(counter):
    db.session.rollback()
    jobs.run_printer(str(counter.printer_id))
    db.session.expire_all()


def state_of(print_job_id):
    print_job = queries.get_print_job(print_job_id)
    return print_job.state, print_job.reason


@pytest.mark.parametrize(
    ("fault", "reason"), [("paper_out", "缺纸"), ("cover_open", "开盖"), ("silent", "无应答")]
)
def test_what_cannot_print_waits_with_its_reason_and_prints_once_when_it_can(
    counter, machine, fault, reason
):
    print_job_id = counter.print().id
    setattr(machine, fault, True)
    run(counter)
    assert state_of(print_job_id) == (PrintState.QUEUED, reason)
    setattr(machine, fault, False)
    run(counter)
    assert state_of(print_job_id) == (PrintState.PRINTED, "")
    assert len(machine.wait(2, seconds=0.3)) == 1


def test_a_printer_that_was_off_prints_by_itself_when_it_is_back(app, counter, machine):
    machine.switch_off()
    print_job_id = counter.print().id
    run_worker(app, wait=False)
    db.session.expire_all()
    assert state_of(print_job_id) == (PrintState.QUEUED, "连接不上")
    machine.switch_on()
    _make_due(app)
    run_worker(app, wait=False)
    db.session.expire_all()
    assert state_of(print_job_id) == (PrintState.PRINTED, "")
    assert len(machine.sheets) == 1


def _make_due(app):
    """As if the retry's time had come."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        )


def test_however_many_wait_one_job_alone_keeps_trying(app, counter, machine):
    machine.switch_off()
    for number in range(5):
        counter.print(str(number))
    run_worker(app, wait=False)
    retries = db.session.scalar(text(LATER + " AND task_name = 'hardware.run_printer'"))
    assert retries == 1


def test_they_come_out_in_the_order_they_were_asked_for(counter, machine):
    for number in range(5):
        counter.print(str(number))
    run(counter)
    assert [sheet.lines[1] for sheet in machine.wait(5)] == [f"行：{n}/0" for n in range(5)]


@pytest.mark.parametrize("sent", [1, 60, 400])
def test_a_lost_connection_leaves_a_question_and_nothing_is_sent_again(counter, machine, sent):
    print_job_id = counter.print(lines=30).id
    machine.reset_after = sent
    run(counter)
    state, reason = state_of(print_job_id)
    assert (state, bool(reason)) == (PrintState.UNCONFIRMED, True)
    sent_so_far = len(machine.jobs)
    run(counter)
    assert len(machine.jobs) == sent_so_far
    assert sum(sheet.cut for sheet in machine.sheets) == 0


def test_the_next_document_is_printed_while_one_is_in_doubt(counter, machine):
    doubtful, good = counter.print("1", lines=30).id, counter.print("2").id
    machine.reset_after = 60
    run(counter)
    assert state_of(doubtful)[0] == PrintState.UNCONFIRMED
    assert state_of(good)[0] == PrintState.PRINTED
    assert [sheet.cut for sheet in machine.wait(2)] == [False, True]


def test_of_many_workers_one_prints_each_document(app, counter, machine):
    numbers = [str(number) for number in range(8)]
    for number in numbers:
        counter.print(number)
    db.session.rollback()
    start = threading.Barrier(4)

    def work():
        with app.app_context():
            start.wait()
            jobs.run_printer(str(counter.printer_id))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run(counter)
    printed = [sheet.lines[1] for sheet in machine.wait(9, seconds=0.3)]
    assert sorted(printed) == [f"行：{number}/0" for number in numbers]


def test_two_workers_that_look_at_the_same_moment_get_one_job(app, counter, machine):
    counter.print()
    db.session.rollback()
    start, claims = threading.Barrier(2), []

    def claim():
        with app.app_context():
            assert queries.has_work(counter.printer_id)
            start.wait()
            claims.append(operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER))

    workers = [threading.Thread(target=claim) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(claim is None for claim in claims) == [False, True]


def test_the_database_refuses_a_second_job_on_its_way_to_one_printer(counter):
    first, second = counter.print("1").id, counter.print("2").id
    with transaction():
        queries.get_print_job(first).state = PrintState.SENDING
    with pytest.raises(IntegrityError, match="one_sending_job_per_printer"), transaction():
        queries.get_print_job(second).state = PrintState.SENDING


def test_what_a_dead_worker_left_half_sent_becomes_a_question(counter, machine):
    print_job_id = counter.print().id
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    run(counter)
    assert state_of(print_job_id) == (PrintState.UNCONFIRMED, "打印到一半时程序中断")
    assert machine.jobs == []


def test_what_a_living_worker_is_sending_is_left_to_it(app, counter, machine):
    print_job_id = counter.print().id
    with alone_at(counter.printer_id) as alone:
        assert alone
        operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
        run(counter)
        assert state_of(print_job_id)[0] == PrintState.SENDING
    run(counter)
    assert state_of(print_job_id)[0] == PrintState.UNCONFIRMED


def test_the_place_is_free_before_postgresql_knows_that_the_connection_ended(counter, monkeypatch):
    ending = []

    def end_late(connection):
        ending.append(connection)

    monkeypatch.setattr(Connection, "close", end_late)
    with alone_at(counter.printer_id) as first:
        assert first
    monkeypatch.undo()
    with alone_at(counter.printer_id) as second:
        assert second
    for connection in ending:
        connection.close()


def test_who_cannot_be_sure_waits_until_a_delivery_must_have_ended(counter, machine):
    print_job_id = counter.print().id
    for minutes, state in ((0, "sending"), (1, "sending"), (6, "unconfirmed")):
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
        assert state_of(print_job_id)[0] == state


def test_a_worker_that_was_killed_is_noticed_by_its_lost_connection(app, counter, machine):
    print_job_id = counter.print().id
    taken = threading.Event()

    def die():
        lost = contextlib.suppress(OperationalError)
        with app.app_context(), lost, alone_at(counter.printer_id):
            operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
            db.session.remove()
            taken.set()
            killed.wait()

    killed = threading.Event()
    worker = threading.Thread(target=die)
    worker.start()
    taken.wait()
    jobs.look_after_delivery(str(counter.printer_id))
    assert state_of(print_job_id)[0] == PrintState.SENDING
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()"
            )
        )
    jobs.look_after_delivery(str(counter.printer_id))
    db.session.expire_all()
    assert state_of(print_job_id)[0] == PrintState.UNCONFIRMED
    killed.set()
    worker.join()


def test_every_minute_somebody_looks_where_work_was_left(app, counter, machine):
    print_job_id = counter.print().id
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    assert jobs.look_after_printers() == 1
    run_worker(app, wait=False)
    db.session.expire_all()
    assert state_of(print_job_id)[0] == PrintState.PRINTED
    db.session.rollback()
    assert jobs.look_after_printers() == 0


def test_somebody_looks_again_even_if_the_worker_dies(counter):
    counter.print()
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    assert db.session.scalar(text(LATER)) == 1


def test_a_late_answer_settles_the_doubt(counter):
    print_job_id = counter.print().id
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    for delivery in (Delivery.UNCONFIRMED, Delivery.PRINTED):
        operations.record_print_result(
            print_job_id=print_job_id, outcome=Outcome(delivery, "没有回执"), by=jobs.WORKER
        )
    assert state_of(print_job_id) == (PrintState.PRINTED, "")


def test_a_late_answer_does_not_overrule_a_person(counter):
    print_job_id = counter.print().id
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    for delivery in (Delivery.UNCONFIRMED, Delivery.PRINTED):
        operations.record_print_result(
            print_job_id=print_job_id, outcome=Outcome(delivery), by=jobs.WORKER
        )
        if delivery is Delivery.UNCONFIRMED:
            operations.answer_unconfirmed(
                print_job_id=print_job_id, printed=False, by=counter.clerk
            )
    assert state_of(print_job_id)[0] == PrintState.FAILED


def test_yesterdays_slips_do_not_come_out_in_the_morning(counter, machine):
    machine.switch_off()
    print_job_id = counter.print().id
    run(counter)
    machine.switch_on()
    with clock.frozen(clock.now() + timedelta(hours=3)):
        run(counter)
    assert state_of(print_job_id) == (PrintState.FAILED, "等了两小时仍不能打印")
    assert machine.jobs == []
