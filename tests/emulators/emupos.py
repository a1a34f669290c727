"""emupos, a receipt printer made by others (PyPI, Apache-2.0): it shares nothing with us at all.

It needs Python 3.13, which may be newer than ours, so it lives in an environment of its own:
EMUPOS names the program, else it is looked for on the PATH, else installed once under var/.
Its text dump shows bytes as code page 437, from which the Chinese is won back.
"""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from PIL import Image

VERSION = "0.4.0"
VAR = Path(__file__).parents[2] / "var"
HOME = VAR / f"emupos-{VERSION}"
DOTS = {32: 384, 42: 512, 48: 576}  # what the heads of 58 mm, older 80 mm and 80 mm printers have
PATIENCE = 60  # seconds to start on a busy machine
CAN_HOLD_IT = "import sys, ensurepip; sys.exit(sys.version_info < (3, 13))"

PROFILE = """
type: printer
name: {dots} dots
dpi: 203
width_dots: {dots}
font_a: {{width: 12, height: 24}}
font_b: {{width: 9, height: 17}}
code_pages: {{0: PC437}}
default_code_page: 0
drawer_sensor_open_level: high
"""


class NotHere(Exception):
    """There is no emupos and none could be installed; the message says why."""


@dataclass(frozen=True)
class Receipt:
    """One sheet: `lines` as sent, where pictures show as [image 384x30] and codes as [qr …]."""

    lines: list[str]
    picture: Image.Image
    cut: bool


class Emupos:
    """`with Emupos(program, folder) as emupos`: one process, a printer for each width."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.host = "127.0.0.1"
        self.ports = dict(zip(DOTS, free_ports(len(DOTS)), strict=True))
        self._program, self._folder = program, folder
        [self._api] = free_ports(1)
        self._log = folder / "events.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        devices = []
        for columns, port in self.ports.items():
            (self._folder / f"p{columns}.yaml").write_text(PROFILE.format(dots=DOTS[columns]))
            devices.append(
                {
                    "id": f"p{columns}",
                    "type": "printer",
                    "profile": f"./p{columns}.yaml",
                    "connections": [{"tcp": {"port": port}}],
                    "receipts_dir": f"./{columns}",
                }
            )
        told = {"schema": 1, "api": {"port": self._api}, "devices": devices}
        (self._folder / "emupos.yaml").write_text(json.dumps(told))  # JSON is YAML
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._program, "run"], cwd=self._folder, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.__exit__(None, None, None)
                raise RuntimeError(f"emupos did not start: {self._log.read_text()}")
            time.sleep(0.05)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return requests.get(self._url("health"), timeout=5).ok
        except requests.RequestException:
            return False

    def _url(self, path: str) -> str:
        return f"http://{self.host}:{self._api}/api/v1/{path}"

    def break_down(self, columns: int, fault: str) -> None:
        """`fault`: paper-near-end, paper-out, cover-open or offline."""
        requests.put(self._url(f"devices/p{columns}/faults/{fault}"), timeout=5).raise_for_status()

    def repair(self, columns: int, fault: str) -> None:
        url = self._url(f"devices/p{columns}/faults/{fault}")
        requests.delete(url, timeout=5).raise_for_status()

    def count(self, columns: int) -> int:
        return len(self._receipts(columns))

    def receipt(self, columns: int, number: int, seconds: float = 5) -> Receipt:
        """Sheet `number` of this printer, the first is 0; waits until it is there."""
        until = time.monotonic() + seconds
        while self.count(columns) <= number and time.monotonic() < until:
            time.sleep(0.01)
        told = self._receipts(columns)[number]
        with Image.open(told.with_suffix(".png")) as picture:
            return Receipt(
                [said(line) for line in told.with_suffix(".txt").read_text("utf-8").splitlines()],
                picture.convert("1"),
                json.loads(told.read_text())["boundary"] == "cut",
            )

    def _receipts(self, columns: int) -> list[Path]:
        """Named after their time; the JSON file is written when the other two are there."""
        return sorted((self._folder / str(columns)).glob("*.json"))

    def complaints(self) -> list[str]:
        """Bytes it could make nothing of."""
        return [line for line in self._log.read_text().splitlines() if "unknown" in line.lower()]


def said(line: str) -> str:
    """A line of its dump, in Chinese again; what it made up itself stands in brackets."""
    return line if line.startswith(("[image ", "[qr ")) else line.encode("cp437").decode("gbk")


def free_ports(count: int) -> list[int]:
    """Ports nobody uses now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [listener.getsockname()[1] for listener in sockets]


def find_emupos() -> Path:
    """The program, installed if need be. Raises NotHere."""
    known = os.environ.get("EMUPOS") or shutil.which("emupos")
    if known:
        return Path(known)
    VAR.mkdir(exist_ok=True)
    with (VAR / "emupos.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at once install it once
        program = HOME / "bin" / "emupos"
        if not program.exists():
            _install()
        return program


def _install() -> None:
    python = next(_newer_pythons(), None)
    if python is None:
        raise NotHere("没有找到 Python 3.13 或更新的版本")
    shutil.rmtree(HOME, ignore_errors=True)
    pip = [HOME / "bin" / "pip", "install", "--quiet", "--retries", "0", "--timeout", "10"]
    try:
        subprocess.run([python, "-m", "venv", HOME], check=True, capture_output=True)
        subprocess.run([*pip, f"emupos=={VERSION}"], check=True, capture_output=True, timeout=180)
    except (subprocess.SubprocessError, OSError) as error:
        shutil.rmtree(HOME, ignore_errors=True)
        raise NotHere(f"emupos {VERSION} 安装不上") from error


def _newer_pythons() -> Iterator[Path]:
    """Those that start (pyenv leaves names on the PATH that do not) and can hold it."""
    named = [shutil.which(f"python3.{minor}") for minor in (13, 14)]
    pyenv = sorted(Path.home().glob(".pyenv/versions/3.1[3-9]*/bin/python"))
    for python in [Path(sys.executable), *(Path(name) for name in named if name), *pyenv]:
        tried = subprocess.run([python, "-c", CAN_HOLD_IT], check=False, capture_output=True)
        if tried.returncode == 0:
            yield python
