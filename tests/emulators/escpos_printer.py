"""A receipt printer on TCP port 9100, for tests and for looking at paper without a printer.

    with EscposPrinter(columns=48) as printer:
        …                       # printer.host, printer.port
        printer.paper_out = True
        printer.sheets[0].lines

As a program: python -m tests.emulators.escpos_printer --port 9100 --save DIR
"""

import argparse
import contextlib
import logging
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.emulators.escpos_mechanism import Mechanism
from tests.emulators.escpos_paper import Sheet

log = logging.getLogger(__name__)

END = -1  # the host closed its connection here
TICK = 0.01
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class EscposPrinter:
    """One printer, one connection at a time; faults are attributes that may change any time.

    `paper_out`, `near_end`, `cover_open`; `silent`: takes bytes, prints nothing, answers nothing;
    `reset_after`: one RST after so many bytes that are not status requests; `paper_lines`: the roll
    ends after so many more lines; `stalled`: takes no bytes; `delay`: seconds before each answer;
    `garble`: what an answer becomes on its way; `reports`: it says unasked that it stops and goes
    on (GS a), as some do whose switch below is set so. `switch_off()` and `switch_on()` keep the
    port and forget what was not printed.
    """

    def __init__(
        self,
        *,
        columns: int = 48,
        port: int = 0,
        on: bool = True,
        paper_out: bool = False,
        near_end: bool = False,
        cover_open: bool = False,
        silent: bool = False,
        reset_after: int | None = None,
        paper_lines: int | None = None,
        reports: bool = False,
    ) -> None:
        self.host = "127.0.0.1"
        self.columns = columns
        self.paper_out, self.near_end, self.cover_open = paper_out, near_end, cover_open
        self.silent, self.reset_after, self.paper_lines = silent, reset_after, paper_lines
        self.stalled, self.delay = False, 0.0
        self.garble: Callable[[bytes], bytes] = lambda answer: answer
        self.jobs: list[bytes] = []
        self._reported = (False, False)
        self._moment: tuple[int, Callable[[], None]] | None = None
        self.status_requests = 0
        self._start_on = on
        self._mechanism = Mechanism(columns, self._say)
        self._mechanism.reports_by_default = self._mechanism.reports = reports
        self._buffer: deque[int] = deque()
        self._peer: socket.socket | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        with socket.create_server((self.host, port)) as probe:
            self.port: int = probe.getsockname()[1]

    def __enter__(self) -> Self:
        if self._start_on:
            self.switch_on()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.switch_off()

    def switch_on(self) -> None:
        self._stopping.clear()
        listener = socket.create_server((self.host, self.port))
        listener.settimeout(TICK)
        self._thread = threading.Thread(target=self._serve, args=(listener,), daemon=True)
        self._thread.start()

    def switch_off(self) -> None:
        self._stopping.set()
        if self._thread:
            self._thread.join()
            self._thread = None
        self._buffer.clear()
        self._mechanism.interrupt()

    def at_byte(self, count: int, act: Callable[[], None]) -> None:
        """`act` runs once, on the printer's thread, when so many more bytes were taken in.

        Status requests count, too. It may end the connection: `reset`, `lose_power`.
        """
        self._moment = (count, act)

    def reset(self) -> None:
        """For `at_byte`: the connection ends with an RST. Raises ConnectionResetError."""
        if self._peer:
            self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        raise ConnectionResetError

    def lose_power(self) -> None:
        """For `at_byte`: off until `switch_off` and `switch_on`. Raises ConnectionResetError."""
        self._stopping.set()
        self.reset()

    def forget_moment(self) -> None:
        """What `at_byte` planned does not happen any more."""
        self._moment = None

    @property
    def idle(self) -> bool:
        """Nobody is connected and nothing is left to print; or nothing can be."""
        if self.stalled or not self.is_on:
            return True
        return self._peer is None and (self.paper_out or self.cover_open or not self._buffer)

    @property
    def is_on(self) -> bool:
        return not self._stopping.is_set()

    @property
    def sheets(self) -> list[Sheet]:
        """Paper that was cut or left behind so far, oldest first."""
        return self._mechanism.sheets

    @property
    def drawer_kicks(self) -> int:
        return self._mechanism.drawer_kicks

    def wait(self, sheets: int, seconds: float = 5) -> list[Sheet]:
        """Waits until so many sheets came out; returns what is there when the time is over."""
        until = time.monotonic() + seconds
        while len(self.sheets) < sheets and time.monotonic() < until:
            time.sleep(TICK)
        return self.sheets

    def _serve(self, listener: socket.socket) -> None:
        with listener:
            while not self._stopping.is_set():
                self._print()
                with contextlib.suppress(TimeoutError):
                    peer, _ = listener.accept()
                    with peer, contextlib.suppress(ConnectionError, BrokenPipeError):
                        self._attend(peer)
                    self._peer = None
                    self._buffer.append(END)

    def _attend(self, peer: socket.socket) -> None:
        self._peer = peer
        peer.settimeout(TICK)
        job, tail = bytearray(), b""
        self.jobs.append(b"")
        while not self._stopping.is_set():
            self._print()
            self._report()
            if self.stalled:
                time.sleep(TICK)
                continue
            try:
                received = peer.recv(4096)
            except TimeoutError:
                continue
            if not received:
                return
            tail = self._answer_at_once(tail + received)
            if self.silent:
                continue
            job += received
            self.jobs[-1] = bytes(job)
            said = job.replace(b"\x10\x04\x01", b"").replace(b"\x10\x04\x02", b"")
            over = len(said.replace(b"\x10\x04\x04", b"")) - (self.reset_after or 1 << 60)
            self._take(received[: len(received) - max(0, over)])
            if over >= 0:
                self._print()
                self.reset_after = None
                self.reset()

    def _take(self, received: bytes) -> None:
        """Into the buffer; at its moment, what came before is printed and what is planned done."""
        if self._moment:
            count, act = self._moment
            if count <= len(received):
                self._buffer.extend(received[:count])
                self._print()
                self._moment, received = None, received[count:]
                act()
            else:
                self._moment = (count - len(received), act)
        self._buffer.extend(received if not self.silent else b"")

    def _answer_at_once(self, received: bytes) -> bytes:
        """DLE EOT n works even when the printer is off-line or inside other data."""
        at = received.find(b"\x10\x04")
        while 0 <= at < len(received) - 2:
            self._say(self._status(received[at + 2]))
            self.status_requests += 1
            at = received.find(b"\x10\x04", at + 3)
        return received[at:] if at >= 0 else received[-1:]

    def _status(self, kind: int) -> bytes:
        bits = {
            1: 0x08 * (self.paper_out or self.cover_open),
            2: 0x04 * self.cover_open | 0x20 * self.paper_out,
            3: 0,
            4: 0x0C * (self.near_end or self.paper_out) | 0x60 * self.paper_out,
        }
        return bytes([0x12 | bits[kind]])

    def _report(self) -> None:
        """Automatic status back: four bytes whenever it stops or can go on."""
        state = (self.paper_out, self.cover_open)
        if state != self._reported and self._mechanism.reports:
            stopped = 0x08 * any(state) | 0x20 * self.cover_open
            self._say(bytes([0x10 | stopped, 0, 0x0F * self.paper_out, 0x0F]))
        self._reported = state

    def _say(self, answer: bytes) -> None:
        if self._peer and not self.silent:
            time.sleep(self.delay)
            self._peer.sendall(self.garble(answer))

    def _print(self) -> None:
        """As much of the buffer as there is paper for; the rest waits, as in a real printer."""
        while self._buffer and not (self.paper_out or self.cover_open):
            byte = self._buffer.popleft()
            if byte == END:
                self._mechanism.interrupt()
                continue
            self._mechanism.status = b"\x03" if self.near_end else b"\x00"
            before = self._mechanism.lines_printed
            self._mechanism.feed(byte)
            if self.paper_lines is not None:
                self.paper_lines -= self._mechanism.lines_printed - before
                if self.paper_lines <= 0:
                    self.paper_out, self.paper_lines = True, None


def save_sheets(printer: EscposPrinter, folder: Path, seen: int = 0) -> int:
    """Writes sheets from number `seen` on as NNN.png and NNN.txt; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, sheet in enumerate(printer.sheets[seen:], seen + 1):
        sheet.picture().save(folder / f"{number:03d}.png")
        (folder / f"{number:03d}.txt").write_text(sheet.text + "\n", encoding="utf-8")
    return len(printer.sheets)


def main(stop: Callable[[], bool] = lambda: False) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=9100)
    options.add_argument("--columns", type=int, default=48)
    options.add_argument("--save", type=Path, required=True)
    chosen = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with EscposPrinter(columns=chosen.columns, port=chosen.port) as printer:
        log.info("Printer on %s:%s, paper in %s", printer.host, printer.port, chosen.save)
        seen = 0
        while not stop():
            time.sleep(0.1)
            seen = save_sheets(printer, chosen.save, seen)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
