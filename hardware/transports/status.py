"""What a printer says about itself. Bytes are those of Epson's command reference.

DLE EOT is answered at once, even out of turn; GS r and GS ( H in turn, after what came before.
"""

from collections.abc import Callable
from enum import StrEnum

from kernel.i18n import _

ASK_IN_TURN = b"\x1dr\x01"


class Condition(StrEnum):
    """A printer's state as staff see it."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"  # it takes bytes and can say nothing: a spooler, a file
    MISSING_LIBRARY = "missing_library"

    @property
    def label(self) -> str:
        return CONDITION_LABELS[self]

    @property
    def ready(self) -> bool:
        return self in {Condition.READY, Condition.PAPER_LOW, Condition.UNKNOWN}


CONDITION_LABELS = {
    Condition.READY: _("正常"),
    Condition.PAPER_LOW: _("纸将尽"),
    Condition.PAPER_OUT: _("缺纸"),
    Condition.COVER_OPEN: _("开盖"),
    Condition.OFFLINE: _("离线"),
    Condition.SILENT: _("无应答"),
    Condition.UNREACHABLE: _("连接不上"),
    Condition.UNKNOWN: _("查不到状态"),
    Condition.MISSING_LIBRARY: _("本机没有安装这种连接所需的软件"),
}


def ask(kind: int) -> bytes:
    """DLE EOT: 1 printer, 2 why it is off-line, 4 paper."""
    return b"\x10\x04" + bytes([kind])


def status_byte(received: bytes) -> int | None:
    """DLE EOT answers are 0xx1xx10; a late answer to GS r has bit 4 clear."""
    return _first(received, lambda byte: byte & 0x93 == 0x12)  # noqa: PLR2004


def in_turn_byte(received: bytes) -> int | None:
    """GS r answers are 0xx0xxxx: bits 2 and 3 say that the roll ended."""
    return _first(received, lambda byte: byte & 0x90 == 0)


def ask_process_id(process_id: bytes) -> bytes:
    """GS ( H, function 48: say this id, four printable characters, when the paper is out."""
    return b"\x1d(H\x06\x0000" + process_id


def process_id_said(process_id: bytes) -> Callable[[bytes], bool | None]:
    said = b"\x37\x22" + process_id + b"\x00"
    return lambda received: True if said in received else None


def read_condition(state: int, offline_cause: int, paper: int) -> Condition:
    """From the answers to DLE EOT 1, 2 and 4; the worst is said."""
    faults = (
        (offline_cause & 0x04, Condition.COVER_OPEN),
        (paper & 0x60 or offline_cause & 0x20, Condition.PAPER_OUT),
        (state & 0x08 or offline_cause & 0x40, Condition.OFFLINE),
        (paper & 0x0C, Condition.PAPER_LOW),
    )
    return next((condition for bits, condition in faults if bits), Condition.READY)


def _first(received: bytes, is_answer: Callable[[int], bool]) -> int | None:
    return next((byte for byte in received if is_answer(byte)), None)
