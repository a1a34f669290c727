"""A printer on a serial port, or on the serial half of a USB or Bluetooth cable."""

import contextlib
import time
from types import ModuleType

from hardware.transports.connections import CHUNK, Connection, LibraryMissing


class SerialConnection(Connection):
    """Over pyserial itself: python-escpos' Serial always waits for sixteen bytes, and status
    answers have one."""

    def __init__(self, device: str, baud_rate: int, seconds: float) -> None:
        serial = _pyserial()
        # SerialException is an OSError. `exclusive`: a second program cannot mix its bytes in.
        self._port = serial.Serial(
            device, baud_rate, timeout=seconds, write_timeout=seconds, exclusive=True
        )

    def send(self, content: bytes, seconds: float) -> None:
        until = time.monotonic() + seconds
        for begin in range(0, len(content), CHUNK):
            self._port.write_timeout = max(until - time.monotonic(), 0.01)
            self._port.write(content[begin : begin + CHUNK])

    def receive(self, seconds: float) -> bytes:
        self._port.timeout = seconds
        received: bytes = self._port.read(1)
        return received + self._port.read(self._port.in_waiting) if received else b""

    def close(self) -> None:
        # What stands in the way of closing says nothing about the paper.
        with contextlib.suppress(OSError):
            self._port.close()


def _pyserial() -> ModuleType:
    try:
        import serial  # noqa: PLC0415 — only offices with such a printer need it
    except ImportError as error:
        raise LibraryMissing from error
    module: ModuleType = serial
    return module
