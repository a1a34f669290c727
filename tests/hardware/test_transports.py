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


def send(printer, content=JOB, **options):
    quick = {"answer_seconds": 1.0, "patience_seconds": 2.0} | options
    return deliver(content, at(printer), **quick)


def at(printer):
    return Address(host=printer.host, port=printer.port)


def mend(printer, fault, *, after):
    """Somebody does, so many seconds after the fault has shown."""

    def wait_and_mend():
        while not getattr(printer, fault):
            time.sleep(0.01)
        time.sleep(after)
        setattr(printer, fault, False)

    threading.Thread(target=wait_and_mend, daemon=True).start()


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
        mend(printer, "paper_out", after=0.4)
        began = time.monotonic()
        assert send(printer, patience_seconds=30.0) == PRINTED
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


def test_wherever_the_connection_breaks_nothing_is_printed_twice_or_believed():
    content = encode(Slip("单"), columns=48)
    with EscposPrinter() as printer:
        # Two of the three bytes that ask whether it is printed; after the third, it was answered.
        places = range(1, len(content) + 3)
        for sent in places:
            printer.reset_after = sent
            outcome = send(printer, content)
            assert outcome == Outcome(Delivery.UNCONFIRMED, "发送到一半时连接断开"), sent
        assert len(printer.jobs) == len(places)
        assert sum(sheet.cut for sheet in printer.sheets) == 3


def test_a_printer_that_takes_no_more_bytes_leaves_doubt():
    with EscposPrinter() as printer:
        printer.at_byte(500, lambda: setattr(printer, "stalled", True))
        long = JOB * 12_000  # more than the network's own buffers hold
        outcome = send(printer, long, patience_seconds=0.3)
        assert outcome == Outcome(Delivery.UNCONFIRMED, "发送到一半时连接断开")


def test_a_printer_that_takes_a_rest_prints_once():
    with EscposPrinter() as printer:
        printer.at_byte(500, lambda: setattr(printer, "stalled", True))
        mend(printer, "stalled", after=0.3)
        assert send(printer, patience_seconds=30.0) == PRINTED
        assert len(printer.wait(1)) == 1


def test_slow_answers_are_waited_for():
    with EscposPrinter() as printer:
        printer.delay = 0.1
        assert send(printer) == PRINTED


def test_answers_that_come_too_late_are_no_answers_to_something_else():
    with EscposPrinter() as printer:
        printer.delay = 0.5
        assert send(printer, answer_seconds=0.1) == Outcome(Delivery.NOT_STARTED, "无应答")
        printer.delay = 0
        printer.at_byte(20, lambda: setattr(printer, "delay", 3.0))
        outcome = send(printer, patience_seconds=1.0)
        assert outcome.delivery is Delivery.UNCONFIRMED


def test_what_a_printer_says_unasked_is_no_acknowledgement():
    with EscposPrinter(paper_lines=10, reports=True) as printer:
        outcome = send(printer)
        assert outcome == Outcome(Delivery.UNCONFIRMED, "没有等到打印机的回执")
        assert printer.sheets == []


GARBAGE = bytes(range(0x80, 0x100)) + b"\x11\x13"  # no answer has these forms; XON and XOFF


def test_garbage_before_an_answer_is_passed_over():
    with EscposPrinter() as printer:
        printer.garble = lambda answer: GARBAGE + answer
        assert send(printer) == PRINTED


@pytest.mark.parametrize("acknowledgement", Acknowledgement)
def test_garbage_instead_of_an_answer_is_not_believed(acknowledgement):
    with EscposPrinter() as printer:
        printer.garble = lambda _: GARBAGE
        assert send(printer, acknowledgement=acknowledgement) == Outcome(
            Delivery.NOT_STARTED, "无应答"
        )
        printer.garble = lambda answer: answer
        printer.at_byte(20, lambda: setattr(printer, "garble", lambda _: GARBAGE))
        outcome = send(printer, acknowledgement=acknowledgement)
        assert outcome.delivery is Delivery.UNCONFIRMED


LINES = 41  # the title and forty facts


def test_a_roll_that_ends_with_the_last_line_leaves_doubt_until_the_cut():
    with EscposPrinter(near_end=True, paper_lines=LINES) as printer:
        outcome = send(printer)
        assert outcome == Outcome(Delivery.UNCONFIRMED, "没有等到打印机的回执")
        assert printer.sheets == []


def test_a_roll_that_ends_with_the_last_line_and_is_changed_prints_once():
    with EscposPrinter(near_end=True, paper_lines=LINES) as printer:
        mend(printer, "paper_out", after=0.2)
        assert send(printer, patience_seconds=30.0) == PRINTED
        assert len(printer.wait(1)) == 1


def test_a_printer_that_loses_power_forgets_what_it_had_not_printed():
    with EscposPrinter() as printer:
        printer.at_byte(100, printer.lose_power)
        assert send(printer).delivery is Delivery.UNCONFIRMED
        printer.switch_off()
        printer.switch_on()
        assert send(printer) == PRINTED
        assert [sheet.cut for sheet in printer.wait(2)] == [False, True]
