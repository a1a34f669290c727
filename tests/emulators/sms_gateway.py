"""The made-up gateway for texts as a process of its own, to be slow, to hang up, to be killed."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

import requests

from demo.sms_gateway import KEY, SWITCHES
from kernel.texts.gateway import Gateway

ROOT = Path(__file__).parents[2]
PATIENCE = 20  # seconds to start on a busy machine


class SmsGateway:
    """`with SmsGateway(folder) as gateway`; the folder keeps what was taken between starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """The second start is at the same port."""
        told = self.folder / "sms.env"
        told.unlink(missing_ok=True)
        asked = ["--port", str(self.port), "--state", str(self.folder)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demo.sms_gateway", *asked],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        until = time.monotonic() + PATIENCE
        while not told.exists() or not told.read_text(encoding="utf-8"):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The made-up gateway did not start.")
            time.sleep(0.02)
        lines = told.read_text(encoding="utf-8").splitlines()
        self.port = int(lines[0].rpartition(":")[2])

    def kill(self) -> None:
        """At once, in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def gateway(self, **changed: Any) -> Gateway:
        return Gateway(**({"url": self.url, "key": KEY, "per_second": 100} | changed))

    def switch(self, **values: object) -> None:
        """Those of demo.sms_gateway; what is not named is off."""
        assert values.keys() <= SWITCHES.keys()
        requests.post(f"{self.url}/switches", json=values, timeout=PATIENCE).raise_for_status()

    def ledger(self) -> dict[str, dict[str, Any]]:
        """By our number: phone, text, state, how often it was asked for and reported."""
        answer = requests.get(f"{self.url}/ledger.json", timeout=PATIENCE)
        found: dict[str, dict[str, Any]] = answer.json()
        return found
