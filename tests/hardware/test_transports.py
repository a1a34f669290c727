"""Every fault the printer can have, and what we then know about the paper."""

import threading
import time

import pytest

from hardware.encoding import encode
from hardware.slips import Fact, Slip
from hardware.transports import (
    Acknowledgement,
    Address,
    Condition,
    Delivery,
    Outcome,
    condition_of,
    deliver,
)
from tests.emulators.escpos_printer import EscposPrinter

SLIP = Slip("小票", tuple(Fact("编号", str(n)) for n in range(40)))
JOB = encode(SLIP, columns=48)
PRINTED = Outcome(Delivery.PRINTED)
HANDED_OVER = Outcome(Delivery.HANDED_OVER, "已交给打印机，没有回执")


def send(printer, **options):
    quick = {"answer_seconds": 0.3, "patience_seconds": 1.0} | options
    return deliver(JOB, at(printer), **quick)


def at(printer):
    return Address(host=printer.host, port=printer.port)


@pytest.mark.parametrize("acknowledgement", Acknowledgement)
def test_a_healthy_printer_prints_once(acknowledgement):
    with EscposPrinter() as printer:
        outcome = send(printer, acknowledgement=acknowledgement)
        said = HANDED_OVER if acknowledgement is Acknowledgement.NONE else PRINTED
        assert outcome == said
        [sheet] = printer.wait(1)
        assert sheet.lines[-1] == "编号：39"


def test_paper_running_low_is_no_reason_not_to_print():
    with EscposPrinter(near_end=True) as printer:
        assert condition_of(at(printer)) is Condition.PAPER_LOW
        assert send(printer) == PRINTED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [({"paper_out": True}, "缺纸"), ({"cover_open": True}, "开盖"), ({"silent": True}, "无应答")],
)
def test_a_printer_that_is_not_ready_gets_no_byte_of_the_job(fault, reason):
    with EscposPrinter(**fault) as printer:
        assert send(printer) == Outcome(Delivery.NOT_STARTED, reason)
        assert JOB[:20] not in b"".join(printer.jobs)


def test_a_printer_that_is_off_is_unreachable():
    with EscposPrinter(on=False) as printer:
        assert send(printer) == Outcome(Delivery.NOT_STARTED, "连接不上")
        assert condition_of(at(printer)) is Condition.UNREACHABLE


@pytest.mark.parametrize("sent", [1, 200, len(JOB) - 1])
@pytest.mark.parametrize("acknowledgement", Acknowledgement)
def test_a_connection_lost_in_the_middle_leaves_doubt(sent, acknowledgement):
    with EscposPrinter(reset_after=sent) as printer:
        outcome = send(printer, acknowledgement=acknowledgement)
    assert outcome.delivery is Delivery.UNCONFIRMED
    assert outcome.reason


def test_a_new_roll_lets_the_same_job_end_and_prints_it_once():
    with EscposPrinter(paper_lines=10) as printer:
        change = threading.Timer(0.4, lambda: setattr(printer, "paper_out", False))
        change.start()
        began = time.monotonic()
        assert send(printer, patience_seconds=5.0) == PRINTED
        assert time.monotonic() - began > 0.3
        [sheet] = printer.wait(1)
        assert sheet.lines[-1] == "编号：39"


def test_a_roll_that_nobody_changes_leaves_doubt():
    with EscposPrinter(paper_lines=10) as printer:
        outcome = send(printer)
    assert outcome == Outcome(Delivery.UNCONFIRMED, "没有等到打印机的回执")


def test_a_printer_without_acknowledgement_that_runs_out_leaves_doubt():
    with EscposPrinter(paper_lines=1) as printer:
        outcome = send(printer, acknowledgement=Acknowledgement.NONE)
    assert outcome == Outcome(Delivery.UNCONFIRMED, "缺纸")
