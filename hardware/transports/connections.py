"""One open way to a printer: send, hear, close. What a device cannot say is never made up."""

import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
CHUNK = 1024  # bytes sent at a time where a device may take long: a deadline is seen between two


class LibraryMissing(Exception):
    """This kind of connection needs a library that is not installed here."""


class Connection(ABC):
    """Raises OSError whenever the way is broken; nothing is tried again in here."""

    @abstractmethod
    def send(self, content: bytes, seconds: float) -> None:
        """Returning only means that the bytes were taken, not that they were printed."""

    @abstractmethod
    def receive(self, seconds: float) -> bytes:
        """What came within so long; empty if nothing did."""

    @abstractmethod
    def close(self) -> None: ...

    def hear(self, find: Callable[[bytes], T | None], seconds: float) -> T | None:
        """The answer `find` sees in what comes from now on; None if none came in time."""
        received, until = b"", time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            received += self.receive(left)
            answer = find(received)
            if answer is not None:
                return answer
        return None


class NetworkConnection(Connection):
    """TCP, mostly port 9100, over python-escpos' Network."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        # Imported here because escpos reads, pickles and makes a folder while it is imported.
        from escpos.printer import Network  # noqa: PLC0415

        # We connect ourselves: Network leaks the socket of a failed attempt, and a device it
        # holds as closed is reopened in silence, which would print half a job twice.
        try:
            self._socket = socket.create_connection((host, port), seconds)
        except UnicodeError as error:  # a name no resolver can take
            raise OSError(str(error)) from error
        self._network = Network(host, port, timeout=seconds)
        self._network.device = self._socket

    def send(self, content: bytes, seconds: float) -> None:
        self._socket.settimeout(seconds)
        self._network._raw(content)  # noqa: SLF001 — its name for sending bytes as they are

    def receive(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        try:
            received: bytes = self._network._read()  # noqa: SLF001 — the same for receiving
        except TimeoutError:
            return b""
        if not received:
            raise ConnectionResetError
        return received

    def close(self) -> None:
        self._network.close()
