"""Where bytes can be handed over and nothing is ever heard back: a spooler and a file."""

import contextlib
import os
import select
import shutil
import stat
import subprocess
import time
from pathlib import Path

from hardware.transports.addresses import PRINTER_DEVICE, Address
from hardware.transports.connections import LibraryMissing
from hardware.transports.status import Condition

LOOK_SECONDS = 5.0  # `lpstat` answers at once where CUPS runs


class NotTaken(OSError):
    """Nothing was handed over, not one byte: trying again is safe."""


class Spooler:
    """A CUPS queue, through `lp` and `lpstat`, which every machine with CUPS has.

    CUPS takes a job whole and prints it when it likes; that it is done means for CUPS that the
    bytes left, so we do not ask.
    """

    def __init__(self, address: Address, seconds: float) -> None:
        self._queue = address.queue
        self._server = ["-h", address.host] if address.host else []
        self._seconds = seconds

    def condition(self) -> Condition:
        """Raises LibraryMissing."""
        try:
            said = self._run("lpstat", "-p", self._queue, seconds=min(self._seconds, LOOK_SECONDS))
        except (subprocess.TimeoutExpired, OSError):
            return Condition.UNREACHABLE
        if said.returncode:
            return Condition.UNREACHABLE
        return Condition.OFFLINE if b"disabled" in said.stdout else Condition.UNKNOWN

    def hand_over(self, content: bytes) -> None:
        """Raises LibraryMissing; OSError when it may have been taken or not."""
        options = ("-d", self._queue, "-o", "raw")
        try:
            said = self._run("lp", *options, content=content, seconds=self._seconds)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        if said.returncode:
            raise OSError(said.stderr.decode(errors="replace"))

    def _run(
        self, command: str, *options: str, seconds: float, content: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        program = shutil.which(command)
        if program is None:
            raise LibraryMissing
        return subprocess.run(
            [program, *self._server, *options],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )


class PrinterFile:
    """A printer device as Linux shows it, or a file another program reads, written at its end.

    `address.device` is the whole path (Address.under).
    """

    def __init__(self, address: Address, seconds: float) -> None:
        # One of /dev must be there; ours is made.
        self._is_device = bool(PRINTER_DEVICE.fullmatch(address.device))
        self._path = Path(address.device)
        self._seconds = seconds

    def condition(self) -> Condition:
        try:
            mode = self._path.stat().st_mode
        except OSError:
            return Condition.UNREACHABLE if self._is_device else Condition.UNKNOWN
        ours = stat.S_ISREG(mode) or stat.S_ISFIFO(mode)
        right = stat.S_ISCHR(mode) if self._is_device else ours
        return Condition.UNKNOWN if right else Condition.UNREACHABLE

    def hand_over(self, content: bytes) -> None:
        """Raises NotTaken; OSError when only a part may have been taken."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            if not self._is_device:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                flags |= os.O_CREAT
            opened = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise NotTaken(error.errno, error.strerror) from error
        try:
            self._write(opened, content)
        finally:
            os.close(opened)

    def _write(self, opened: int, content: bytes) -> None:
        """Never waits for ever: for a printer that is off, or a pipe nobody empties."""
        left, until = memoryview(content), time.monotonic() + self._seconds
        while left:
            if not select.select([], [opened], [], max(0, until - time.monotonic()))[1]:
                raise TimeoutError
            with contextlib.suppress(BlockingIOError):
                left = left[os.write(opened, left) :]
