"""Talking to one printer: is it ready, and did the paper come out. Never inside a transaction.

Status bytes are those of Epson's command reference: DLE EOT is answered at once, GS r in turn.
"""

import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from kernel.i18n import _

ANSWER_SECONDS = 2.0  # a printer on the same network answers within 0.1 s
PAPER_CHANGE_SECONDS = 180.0  # an open connection waits this long for a new roll


class Acknowledgement(StrEnum):
    """How a printer says that everything before was printed."""

    GS_R = "gs_r"
    NONE = "none"


class Condition(StrEnum):
    """A printer's state as staff see it."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    SILENT = "silent"
    UNREACHABLE = "unreachable"

    @property
    def label(self) -> str:
        return CONDITION_LABELS[self]

    @property
    def ready(self) -> bool:
        return self in {Condition.READY, Condition.PAPER_LOW}


CONDITION_LABELS = {
    Condition.READY: _("正常"),
    Condition.PAPER_LOW: _("纸将尽"),
    Condition.PAPER_OUT: _("缺纸"),
    Condition.COVER_OPEN: _("开盖"),
    Condition.OFFLINE: _("离线"),
    Condition.SILENT: _("无应答"),
    Condition.UNREACHABLE: _("连接不上"),
}


class Delivery(StrEnum):
    """NOT_STARTED: no byte was sent, trying again is safe. UNCONFIRMED: only a person can tell."""

    PRINTED = "printed"
    NOT_STARTED = "not_started"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Outcome:
    """How a job ended; `reason` is a sentence for staff, empty when printed."""

    delivery: Delivery
    reason: str = ""


class Connection:
    """One TCP connection to a printer, over python-escpos' Network."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        # Imported here because escpos reads, pickles and makes a folder while it is imported.
        from escpos.printer import Network  # noqa: PLC0415

        # We connect ourselves: Network leaks the socket of a failed attempt, and a device it
        # holds as closed is reopened in silence, which would print half a job twice.
        self._socket = socket.create_connection((host, port), seconds)
        self._network = Network(host, port, timeout=seconds)
        self._network.device = self._socket

    def send(self, content: bytes, seconds: float) -> None:
        """Raises OSError; returning only means that the network took the bytes."""
        self._socket.settimeout(seconds)
        self._network._raw(content)  # noqa: SLF001 — its name for sending bytes as they are

    def answer(self, is_answer: Callable[[int], bool], seconds: float) -> int | None:
        """The first byte that is an answer to what was asked; None if none came in time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                received = self._network._read()  # noqa: SLF001 — the same for receiving
            except TimeoutError:
                return None
            if not received:
                raise ConnectionResetError
            for byte in received:
                if is_answer(byte):
                    return byte
        return None

    def close(self) -> None:
        self._network.close()


def condition_of(host: str, port: int, *, seconds: float = ANSWER_SECONDS) -> Condition:
    """Asks the printer now, on a connection of its own; sends nothing that prints."""
    try:
        with closing(Connection(host, port, seconds)) as connection:
            return _condition(connection, seconds)
    except OSError:
        return Condition.UNREACHABLE


def conditions_of(addresses: Sequence[tuple[str, int]]) -> list[Condition]:
    """All of them at the same time, so that one silent printer does not make a page slow."""
    with ThreadPoolExecutor(max_workers=max(1, len(addresses))) as askers:
        return list(askers.map(lambda address: condition_of(*address), addresses))


def deliver(
    content: bytes,
    *,
    host: str,
    port: int,
    acknowledgement: Acknowledgement = Acknowledgement.GS_R,
    answer_seconds: float = ANSWER_SECONDS,
    patience_seconds: float = PAPER_CHANGE_SECONDS,
) -> Outcome:
    """Print `content` (an encoded job) once; waits through a paper change, never sends twice."""
    try:
        connection = Connection(host, port, answer_seconds)
    except OSError:
        return _not_started(Condition.UNREACHABLE)
    with closing(connection):
        try:
            condition = _condition(connection, answer_seconds)
        except OSError:
            return _not_started(Condition.UNREACHABLE)
        if not condition.ready:
            return _not_started(condition)
        until = time.monotonic() + patience_seconds
        try:
            connection.send(content, patience_seconds)
            if acknowledgement is Acknowledgement.GS_R:
                return _acknowledged(connection, max(until - time.monotonic(), answer_seconds))
            return _still_ready(connection, answer_seconds)
        except OSError:
            return _unconfirmed(_("发送到一半时连接断开"))


def _condition(connection: Connection, seconds: float) -> Condition:
    answers = []
    for question in (1, 2, 4):
        connection.send(b"\x10\x04" + bytes([question]), seconds)
        # DLE EOT answers are 0xx1xx10; a late answer to GS r has bit 4 clear.
        answer = connection.answer(lambda byte: byte & 0x93 == 0x12, seconds)  # noqa: PLR2004
        if answer is None:
            return Condition.SILENT
        answers.append(answer)
    state, offline_cause, paper = answers
    faults = (
        (offline_cause & 0x04, Condition.COVER_OPEN),
        (paper & 0x60 or offline_cause & 0x20, Condition.PAPER_OUT),
        (state & 0x08 or offline_cause & 0x40, Condition.OFFLINE),
        (paper & 0x0C, Condition.PAPER_LOW),
    )
    return next((condition for bits, condition in faults if bits), Condition.READY)


def _acknowledged(connection: Connection, seconds: float) -> Outcome:
    connection.send(b"\x1dr\x01", seconds)
    # GS r answers are 0xx0xxxx: bits 2 and 3 say that the roll ended.
    answer = connection.answer(lambda byte: byte & 0x90 == 0, seconds)
    if answer is None:
        return _unconfirmed(_("没有等到打印机的回执"))
    if answer & 0x0C:
        return _unconfirmed(_("打印时缺纸"))
    return Outcome(Delivery.PRINTED)


def _still_ready(connection: Connection, seconds: float) -> Outcome:
    """For printers without GS r: ready before and after is the best they can tell."""
    condition = _condition(connection, seconds)
    return Outcome(Delivery.PRINTED) if condition.ready else _unconfirmed(condition.label)


def _not_started(condition: Condition) -> Outcome:
    return Outcome(Delivery.NOT_STARTED, str(condition.label))


def _unconfirmed(reason: str) -> Outcome:
    return Outcome(Delivery.UNCONFIRMED, str(reason))
