"""Where a printer is, and which places a printer may be at."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from hardware.kinds import ConnectionKind
from kernel.i18n import _

LAST_PORT = LAST_USB_NUMBER = 0xFFFF
BAUD_RATES = (9600, 19200, 38400, 57600, 115200)
# The path is typed into a page and the worker writes there with its own rights. So a path outside
# /dev is none, and of /dev only what printers are: never a disk, a terminal or a file of ours.
SERIAL_DEVICE = re.compile(
    r"/dev/(tty(S|USB|ACM|AMA)\d+|rfcomm\d+|serial/by-(id|path)/[\w.:+@-]+|cu\.[\w.-]+)"
)
PRINTER_DEVICE = re.compile(r"/dev/(usb/)?lp\d+")
# Without such a device: one file in this folder of VAR_DIR, that another program reads.
FOLDER = "printouts"
FILE_NAME = re.compile(r"\w[\w.-]{0,99}")
QUEUE = re.compile(r"\w[\w.+-]{0,126}")
# An address, not an option for `lp`: it never begins with a dash.
HOST = re.compile(r"[\w:][\w.:%-]{0,252}")


@dataclass(frozen=True)
class Address:
    """What a connection needs; of `device` and the others only what the kind uses is filled in.

    `device`: a serial port or printer device, or the name of a file in VAR_DIR/printouts;
    `queue`: of CUPS at `host`, empty for this machine. USB numbers are those `lsusb` shows.
    """

    connection: ConnectionKind = ConnectionKind.NETWORK
    host: str = ""
    port: int = 9100
    device: str = ""
    baud_rate: int = 9600
    usb_vendor: int = 0
    usb_product: int = 0
    queue: str = ""

    def __str__(self) -> str:
        match self.connection:
            case ConnectionKind.NETWORK:
                return f"{self.host}:{self.port}"
            case ConnectionKind.USB:
                return f"{self.usb_vendor:04x}:{self.usb_product:04x}"
            case ConnectionKind.SERIAL:
                return str(_("%(device)s，%(rate)s 波特")) % {
                    "device": self.device,
                    "rate": self.baud_rate,
                }
            case ConnectionKind.CUPS:
                return f"{self.queue}@{self.host}" if self.host else self.queue
            case ConnectionKind.FILE:
                return self.device

    def under(self, var_dir: Path) -> "Address":
        """The same with the whole path, for who opens it; VAR_DIR differs from machine to machine.

        Whatever the name says, the file is in that folder.
        """
        if self.connection is not ConnectionKind.FILE or PRINTER_DEVICE.fullmatch(self.device):
            return self
        return replace(self, device=str(var_dir.resolve() / FOLDER / Path(self.device).name))

    def wrong_part(self) -> str:
        """The name of the part that is missing or not allowed; empty when all is well."""
        host = HOST.fullmatch(self.host)
        file = FILE_NAME.fullmatch(self.device) or PRINTER_DEVICE.fullmatch(self.device)
        usb = all(0 < number <= LAST_USB_NUMBER for number in (self.usb_vendor, self.usb_product))
        parts: dict[ConnectionKind, dict[str, object]] = {
            ConnectionKind.NETWORK: {"host": host, "port": 1 <= self.port <= LAST_PORT},
            ConnectionKind.USB: {"usb_numbers": usb},
            ConnectionKind.SERIAL: {
                "serial_device": SERIAL_DEVICE.fullmatch(self.device),
                "baud_rate": self.baud_rate in BAUD_RATES,
            },
            ConnectionKind.CUPS: {
                "queue": QUEUE.fullmatch(self.queue),
                "host": not self.host or host,
            },
            ConnectionKind.FILE: {"device": file},
        }
        return next((part for part, right in parts[self.connection].items() if not right), "")
