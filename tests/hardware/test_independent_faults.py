"""What we conclude from the answers of a printer made by others."""

import threading
from types import SimpleNamespace

import pytest

from hardware import jobs, queries
from hardware.models import PrintState
from kernel.db import db
from tests.emulators.relay import Relay
from tests.hardware.conftest import make_counter

COLUMNS = 32
STATUS = 9  # bytes of status requests that go before a job
STOPPED = {"paper-out": "缺纸", "cover-open": "开盖", "offline": "离线"}


@pytest.fixture
def desk(context, emupos):
    return make_counter("JY", SimpleNamespace(host=emupos.host, port=emupos.ports[COLUMNS]))


def run(counter, print_job_id):
    db.session.rollback()
    jobs.run_printer(str(counter.printer_id))
    db.session.expire_all()
    print_job = queries.get_print_job(print_job_id)
    return print_job.state, print_job.reason


@pytest.mark.parametrize(("fault", "reason"), STOPPED.items())
def test_what_cannot_print_waits_with_its_reason_and_comes_out_once(desk, emupos, fault, reason):
    before, print_job_id = emupos.count(COLUMNS), desk.print().id
    emupos.break_down(COLUMNS, fault)
    try:
        assert run(desk, print_job_id) == (PrintState.QUEUED, reason)
    finally:
        emupos.repair(COLUMNS, fault)
    assert emupos.count(COLUMNS) == before
    assert run(desk, print_job_id) == (PrintState.PRINTED, "")
    assert emupos.receipt(COLUMNS, before).lines[1] == "行：S26-00001/0"
    assert emupos.count(COLUMNS) == before + 1


def test_a_roll_that_is_nearly_used_up_prints(desk, emupos):
    before, print_job_id = emupos.count(COLUMNS), desk.print().id
    emupos.break_down(COLUMNS, "paper-near-end")
    try:
        assert run(desk, print_job_id) == (PrintState.PRINTED, "")
    finally:
        emupos.repair(COLUMNS, "paper-near-end")
    assert emupos.receipt(COLUMNS, before).cut


@pytest.mark.parametrize("fault", ["paper-out", "cover-open"])
def test_a_new_roll_in_the_middle_of_a_document_prints_it_once(context, emupos, fault):
    before = emupos.count(COLUMNS)

    def stop_for_a_while():
        emupos.break_down(COLUMNS, fault)
        threading.Timer(0.3, emupos.repair, (COLUMNS, fault)).start()

    with Relay(emupos.host, emupos.ports[COLUMNS], STATUS + 60, stop_for_a_while) as relay:
        desk = make_counter("JY", relay)
        assert run(desk, desk.print(lines=30).id) == (PrintState.PRINTED, "")
    receipt = emupos.receipt(COLUMNS, before)
    assert receipt.lines[1:31] == [f"行：S26-00001/{line}" for line in range(30)]
    assert (receipt.cut, emupos.count(COLUMNS)) == (True, before + 1)
