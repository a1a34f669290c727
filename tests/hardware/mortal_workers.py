"""Real workers that can be killed: a process that forks one for each order it reads.

The first line of its input is the settings; then orders: {"now": …, "planted": …}. It answers with
the worker's process id, with "gone", and, when asked how, as os.waitstatus_to_exitcode has it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from signal import SIGKILL
from types import TracebackType
from typing import Any, Self

import escpos.printer  # noqa: F401 — once here, not in every worker
from flask import Flask
from sqlalchemy import text

from hardware import jobs
from hardware.transports import Delivery, Outcome
from kernel import clock
from kernel.cli import run_worker
from kernel.db import db
from kernel.settings import Settings
from wsgi import create_app

ROOT = Path(__file__).parents[2]
# Who waits for a new roll in a test waits less than three minutes.
HURRY = {"answer_seconds": 0.3, "patience_seconds": 0.6}


class Workers:
    """`with Workers(settings) as workers`: one at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._pid = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hardware.mortal_workers"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(self._settings.model_dump_json())
        assert self._hear() == "ready"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            self._process.__exit__(kind, error, trace)

    def start(self, now: datetime, planted: str = "") -> None:
        """A worker that does what is due at `now` and goes."""
        self._say(json.dumps({"now": now.isoformat(), "planted": planted}))
        self._pid = int(self._hear())

    def kill(self) -> None:
        """kill -9, on any thread; nothing happens if it is gone."""
        os.kill(self._pid, SIGKILL)

    def wait(self) -> bool:
        """Until it is gone; whether it was killed."""
        assert self._hear() == "gone"
        self._say("how")
        ended = int(self._hear())
        assert ended in {0, -SIGKILL}
        return ended != 0

    def _say(self, line: str) -> None:
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process
        assert self._process.stdout
        return self._process.stdout.readline().strip()


def main() -> None:
    app = create_app(Settings.model_validate_json(sys.stdin.readline()))
    _say("ready")
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if not pid:
            _work(app, **json.loads(line))
        _say(pid)
        # Gone, but still known by its number until the next order: a late kill hits nobody else.
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        _say("gone")
        sys.stdin.readline()
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _work(app: Flask, now: str, planted: str) -> None:
    try:
        jobs.deliver = hurried(jobs.deliver, planted)
        if planted == "sends again":
            with app.app_context(), db.engine.begin() as connection:
                connection.execute(
                    text("UPDATE print_jobs SET state='queued' WHERE state='sending'")
                )
        with clock.frozen(datetime.fromisoformat(now)):
            run_worker(app, wait=False)
        os._exit(0)
    finally:
        os._exit(1)


def hurried(deliver: Callable[..., Outcome], planted: str) -> Callable[..., Outcome]:
    """The same with less patience; or with a mistake in it, to see the judge see it."""
    mistakes = {"tries again": Delivery.NOT_STARTED, "believes": Delivery.PRINTED}

    def deliver_in_a_hurry(*content: Any, **told: Any) -> Outcome:
        outcome = deliver(*content, **(told | HURRY))
        if planted in mistakes and outcome.delivery is Delivery.UNCONFIRMED:
            return Outcome(mistakes[planted])
        return outcome

    return deliver_in_a_hurry


if __name__ == "__main__":
    main()
