"""What printers and print jobs can be; the words stored and the words shown."""

from enum import StrEnum

from kernel.i18n import _


class ConnectionKind(StrEnum):
    """How a printer is reached."""

    NETWORK = "network"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    FILE = "file"

    @property
    def label(self) -> str:
        return CONNECTION_LABELS[self]

    @property
    def answers(self) -> bool:
        """Whether it can be asked how it is; a spooler and a file only take bytes."""
        return self in {ConnectionKind.NETWORK, ConnectionKind.USB, ConnectionKind.SERIAL}


CONNECTION_LABELS = {
    ConnectionKind.NETWORK: _("网口"),
    ConnectionKind.USB: _("USB 口"),
    ConnectionKind.SERIAL: _("串口"),
    ConnectionKind.CUPS: _("系统打印队列（CUPS）"),
    ConnectionKind.FILE: _("设备文件"),
}


class Acknowledgement(StrEnum):
    """How a printer says that everything before was printed."""

    GS_R = "gs_r"  # GS r, answered in turn: nearly all of them
    PROCESS_ID = "process_id"  # GS ( H, sent back when the paper is out: Epson and some others
    NONE = "none"


class Encoding(StrEnum):
    """What the printer's own Chinese font is asked in."""

    GBK = "gbk"
    GB18030 = "gb18030"
    BIG5 = "big5"
    UTF_8 = "utf-8"


class Cutter(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Drawer(StrEnum):
    """Which pin of the printer's socket opens the till, if one is plugged in."""

    NONE = "none"
    PIN_2 = "pin_2"
    PIN_5 = "pin_5"


class Prints(StrEnum):
    """Which papers a printer takes."""

    ALL = "all"
    SLIPS = "slips"
    LABELS = "labels"

    @property
    def label(self) -> str:
        return PRINTS_LABELS[self]


PRINTS_LABELS = {
    Prints.ALL: _("所有单据和标签"),
    Prints.SLIPS: _("只打单据"),
    Prints.LABELS: _("只打标签（腕带、骨灰标签）"),
}


class JobKind(StrEnum):
    """SLIP and LABEL choose a printer; a TRIAL page is for one; DRAWER is a kick, no paper."""

    SLIP = "slip"
    LABEL = "label"
    TRIAL = "trial"
    DRAWER = "drawer"

    @property
    def printed_by(self) -> tuple[Prints, ...]:
        own = Prints.LABELS if self is JobKind.LABEL else Prints.SLIPS
        return (Prints.ALL, own)


class PrintState(StrEnum):
    """UNCONFIRMED: bytes were sent and nobody knows whether paper came out; a person is asked."""

    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def drawer_label(self) -> str:
        return DRAWER_LABELS[self]


STATE_LABELS = {
    PrintState.QUEUED: _("等待打印"),
    PrintState.SENDING: _("正在打印"),
    PrintState.PRINTED: _("已打印"),
    PrintState.UNCONFIRMED: _("待确认"),
    PrintState.FAILED: _("未打印"),
}
DRAWER_LABELS = {
    PrintState.QUEUED: _("等待打开"),
    PrintState.SENDING: _("正在打开"),
    PrintState.PRINTED: _("已打开"),
    PrintState.UNCONFIRMED: _("待确认"),
    PrintState.FAILED: _("未打开"),
}

# As long as a document is in one of these, a second copy could be the same paper twice.
OPEN_STATES = (PrintState.QUEUED, PrintState.SENDING, PrintState.UNCONFIRMED)
