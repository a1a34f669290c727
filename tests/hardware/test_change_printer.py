"""What waits for a printer that is moved or taken away; and what it is to be told."""

from pathlib import Path

import pytest

from hardware import jobs, operations, queries
from hardware.encoding import Manner
from hardware.errors import (
    AddressMissing,
    BaudRateWrong,
    DeviceNotAllowed,
    QueueMissing,
    SerialDeviceWrong,
    UsbNumbersWrong,
)
from hardware.kinds import (
    Acknowledgement,
    ConnectionKind,
    Cutter,
    Drawer,
    Encoding,
    Prints,
    PrintState,
)
from hardware.transports import Address, Delivery, Outcome
from kernel.cli import run_worker
from kernel.db import db
from tests.emulators.escpos_printer import EscposPrinter

USUAL = {
    "name": "前台",
    "columns": 32,
    "manner": Manner(),
    "acknowledgement": Acknowledgement.GS_R,
    "handover_counts": False,
    "desk": "",
    "prints": Prints.ALL,
    "drawer": Drawer.NONE,
    "in_use": True,
}


def change(counter, machine, **changed):
    address = Address(host=machine.host, port=machine.port)
    return operations.change_printer(
        printer_id=counter.printer_id,
        **(USUAL | {"address": address} | changed),
        by=counter.clerk,
    )


def work(app):
    db.session.rollback()
    run_worker(app, wait=False)
    db.session.expire_all()


def state_of(print_job_id):
    job = queries.get_print_job(print_job_id)
    return job.state, job.reason


def test_what_waits_goes_to_the_new_address_at_once(app, counter, machine):
    machine.switch_off()
    waiting = counter.print().id
    work(app)
    assert state_of(waiting) == (PrintState.QUEUED, "连接不上")
    with EscposPrinter(columns=32) as other:
        change(counter, other)
        work(app)
        assert state_of(waiting) == (PrintState.PRINTED, "")
        assert len(other.wait(1)) == 1


def test_what_is_in_doubt_stays_a_question_after_a_move(app, counter, machine):
    doubtful = counter.print(lines=30).id
    machine.reset_after = 60
    work(app)
    with EscposPrinter(columns=32) as other:
        change(counter, other)
        work(app)
        assert state_of(doubtful)[0] == PrintState.UNCONFIRMED
        assert other.sheets == []


def test_what_waits_for_a_printer_out_of_use_comes_out_of_another(app, counter, machine):
    machine.switch_off()
    waiting = counter.print().id
    work(app)
    with EscposPrinter(columns=48) as other:
        second = operations.add_printer(
            institution_id=counter.institution_id,
            name="二",
            host=other.host,
            port=other.port,
            by=counter.clerk,
        ).id
        change(counter, machine, in_use=False)
        work(app)
        work(app)
        assert state_of(waiting) == (PrintState.PRINTED, "")
        assert queries.get_print_job(waiting).printer_id == second
        assert len(other.wait(1)) == 1


def test_where_there_is_no_other_it_is_said_why_nothing_came_out(app, counter, machine):
    machine.switch_off()
    waiting = counter.print().id
    change(counter, machine, in_use=False)
    work(app)
    assert state_of(waiting) == (PrintState.FAILED, "前台已停用")


def test_a_test_page_is_printed_nowhere_else(app, counter, machine):
    machine.switch_off()
    page = operations.print_trial_page(printer_id=counter.printer_id, by=counter.clerk).id
    operations.add_printer(
        institution_id=counter.institution_id, name="二", host="127.0.0.1", by=counter.clerk
    )
    change(counter, machine, in_use=False)
    work(app)
    assert state_of(page) == (PrintState.FAILED, "前台已停用")


def test_an_unknown_outcome_is_the_office_s_to_decide(app, counter, machine):
    """No acknowledgement: a person is asked, unless the office takes handed over for printed."""
    for counts, state in ((False, PrintState.UNCONFIRMED), (True, PrintState.PRINTED)):
        change(counter, machine, acknowledgement=Acknowledgement.NONE, handover_counts=counts)
        print_job_id = counter.print().id
        work(app)
        assert state_of(print_job_id) == (state, "已交给打印机，没有回执")


def test_a_file_printer_is_written_to_in_the_office_s_own_folder(app, counter, machine):
    address = Address(ConnectionKind.FILE, device=f"{counter.printer_id.hex}.bin")
    printer = change(counter, machine, address=address, acknowledgement=Acknowledgement.GS_R)
    assert printer.acknowledgement == Acknowledgement.NONE
    print_job_id = counter.print().id
    work(app)
    assert state_of(print_job_id)[0] == PrintState.UNCONFIRMED
    file = Path(address.under(Path(app.config["VAR_DIR"])).device)
    assert "收费明细".encode("gbk") in file.read_bytes()
    file.unlink()


def test_a_printer_with_process_ids_is_believed_by_them(app, counter, machine):
    change(counter, machine, acknowledgement=Acknowledgement.PROCESS_ID)
    print_job_id = counter.print().id
    work(app)
    assert state_of(print_job_id) == (PrintState.PRINTED, "")
    machine.reset_after = 10
    lost = counter.print("2", lines=30).id
    work(app)
    assert state_of(lost)[0] == PrintState.UNCONFIRMED


def test_a_printer_is_spoken_to_as_it_was_set_up(app, counter, machine):
    manner = Manner(
        encoding=Encoding.GB18030, kanji_command=False, native_qr=False, cutter=Cutter.FULL
    )
    change(counter, machine, manner=manner, columns=48)
    counter.print()
    work(app)
    [job] = [job for job in machine.jobs if b"\x1b@" in job]
    assert b"\x1c&" not in job
    assert b"\x1dV\x00" in job


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        (Address(host=""), AddressMissing),
        (Address(ConnectionKind.USB), UsbNumbersWrong),
        (Address(ConnectionKind.SERIAL, device="/dev/sda"), SerialDeviceWrong),
        (Address(ConnectionKind.SERIAL, device="/dev/ttyS0", baud_rate=1), BaudRateWrong),
        (Address(ConnectionKind.CUPS), QueueMissing),
        (Address(ConnectionKind.FILE, device="/etc/passwd"), DeviceNotAllowed),
    ],
)
def test_a_place_where_no_printer_can_be_is_refused(counter, machine, address, refusal):
    with pytest.raises(refusal):
        change(counter, machine, address=address)


def test_a_result_that_comes_after_a_change_belongs_to_its_job(counter, machine):
    print_job_id = counter.print().id
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    change(counter, machine, in_use=False)
    operations.record_print_result(
        print_job_id=print_job_id, outcome=Outcome(Delivery.PRINTED), by=jobs.WORKER
    )
    assert state_of(print_job_id)[0] == PrintState.PRINTED
