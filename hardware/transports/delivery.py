"""Giving one job to one printer: is it ready, did the paper come out. Never in a transaction."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from hardware.kinds import Acknowledgement, ConnectionKind
from hardware.transports.addresses import Address
from hardware.transports.connections import Connection, LibraryMissing, NetworkConnection
from hardware.transports.one_way import NotTaken, PrinterFile, Spooler
from hardware.transports.serial_port import SerialConnection
from hardware.transports.status import (
    ASK_IN_TURN,
    Condition,
    ask,
    ask_process_id,
    in_turn_byte,
    process_id_said,
    read_condition,
    status_byte,
)
from hardware.transports.usb_port import UsbConnection
from kernel.i18n import _

ANSWER_SECONDS = 2.0  # a printer on the same network answers within 0.1 s
PAPER_CHANGE_SECONDS = 180.0  # an open connection waits this long for a new roll
HANDED_OVER = _("已交给打印机，没有回执")


class Delivery(StrEnum):
    """NOT_STARTED: no byte was sent, trying again is safe. UNCONFIRMED: only a person can tell.

    HANDED_OVER: all bytes were taken without a complaint, by something that never says more;
    whether that counts as printed is the office's to decide, for each printer.
    """

    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    NOT_STARTED = "not_started"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Outcome:
    """How a job ended; `reason` is a sentence for staff, empty when printed."""

    delivery: Delivery
    reason: str = ""


def condition_of(address: Address, *, seconds: float = ANSWER_SECONDS) -> Condition:
    """Asks the printer now, on a connection of its own; sends nothing that prints."""
    try:
        one_way = _one_way(address, seconds)
        if one_way:
            return one_way.condition()
        with closing(connect(address, seconds)) as connection:
            return _condition(connection, seconds)
    except (LibraryMissing, OSError) as error:
        return _why_unreachable(error)


def conditions_of(
    addresses: Sequence[Address], *, seconds: float = ANSWER_SECONDS
) -> list[Condition]:
    """All of them at the same time, so that one silent printer does not make a page slow."""
    with ThreadPoolExecutor(max_workers=max(1, len(addresses))) as askers:
        return list(askers.map(lambda address: condition_of(address, seconds=seconds), addresses))


def deliver(
    content: bytes,
    address: Address,
    *,
    acknowledgement: Acknowledgement = Acknowledgement.GS_R,
    process_id: bytes = b"0001",
    answer_seconds: float = ANSWER_SECONDS,
    patience_seconds: float = PAPER_CHANGE_SECONDS,
) -> Outcome:
    """Print `content` (an encoded job) once; waits through a paper change, never sends twice.

    `process_id`: four printable characters by which the printer names this job.
    """
    one_way = _one_way(address, patience_seconds)
    if one_way:
        return _hand_over(one_way, content)
    try:
        connection = connect(address, answer_seconds)
    except (LibraryMissing, OSError) as error:
        return _not_started(_why_unreachable(error))
    with closing(connection):
        try:
            condition = _condition(connection, answer_seconds)
        except OSError:
            return _not_started(Condition.UNREACHABLE)
        if not condition.ready:
            return _not_started(condition)
        try:
            until = time.monotonic() + patience_seconds
            connection.send(content, patience_seconds)
            left = max(until - time.monotonic(), answer_seconds)
            match acknowledgement:
                case Acknowledgement.GS_R:
                    outcome = _answered_in_turn(connection, left)
                case Acknowledgement.PROCESS_ID:
                    outcome = _named_in_turn(connection, process_id, left)
                case Acknowledgement.NONE:
                    outcome = _still_ready(connection, answer_seconds)
        except OSError:
            outcome = _unconfirmed(_("发送到一半时连接断开"))
    return outcome


def connect(address: Address, seconds: float) -> Connection:
    """Raises OSError, LibraryMissing."""
    match address.connection:
        case ConnectionKind.USB:
            return UsbConnection(address.usb_vendor, address.usb_product)
        case ConnectionKind.SERIAL:
            return SerialConnection(address.device, address.baud_rate, seconds)
        case _:
            return NetworkConnection(address.host, address.port, seconds)


def _one_way(address: Address, seconds: float) -> Spooler | PrinterFile | None:
    match address.connection:
        case ConnectionKind.CUPS:
            return Spooler(address, seconds)
        case ConnectionKind.FILE:
            return PrinterFile(address, seconds)
        case _:
            return None


def _hand_over(one_way: Spooler | PrinterFile, content: bytes) -> Outcome:
    try:
        condition = one_way.condition()
        if not condition.ready:
            return _not_started(condition)
        one_way.hand_over(content)
    except (LibraryMissing, NotTaken) as error:
        return _not_started(_why_unreachable(error))
    except OSError:
        return _unconfirmed(_("交给打印机时中断"))
    return Outcome(Delivery.HANDED_OVER, str(HANDED_OVER))


def _condition(connection: Connection, seconds: float) -> Condition:
    answers = []
    for question in (1, 2, 4):
        connection.send(ask(question), seconds)
        answer = connection.hear(status_byte, seconds)
        if answer is None:
            return Condition.SILENT
        answers.append(answer)
    state, offline_cause, paper = answers
    return read_condition(state, offline_cause, paper)


def _answered_in_turn(connection: Connection, seconds: float) -> Outcome:
    connection.send(ASK_IN_TURN, seconds)
    answer = connection.hear(in_turn_byte, seconds)
    if answer is None:
        return _unconfirmed(_("没有等到打印机的回执"))
    if answer & 0x0C:
        return _unconfirmed(_("打印时缺纸"))
    return Outcome(Delivery.PRINTED)


def _named_in_turn(connection: Connection, process_id: bytes, seconds: float) -> Outcome:
    connection.send(ask_process_id(process_id), seconds)
    if connection.hear(process_id_said(process_id), seconds) is None:
        return _unconfirmed(_("没有等到打印机的回执"))
    return Outcome(Delivery.PRINTED)


def _still_ready(connection: Connection, seconds: float) -> Outcome:
    """Without an acknowledgement: ready before and after is the best it can tell."""
    condition = _condition(connection, seconds)
    if condition.ready:
        return Outcome(Delivery.HANDED_OVER, str(HANDED_OVER))
    return _unconfirmed(condition.label)


def _why_unreachable(error: Exception) -> Condition:
    missing = isinstance(error, LibraryMissing)
    return Condition.MISSING_LIBRARY if missing else Condition.UNREACHABLE


def _not_started(condition: Condition) -> Outcome:
    return Outcome(Delivery.NOT_STARTED, str(condition.label))


def _unconfirmed(reason: str) -> Outcome:
    return Outcome(Delivery.UNCONFIRMED, str(reason))
