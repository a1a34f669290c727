from datetime import datetime, timedelta

import pytest

from hardware import jobs, operations, queries
from hardware.errors import AlreadyAnswered, StillOpen
from hardware.models import PrintState
from hardware.transports import Delivery, Outcome
from kernel import clock
from kernel.db import db

NINE = datetime(2026, 11, 22, 1, 5, tzinfo=clock.UTC)


def run(counter):
    db.session.rollback()
    jobs.run_printer(str(counter.printer_id))
    db.session.expire_all()


@pytest.fixture
def doubtful(counter):
    print_job = counter.print()
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    operations.record_print_result(
        print_job_id=print_job.id, outcome=Outcome(Delivery.UNCONFIRMED, "没有回执"), by=jobs.WORKER
    )
    return print_job.id


def test_a_person_who_saw_the_paper_settles_it(counter, machine, doubtful):
    answered = operations.answer_unconfirmed(print_job_id=doubtful, printed=True, by=counter.clerk)
    assert (answered.state, answered.reason) == (PrintState.PRINTED, "王芳确认已打印")
    run(counter)
    assert machine.jobs == []


def test_a_person_who_saw_no_paper_gets_a_marked_copy(counter, machine, doubtful):
    with clock.frozen(NINE):
        copy = operations.answer_unconfirmed(print_job_id=doubtful, printed=False, by=counter.clerk)
        assert (copy.copy_number, copy.reprint_of_id) == (1, doubtful)
        run(counter)
    [sheet] = machine.wait(1)
    assert sheet.lines[:3] == ["收费明细", "补打 第1次", "2026-11-22 09:05 王芳"]
    first = queries.get_print_job(doubtful)
    assert (first.state, first.reason) == (PrintState.FAILED, "王芳确认未打印")


def test_a_question_is_answered_once(counter, doubtful):
    operations.answer_unconfirmed(print_job_id=doubtful, printed=False, by=counter.clerk)
    with pytest.raises(AlreadyAnswered, match="未打印"):
        operations.answer_unconfirmed(print_job_id=doubtful, printed=False, by=counter.clerk)
    assert len(queries.list_print_jobs(counter.institution_id, "receipt", "S26-00001")) == 2


def test_the_same_click_twice_makes_one_copy(counter, doubtful):
    copies = {
        operations.answer_unconfirmed(
            print_job_id=doubtful, printed=False, by=counter.clerk, idempotency_key="one"
        ).id
        for _ in range(2)
    }
    assert len(copies) == 1


def test_copies_are_counted_whichever_copy_is_asked_for_again(counter, machine):
    print_job_id = counter.print().id
    for _ in range(3):
        run(counter)
        print_job_id = operations.reprint(print_job_id=print_job_id, by=counter.clerk).id
    run(counter)
    marks = [sheet.lines[1] for sheet in machine.wait(4)]
    assert marks == ["行：S26-00001/0", "补打 第1次", "补打 第2次", "补打 第3次"]


def test_no_copy_is_made_of_what_is_still_on_its_way(counter):
    print_job = counter.print()
    with pytest.raises(StillOpen, match="等待打印"):
        operations.reprint(print_job_id=print_job.id, by=counter.clerk)


def test_no_copy_is_made_of_what_is_in_doubt(counter, doubtful):
    with pytest.raises(StillOpen, match="待确认"):
        operations.reprint(print_job_id=doubtful, by=counter.clerk)


def test_what_expired_can_be_printed_as_a_copy(counter, machine):
    print_job_id = counter.print().id
    with clock.frozen(clock.now() + timedelta(hours=3)):
        run(counter)
        operations.reprint(print_job_id=print_job_id, by=counter.clerk)
        run(counter)
    assert machine.wait(1)[0].lines[1] == "补打 第1次"
