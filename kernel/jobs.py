"""Work after the commit: a job is a row of procrastinate, written in the transaction."""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

import procrastinate
from sqlalchemy import text

from kernel.db import db, in_transaction

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

registry: dict[str, Callable[..., object]] = {}
nightly_registry: dict[str, Callable[[], object]] = {}
minutely_registry: dict[str, Callable[[], object]] = {}
# 03:15 in China; the queue counts in UTC.
SMALL_HOURS = "15 19 * * *"
EVERY_MINUTE = "* * * * *"

DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY["
    "ROW('default', :name, 0, :lock, NULL, CAST(:arguments AS jsonb), :not_before)"
    "]::procrastinate_job_to_defer_v1[])"
)


def job(function: Callable[P, object]) -> Callable[P, object]:
    """Register work for the worker; arguments survive JSON, and doing it twice must be safe."""
    registry[job_name(function)] = function
    return function


def nightly(function: Callable[[], R]) -> Callable[[], R]:
    """Work for the small hours of every day, done by whichever worker comes first."""
    nightly_registry[job_name(function)] = function
    return function


def minutely(function: Callable[[], R]) -> Callable[[], R]:
    """Work for every minute, done by whichever worker comes first; one run at a time."""
    minutely_registry[job_name(function)] = function
    return function


def job_name(function: Callable[..., object]) -> str:
    return f"{function.__module__.split('.')[0]}.{function.__name__}"


def enqueue(
    function: Callable[..., object],
    *,
    lock: str | None = None,
    not_before: datetime | None = None,
    **arguments: object,
) -> None:
    """Write the job row with the change that needs it. Jobs of one `lock` run one at a time."""
    if not in_transaction():
        raise RuntimeError("A job is enqueued by the operation that needs it.")
    values = {
        "name": job_name(function),
        "lock": lock,
        "arguments": json.dumps(arguments),
        "not_before": not_before,
    }
    db.session.execute(DEFER, values)


def worker(
    run_in_app: Callable[[Callable[[], object]], object], conninfo: str
) -> procrastinate.App:
    """The procrastinate app that runs the registered jobs; `run_in_app` gives each its context."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo, max_size=4))
    again = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=4)
    for name, function in registry.items():
        app.task(name=name, retry=again)(_in_app(run_in_app, function))
    for cron, periodic in ((SMALL_HOURS, nightly_registry), (EVERY_MINUTE, minutely_registry)):
        for name, function in periodic.items():
            timed = app.task(name=name, lock=name, queueing_lock=name)(_timed(run_in_app, function))
            app.periodic(cron=cron)(timed)
    _retry_stalled_jobs(app)
    return app


def _retry_stalled_jobs(app: procrastinate.App) -> None:
    """A worker that was killed leaves its job half done; another takes it up."""

    @app.periodic(cron=EVERY_MINUTE)
    @app.task(name="kernel.retry_stalled_jobs", queueing_lock="kernel.retry_stalled_jobs")
    async def retry_stalled_jobs(timestamp: int) -> None:
        for stalled in await app.job_manager.get_stalled_jobs():
            log.warning("%s stalled before %s, tried again", stalled.task_name, timestamp)
            await app.job_manager.retry_job(stalled)


def _in_app(
    run_in_app: Callable[[Callable[[], object]], object], function: Callable[..., object]
) -> Callable[..., None]:
    def run(**arguments: Any) -> None:
        run_in_app(partial(function, **arguments))

    return run


def _timed(
    run_in_app: Callable[[Callable[[], object]], object], function: Callable[[], object]
) -> Callable[..., None]:
    def run(timestamp: int) -> None:
        log.info("%s of %s", job_name(function), timestamp)
        run_in_app(function)

    return run
