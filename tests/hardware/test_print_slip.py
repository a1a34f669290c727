import pytest
from sqlalchemy import text

from hardware import operations, queries
from hardware.errors import GlyphMissing, NoPrinter
from hardware.models import PrintState
from hardware.slips import Fact, Slip
from kernel.cli import run_worker
from kernel.db import db, transaction
from kernel.operations import operation
from tests.hardware.conftest import make_counter


def test_a_slip_comes_out_of_the_printer_after_the_commit(app, counter, machine):
    print_job = counter.print("S26-00042")
    assert machine.sheets == []
    run_worker(app, wait=False)
    [sheet] = machine.wait(1)
    db.session.expire_all()
    assert sheet.lines[:2] == ["收费明细", "行：S26-00042/0"]
    assert queries.get_print_job(print_job.id).state == PrintState.PRINTED


def test_what_is_undone_is_not_printed(app, counter, machine):
    @operation("收款")
    def take_money(*, by):
        counter.print()
        raise RuntimeError("the till is short")

    with pytest.raises(RuntimeError):
        take_money(by=counter.clerk)
    run_worker(app, wait=False)
    assert machine.jobs == []
    assert queries.list_queue(counter.printer_id) == []


def test_the_paper_carries_a_number_of_its_own(app, counter, machine):
    print_job = counter.print()
    run_worker(app, wait=False)
    [sheet] = machine.wait(1)
    assert sheet.lines[-1] == f"打印号 {print_job.id.hex[-8:].upper()}"


def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_promised(counter):
    with pytest.raises(GlyphMissing, match="😀"):
        operations.print_slip(
            institution_id=counter.institution_id,
            slip=Slip("收费明细", (Fact("付款人", "李😀"),)),
            document="receipt",
            number="1",
            by=counter.clerk,
        )
    assert queries.list_queue(counter.printer_id) == []


def test_an_institution_without_a_printer_is_told_so(counter, machine):
    with transaction():
        queries.get_printer(counter.printer_id).in_use = False
    assert not queries.has_printer(counter.institution_id)
    with pytest.raises(NoPrinter):
        counter.print()


def test_a_slip_goes_to_the_printer_that_was_named(app, counter, machine):
    second = operations.add_printer(
        institution_id=counter.institution_id,
        name="结算窗口",
        host=machine.host,
        port=machine.port,
        by=counter.clerk,
    )
    print_job = operations.print_slip(
        institution_id=counter.institution_id,
        slip=Slip("排队小票"),
        document="ticket",
        number="A001",
        printer_id=second.id,
        by=counter.clerk,
    )
    assert print_job.printer_id == second.id


def test_the_journal_keeps_no_word_of_what_was_printed(counter):
    counter.print("S26-00042")
    said = db.session.scalars(text("SELECT changes::text FROM journal")).all()
    assert any("print_jobs" in entry for entry in said)
    assert not any("收费明细" in entry for entry in said)


def test_another_institution_prints_on_its_own_printer(counter, machine):
    other = make_counter("XN", machine)
    assert other.print().printer_id == other.printer_id != counter.printer_id
