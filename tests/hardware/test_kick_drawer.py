"""The till opens once, when money is taken, or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from hardware import jobs, operations, queries
from hardware.errors import DrawerNotRepeated, NoDrawer
from hardware.kinds import Drawer, PrintState
from hardware.transports import Delivery, Outcome
from kernel import clock
from kernel.db import db, transaction


@pytest.fixture
def till(counter):
    with transaction():
        queries.get_printer(counter.printer_id).drawer = Drawer.PIN_2
    return counter


def kick(till):
    return operations.kick_drawer(
        institution_id=till.institution_id, number="S26-00001", by=till.clerk
    ).id


def run(till):
    db.session.rollback()
    jobs.run_printer(str(till.printer_id))
    db.session.expire_all()


def state_of(print_job_id):
    job = queries.get_print_job(print_job_id)
    return job.state, job.state_label, job.reason


def test_the_till_opens_once_and_no_paper_comes_out(till, machine):
    kicked = kick(till)
    run(till)
    assert state_of(kicked) == (PrintState.PRINTED, "已打开", "")
    assert (machine.drawer_kicks, machine.sheets) == (1, [])
    run(till)
    assert machine.drawer_kicks == 1


@pytest.mark.parametrize(("drawer", "pin"), [(Drawer.PIN_2, 0), (Drawer.PIN_5, 1)])
def test_the_pulse_goes_to_the_pin_it_is_wired_to(till, machine, drawer, pin):
    with transaction():
        queries.get_printer(till.printer_id).drawer = drawer
    kick(till)
    run(till)
    assert bytes([0x1B, 0x70, pin]) in machine.jobs[0]


@pytest.mark.parametrize(
    ("fault", "reason"), [("paper_out", "缺纸"), ("cover_open", "开盖"), ("silent", "无应答")]
)
def test_it_does_not_open_later_because_the_printer_came_back(till, machine, fault, reason):
    kicked = kick(till)
    setattr(machine, fault, True)
    run(till)
    assert state_of(kicked) == (PrintState.FAILED, "未打开", reason)
    setattr(machine, fault, False)
    run(till)
    assert machine.drawer_kicks == 0


def test_what_was_to_be_printed_after_it_still_is(app, till, machine):
    machine.switch_off()
    kick(till)
    slip = till.print().id
    run(till)
    machine.switch_on()
    run(till)
    assert state_of(slip) == (PrintState.PRINTED, PrintState.PRINTED.label, "")
    assert machine.drawer_kicks == 0


def test_after_a_minute_in_the_queue_it_does_not_open_any_more(till, machine):
    kicked = kick(till)
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        run(till)
    assert state_of(kicked) == (PrintState.FAILED, "未打开", "一分钟内没有打开，不再打开")
    assert machine.drawer_kicks == 0


def test_in_doubt_nobody_is_asked_and_nothing_is_tried_again(till, machine):
    kicked = kick(till)
    machine.reset_after = 1
    run(till)
    assert state_of(kicked)[:2] == (PrintState.FAILED, "未打开")
    assert queries.count_unconfirmed(till.institution_id) == 0
    run(till)
    assert machine.drawer_kicks == 0


def test_what_a_dead_worker_left_is_not_opened_by_the_next(till, machine):
    kicked = kick(till)
    operations.claim_print_job(printer_id=till.printer_id, by=jobs.WORKER)
    run(till)
    assert state_of(kicked)[0] == PrintState.FAILED
    assert machine.drawer_kicks == 0


def test_a_kick_is_not_printed_again(till):
    kicked = kick(till)
    with pytest.raises(DrawerNotRepeated):
        operations.reprint(print_job_id=kicked, by=till.clerk)


def test_the_database_holds_no_kick_that_waits_for_an_answer(till):
    kicked = kick(till)
    with pytest.raises(IntegrityError, match="a_kick_is_never_repeated"), transaction():
        queries.get_print_job(kicked).state = PrintState.UNCONFIRMED


def test_a_reprint_of_the_receipt_leaves_the_till_shut(till, machine):
    kick(till)
    receipt = till.print().id
    run(till)
    operations.reprint(print_job_id=receipt, by=till.clerk)
    run(till)
    assert (len(machine.wait(2)), machine.drawer_kicks) == (2, 1)


def test_where_no_till_is_none_is_opened(counter):
    assert not queries.has_drawer(counter.institution_id, counter.clerk)
    with pytest.raises(NoDrawer):
        kick(counter)


def test_a_till_at_another_window_stays_shut(till):
    with transaction():
        queries.get_printer(till.printer_id).desk = "二号窗口"
    assert not queries.has_drawer(till.institution_id, till.clerk)
    operations.sit_at_desk(institution_id=till.institution_id, desk="二号窗口", by=till.clerk)
    assert queries.has_drawer(till.institution_id, till.clerk)


def test_a_till_taken_off_the_printer_meanwhile_is_no_mistake(till, machine):
    kicked = kick(till)
    with transaction():
        queries.get_printer(till.printer_id).drawer = Drawer.NONE
    run(till)
    assert state_of(kicked)[0] == PrintState.FAILED


def test_a_late_word_that_it_opened_is_noted(till, machine):
    kicked = kick(till)
    operations.claim_print_job(printer_id=till.printer_id, by=jobs.WORKER)
    operations.record_print_result(
        print_job_id=kicked, outcome=Outcome(Delivery.PRINTED), by=jobs.WORKER
    )
    assert state_of(kicked)[1] == "已打开"
