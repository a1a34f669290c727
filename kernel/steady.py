"""Work that goes on all the time, by one worker at a time over all machines.

Whoever holds the advisory lock does it; PostgreSQL lets go of it when the process or its machine
dies, and another worker takes over within a second. The lock keeps two from getting in each other's
way; that nothing is done twice is the work's own matter, by its transaction.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread

import psycopg
from flask import Flask

from kernel.jobs import job_name

log = logging.getLogger(__name__)
# Where nothing is left to do; where another one does it or the database is away.
PAUSE_SECONDS, AGAIN_SECONDS = 0.2, 1.0
# Of the two numbers of an advisory lock: ours, and the hash of the work's name.
OURS = 0x5EAD
TAKE = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"

registry: dict[str, Callable[[], bool]] = {}


def steady(function: Callable[[], bool]) -> Callable[[], bool]:
    """Register it for the worker. It gives back whether there is more to do at once."""
    registry[job_name(function)] = function
    return function


def start_steady_work(app: Flask, stopping: Event) -> list[Thread]:
    """A thread for each; they end when `stopping` is set."""
    threads = [
        Thread(target=keep_doing, args=(app, name, function, stopping), name=name, daemon=True)
        for name, function in registry.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def keep_doing(app: Flask, name: str, function: Callable[[], bool], stopping: Event) -> None:
    while not stopping.is_set():
        try:
            _do_while_first(app, name, function, stopping)
        except Exception:  # the database may be away for a while: try again
            log.exception("%s stood still", name)
        stopping.wait(AGAIN_SECONDS)


def _do_while_first(app: Flask, name: str, function: Callable[[], bool], stopping: Event) -> None:
    with psycopg.connect(app.extensions["database"].conninfo(), autocommit=True) as guard:
        if guard.execute(TAKE, (OURS, name)).fetchone() != (True,):
            return
        while not stopping.is_set():
            # A guard that is lost is found out here, and with it the lock.
            guard.execute("SELECT 1")
            with app.app_context():
                more = function()
            if not more:
                stopping.wait(PAUSE_SECONDS)
