"""Who can sign in to the demonstration; random passwords, kept for the owner only."""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from demo.counties import StaffEntry

PASSWORD_BYTES = 9  # twelve characters


@dataclass(frozen=True)
class SignIn:
    login: str
    password: str
    name: str
    role: str


@dataclass(frozen=True)
class ScreenAddress:
    name: str
    token: str


class Accounts:
    """The files VAR_DIR/demo-sign-ins.json and demo-screens.json, mode 0600."""

    def __init__(self, var_dir: Path) -> None:
        self.file = var_dir / "demo-sign-ins.json"
        self.screens = var_dir / "demo-screens.json"

    def new_password(self, entry: StaffEntry) -> str:
        """A new one, remembered before it is used: a login nobody can open helps nobody."""
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        others = [known for known in self.read() if known.login != entry.login]
        self._write(
            self.file, [*others, SignIn(entry.login, password, entry.name, entry.role.value)]
        )
        return password

    def read(self) -> list[SignIn]:
        if not self.file.exists():
            return []
        return [SignIn(**kept) for kept in json.loads(self.file.read_text(encoding="utf-8"))]

    def keep_screen(self, name: str, token: str) -> None:
        """Of its secret the system itself keeps only the hash."""
        self._write(self.screens, [*self.read_screens(), ScreenAddress(name, token)])

    def read_screens(self) -> list[ScreenAddress]:
        if not self.screens.exists():
            return []
        return [ScreenAddress(**kept) for kept in json.loads(self.screens.read_text("utf-8"))]

    def _write(self, path: Path, kept: Sequence[SignIn | ScreenAddress]) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump([asdict(each) for each in kept], file, ensure_ascii=False, indent=2)
