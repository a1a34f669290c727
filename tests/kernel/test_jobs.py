"""A job written in a transaction is done once by the worker."""

import pytest
from flask import Flask
from sqlalchemy import text

from kernel import jobs
from kernel.cli import run_worker
from kernel.db import db, transaction

pytestmark = pytest.mark.usefixtures("context")
done: list[str] = []


@jobs.job
def remember(word: str) -> None:
    done.append(word)


def test_the_worker_does_what_was_enqueued(app: Flask) -> None:
    done.clear()
    with transaction():
        jobs.enqueue(remember, word="kept")
    run_worker(app, wait=False)
    assert done == ["kept"]
    left = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.remember'")
    assert db.session.scalar(left) == 0


def test_the_worker_knows_the_nightly_work(app: Flask) -> None:
    worker = jobs.worker(lambda work: work(), app.extensions["database"].conninfo())
    assert "booking.forget_old_drafts" in worker.tasks
    periodic = {name for name, _id in worker.periodic_registry.periodic_tasks}
    assert {"booking.forget_old_drafts", "kernel.retry_stalled_jobs"} <= periodic
