"""The web server's lane for a crowd: its pages apart, the others never behind them, none lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection, socket
from time import monotonic, sleep

import pytest

# Says which process answers; the crowd's page takes its time.
APP = """
import os, time
def app(environ, start):
    body = environ["wsgi.input"].read()
    if environ["PATH_INFO"].startswith("/crowd/"):
        time.sleep(0.4)
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {environ['REMOTE_ADDR']} {len(body)}".encode()]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("lanes")
    (folder / "tiny.py").write_text(APP)
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    command = ["gunicorn", "tiny:app", "--bind", f"127.0.0.1:{number}", "--workers", "3"]
    command += ["--threads", "4", "--no-control-socket"]
    command += ["--worker-class", "kernel.lanes.LanedWorker", "--chdir", str(folder)]
    root = str(Path(__file__).parents[2])
    server = subprocess.Popen(
        [sys.executable, "-m", *command],
        env=os.environ | {"CROWDED": "/crowd/", "PYTHONPATH": f"{root}:{folder}"},
    )
    until = monotonic() + 20
    while monotonic() < until:
        try:
            create_connection(("127.0.0.1", number)).close()
            ask(number, "/")
            break
        except OSError:
            sleep(0.1)
    yield number
    server.terminate()
    server.wait(timeout=20)


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, str, int]:
    """The process, the address it saw, the bytes it got."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST" if body else "GET", path, body)
    pid, address, length = connection.getresponse().read().decode().split()
    connection.close()
    return int(pid), address, int(length)


def test_the_crowd_has_one_process_of_its_own_and_others_never_meet_it(port):
    [crowd] = {ask(port, "/crowd/x", b"a form")[0] for _turn in range(6)}
    others = {ask(port, "/desk")[0] for _turn in range(12)}
    assert crowd not in others
    assert ask(port, "/crowd/x", b"a form")[1:] == ("127.0.0.1", 6)
    assert os.getpriority(os.PRIO_PROCESS, crowd) > 0


def test_behind_a_hundred_of_the_crowd_another_page_does_not_wait(port):
    with ThreadPoolExecutor(100) as families:
        answers = [families.submit(ask, port, "/crowd/x") for _family in range(100)]
        sleep(0.3)
        begun = monotonic()
        ask(port, "/desk")
        assert monotonic() - begun < 2
        assert not all(each.done() for each in answers)
        assert {each.result()[1] for each in answers} == {"127.0.0.1"}


def test_a_connection_that_stays_open_changes_lanes(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    seen = []
    for path in ("/desk", "/crowd/x", "/desk"):
        connection.request("GET", path)
        seen.append(int(connection.getresponse().read().split()[0]))
    connection.close()
    crowd = ask(port, "/crowd/x")[0]
    assert [each == crowd for each in seen] == [False, True, False]


def test_killed_another_process_becomes_the_lane(port):
    first = ask(port, "/crowd/x")[0]
    os.kill(first, signal.SIGKILL)
    second = ask(port, "/crowd/x")[0]
    assert second != first
    assert ask(port, "/desk")[0] != second
