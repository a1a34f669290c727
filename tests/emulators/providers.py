"""The made-up payment providers as a process of their own, to be paid at, broken and killed."""

import os
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

import requests

from billing.rails import Rail
from billing.rails.wired import rails_of
from kernel.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE = 20  # seconds to start on a busy machine


class Providers:
    """`with Providers(folder) as providers`; the folder keeps keys and orders between starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Does nothing if it runs; the second start is at the same port."""
        if self._process is not None:
            return
        told = self.folder / "providers.env"
        told.unlink(missing_ok=True)
        asked = ["--port", str(self.port), "--state", str(self.folder)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demo.providers", *asked],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        until = time.monotonic() + PATIENCE
        while not told.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The made-up providers did not start.")
            time.sleep(0.02)
        self.port = int(self.env()["STRIPE_API_URL"].rpartition(":")[2].partition("/")[0])

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """At once, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def env(self) -> dict[str, str]:
        """The settings an app needs, by name of the environment variable."""
        lines = (self.folder / "providers.env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def settings(self) -> dict[str, Any]:
        """The same, as arguments of `Settings`."""
        return {name.lower(): value for name, value in self.env().items()}

    def rails(self) -> dict[str, Rail]:
        return rails_of(Settings(**self.settings()))

    def switch(self, order: str = "*", **values: object) -> None:
        """demo.providers.switches.SWITCHES, of one order or of all."""
        self._post("/switches", {"order": order, **values})

    def clear(self) -> None:
        """All switches off, the clock right."""
        requests.delete(f"{self.url}/switches", timeout=PATIENCE).raise_for_status()

    def clock(self, shift: float) -> None:
        """How many seconds the providers' clock is ahead of everybody's."""
        self._post("/clock", {"shift": shift})

    def pay(self, rail: str, order: str, *, late: bool = False) -> bool:
        """As the family on its phone; `late`: even though the order is closed. False: declined."""
        asked = {"rail": rail, "order": order, "late": late}
        answer = requests.post(f"{self.url}/pay", json=asked, timeout=PATIENCE)
        return answer.status_code == HTTPStatus.OK

    def flush(self, order: str = "*") -> None:
        """What waited goes on: held notifications, pending refunds, money under way."""
        self._post("/flush", {"order": order})

    def ledger(self) -> dict[str, dict[str, Any]]:
        """By "rail:order number": state, paid_fen, refunded_fen, refunds, notices, …"""
        answer = requests.get(f"{self.url}/ledger.json", timeout=PATIENCE)
        answer.raise_for_status()
        found: dict[str, dict[str, Any]] = answer.json()
        return found

    def wait_for(self, rail: str, order: str, seconds: float = 10) -> list[dict[str, Any]]:
        """The notices of an order once none of them is due any more."""
        until = time.monotonic() + seconds
        while True:
            notices: list[dict[str, Any]] = self.ledger()[f"{rail}:{order}"]["notices"]
            if all(n["done"] or n["due_at"] is None for n in notices):
                return notices
            if time.monotonic() > until:
                raise TimeoutError(notices)
            time.sleep(0.02)

    def _post(self, path: str, asked: dict[str, object]) -> None:
        requests.post(self.url + path, json=asked, timeout=PATIENCE).raise_for_status()
