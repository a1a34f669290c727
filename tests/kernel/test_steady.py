"""Steady work: by one worker at a time, and by another one as soon as that one is killed."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import psycopg
import pytest

from kernel.steady import AGAIN_SECONDS, keep_doing

# A worker's thread in a process of its own; each turn says whose it is, or that it was not alone.
WORKER = """
import fcntl, os, sys, time
from threading import Event
from types import SimpleNamespace
from flask import Flask
from kernel.steady import keep_doing

conninfo, log = sys.argv[1:]
app = Flask("worker")
app.extensions["database"] = SimpleNamespace(conninfo=lambda: conninfo)

def turn():
    with open(log, "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            said = os.getpid()
        except OSError:
            said = "together"
        time.sleep(0.02)
        file.write(f"{said}\\n")
    return True

keep_doing(app, "tests.steady", turn, Event())
"""


def who(log: Path) -> list[str]:
    return log.read_text().split() if log.exists() else []


def until(what, seconds=60.0):
    end = monotonic() + seconds
    while not what():
        assert monotonic() < end
        sleep(0.02)


def test_two_never_work_at_once_and_one_takes_over_when_the_other_is_killed(
    cluster, database, tmp_path
):
    log = tmp_path / "turns"
    command = [sys.executable, "-c", WORKER, cluster.conninfo(database), str(log)]
    workers = {}
    try:
        for _worker in range(2):
            process = subprocess.Popen(command)
            workers[str(process.pid)] = process
        until(lambda: who(log))
        # Long enough for the other one to have started and to have tried.
        sleep(2 * AGAIN_SECONDS)
        [first] = set(who(log))
        [second] = workers.keys() - {first}
        workers[first].kill()
        workers[first].wait()
        killed = monotonic()
        until(lambda: who(log)[-1] == second)
        assert monotonic() - killed < 10 * AGAIN_SECONDS
        assert set(who(log)) == {first, second}
    finally:
        for process in workers.values():
            process.kill()
            process.wait()


@pytest.mark.usefixtures("context")
def test_who_loses_its_lock_stops_and_stands_in_line_again(app, cluster, database, caplog):
    turns, stopping = [], Event()

    def turn():
        turns.append(monotonic())
        return True

    thread = Thread(target=keep_doing, args=(app, "tests.lost", turn, stopping))
    thread.start()
    try:
        until(lambda: turns)
        with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as sql:
            sql.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                " AND classid = %s AND objid::int8 = hashtext('tests.lost')::int8 & 4294967295",
                (0x5EAD,),
            )
        until(lambda: "stood still" in caplog.text)
        before = len(turns)
        until(lambda: len(turns) > before)
    finally:
        stopping.set()
        thread.join(timeout=5)
