"""The system as it runs at a county: gunicorn and a worker as processes of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 90  # on a machine that others use, too
WEB = ("-m", "gunicorn", "wsgi:create_app()", "--worker-class", "gthread", "--threads", "16")
# A stack trace: the line that announces it, indented lines, and the error itself.
MISTAKE = re.compile(r"(?:^mistake .*\n)?^Traceback.*\n(?:[ \t].*\n)*.+", re.MULTILINE)
WORKER = ("-m", "flask", "--app", "wsgi", "kernel", "work")


class Site:
    """`environment`: the settings of kernel/settings.py, which name the database and the keys.

        with Site(environment, logs=folder) as site:
            …                                        # site.url

    What web and worker say goes to `logs`; whatever they log as a mistake fails at the end.
    """

    def __init__(self, environment: Mapping[str, str], *, logs: Path) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.logs = logs
        self._environment = {
            **os.environ,
            "PUBLIC_URL": self.url,
            **environment,
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        try:
            bind = ("--bind", f"127.0.0.1:{self.port}", "--no-control-socket")
            self._start("web", *WEB, *bind)
            self._start("worker", *WORKER)
            self._wait_for_web()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()
        if error is None and (mistakes := self.mistakes()):
            raise AssertionError("\n".join(mistakes))

    def flask(self, *command: str) -> str:
        """What `flask …` prints; raises with its complaint when it does not succeed."""
        run = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def mistakes(self) -> list[str]:
        """Our own mistakes as the web and the worker logged them, each with its error."""
        logged = [log.read_text(errors="replace") for log in sorted(self.logs.glob("*.log"))]
        return [trace for text in logged for trace in MISTAKE.findall(text)]

    def _start(self, name: str, *command: str) -> None:
        with (self.logs / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._processes.append(process)

    def _wait_for_web(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            for process in self._processes:
                assert process.poll() is None, self._last_words()
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError(self._last_words())

    def _last_words(self) -> str:
        return "\n".join(log.read_text(errors="replace")[-2000:] for log in self.logs.glob("*.log"))

    def _stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
