"""A serial cable to a printer of escpos_printer.py: what goes into the port comes out there."""

import os
import pty
import select
import socket
import threading
import tty
from types import TracebackType
from typing import Self

from tests.emulators.escpos_printer import EscposPrinter


class SerialCable:
    """`device` is the port our side opens."""

    def __init__(self, printer: EscposPrinter) -> None:
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self.device = os.ttyname(self._theirs)
        self._line = socket.create_connection((printer.host, printer.port))
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()
        self._line.close()
        os.close(self._theirs)
        os.close(self._ours)

    def _carry(self) -> None:
        while not self._stopping.is_set():
            ready, _, _ = select.select([self._ours, self._line], [], [], 0.05)
            if self._ours in ready:
                self._line.sendall(os.read(self._ours, 4096))
            if self._line in ready:
                os.write(self._ours, self._line.recv(4096))
