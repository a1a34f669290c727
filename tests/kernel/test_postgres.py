"""The embedded server, as whoever runs the tests; as root, also as the user nobody."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from kernel.postgres import Cluster, PostgresFailed

ROOT = os.geteuid() == 0
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def cluster(tmp_path):
    cluster = Cluster(tmp_path / "postgres", fast=True)
    yield cluster
    cluster.remove()


@pytest.fixture
def running(cluster):
    cluster.start()
    cluster.create_database("funeral")
    return cluster


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A running server for tests that leave it as it was."""
    cluster = Cluster(tmp_path_factory.mktemp("shared") / "postgres", fast=True)
    cluster.start()
    cluster.create_database("funeral")
    yield cluster
    cluster.remove()


def home(cluster):
    return (cluster.directory / "home").resolve()


def mode(path):
    return path.stat().st_mode & 0o777


def ask(cluster, question, role="owner"):
    with psycopg.connect(cluster.conninfo("funeral", role)) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_started_server_is_postgresql_18_in_utf8_with_btree_gist(shared):
    with psycopg.connect(shared.conninfo("funeral", "owner")) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        assert connection.info.server_version // 10_000 == 18
        assert connection.info.parameter_status("server_encoding") == "UTF8"


def test_a_server_in_earnest_keeps_checksums_and_flushes_to_disk(tmp_path):
    cluster = Cluster(tmp_path / "postgres")
    try:
        cluster.start()
        cluster.create_database("funeral")
        assert ask(cluster, "SHOW data_checksums") == "on"
        assert ask(cluster, "SHOW fsync") == "on"
    finally:
        cluster.remove()


def test_nothing_listens_on_the_network(shared):
    assert ask(shared, "SHOW listen_addresses") == ""


def test_a_restart_keeps_what_was_written(running):
    with psycopg.connect(running.conninfo("funeral", "owner")) as connection:
        connection.execute("CREATE TABLE names AS SELECT '李𠮷明' AS name")
    running.stop()
    assert not running.is_running()
    running.start()
    assert ask(running, "SELECT name FROM names") == "李𠮷明"


def test_starting_twice_and_stopping_twice_is_no_mistake(running):
    running.start()
    assert running.is_running()
    running.stop()
    running.stop()
    assert not running.is_running()


def test_a_wrong_password_is_refused(shared):
    address = psycopg.conninfo.make_conninfo(shared.conninfo("funeral"), password="guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_the_app_role_cannot_make_roles_or_tables(shared):
    assert ask(shared, "SELECT current_user", "app") == "funeral_app"
    for forbidden in ("CREATE ROLE other", "CREATE TABLE other (id int)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(shared, forbidden, "app")


def test_passwords_data_and_socket_are_for_the_owner_only(shared):
    assert mode(shared.directory) == 0o700
    assert mode(home(shared) / "data") == 0o700
    assert mode(home(shared) / "socket") == 0o700
    assert mode(home(shared) / "passwords.json") == 0o600
    assert (home(shared) / "passwords.json").stat().st_uid == os.geteuid()
    assert not (home(shared) / "password.new").exists()


def test_no_other_folder_becomes_readable(tmp_path):
    tmp_path.chmod(0o700)
    before = {folder: mode(folder) for folder in tmp_path.parents}
    cluster = Cluster(tmp_path / "postgres", fast=True)
    try:
        cluster.start()
        assert mode(tmp_path) == 0o700
        assert {folder: mode(folder) for folder in tmp_path.parents} == before
    finally:
        cluster.remove()


def test_two_that_start_at_once_share_one_server(cluster):
    command = (
        "import sys, pathlib, kernel.postgres as p; p.Cluster(pathlib.Path(sys.argv[1])).start()"
    )
    line = [sys.executable, "-c", command, str(cluster.directory)]
    with ThreadPoolExecutor(3) as starters:
        ends = list(
            starters.map(lambda _: subprocess.run(line, cwd=PROJECT, check=False), range(3))
        )
    assert [end.returncode for end in ends] == [0, 0, 0]
    assert cluster.is_running()


def test_after_a_killed_server_the_stale_files_do_not_hinder(running):
    pid = int((home(running) / "data" / "postmaster.pid").read_text().split()[0])
    # Its children end a moment after it, and until then the data are theirs.
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    os.kill(pid, signal.SIGKILL)
    while any(Path(f"/proc/{each}").exists() for each in (pid, *children)):
        time.sleep(0.01)
    assert (home(running) / "data" / "postmaster.pid").exists()
    running.start()
    assert ask(running, "SELECT 1") == 1


def test_a_failed_start_says_so_and_shows_the_log(running):
    running.stop()
    (home(running) / "data" / "pg_hba.conf").write_text("nonsense\n")
    with pytest.raises(PostgresFailed, match=r"(?s)^数据库没有启动。.*FATAL.*pg_hba"):
        running.start()
    assert not running.is_running()


def test_data_of_another_major_version_is_refused(running):
    running.stop()
    (home(running) / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(PostgresFailed, match=r"PostgreSQL 17 的数据.*pg_dumpall"):
        running.start()


def test_a_database_not_yet_made_has_no_address(cluster):
    with pytest.raises(PostgresFailed, match="请先启动"):
        cluster.url("funeral")


def test_a_dropped_database_takes_its_connections_with_it(shared):
    shared.create_database("passing")
    with psycopg.connect(shared.conninfo("passing")) as connection:
        shared.drop_database("passing")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_log_keeps_names_out(shared):
    with psycopg.connect(shared.conninfo("funeral", "owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE dead (name text PRIMARY KEY)")
        connection.execute("INSERT INTO dead VALUES ('王小明')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO dead VALUES ('王小明')")
    log = (home(shared) / "server.log").read_text()
    assert "duplicate key" in log
    assert "王小明" not in log


@pytest.mark.skipif(not ROOT, reason="as an ordinary user the copy has its own data")
def test_a_copied_folder_does_not_share_the_database(running, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(running.directory, copy, symlinks=True)
    with pytest.raises(PostgresFailed, match="复制来的"):
        Cluster(copy, fast=True).start()


@pytest.mark.skipif(not ROOT, reason="as an ordinary user a moved folder carries its data")
def test_a_moved_folder_finds_its_database_again(running, tmp_path):
    running.stop()
    moved = Cluster(running.directory.rename(tmp_path / "moved"), fast=True)
    try:
        moved.start()
        assert ask(moved, "SELECT 1") == 1
    finally:
        moved.remove()


@pytest.mark.skipif(not ROOT, reason="only root can become another user")
def test_the_server_never_runs_as_root(shared):
    assert pwd.getpwuid((home(shared) / "data").stat().st_uid).pw_name == "funeral-db"


@pytest.mark.skipif(not ROOT, reason="every other test already runs as an ordinary user")
def test_an_ordinary_user_with_a_long_path_can_use_it_too():
    base = Path(tempfile.mkdtemp(prefix="ordinary-"))
    base.chmod(0o755)
    script = Path(__file__).with_name("cluster_as_nobody.py")
    try:
        done = subprocess.run(
            [sys.executable, script, base],
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout)
    finally:
        shutil.rmtree(base)
    assert seen["role"] == "funeral_app"
    assert seen["uid"] == pwd.getpwnam("nobody").pw_uid
    assert seen["socket"] <= 106
    assert seen["socket_mode"] == "0o700"
    assert seen["left"] == []
