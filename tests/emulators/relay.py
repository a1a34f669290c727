"""A cable between the worker and somebody else's printer, with a hand on it."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Relay:
    """Passes bytes on to host:port; `act` is called once, before byte `at` of what we send."""

    def __init__(self, host: str, port: int, at: int, act: Callable[[], None]) -> None:
        self._target, self._at, self._act = (host, port), at, act
        self._listener = socket.create_server((host, 0))
        self.host: str = host
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        """One connection."""
        near, _ = self._listener.accept()
        with near, socket.create_connection(self._target) as far:
            back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
            back.start()
            passed = 0
            while received := near.recv(4096):
                if passed <= self._at < passed + len(received):
                    far.sendall(received[: self._at - passed])
                    self._act()
                    far.sendall(received[self._at - passed :])
                else:
                    far.sendall(received)
                passed += len(received)
            far.shutdown(socket.SHUT_WR)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    while received := source.recv(4096):
        target.sendall(received)
