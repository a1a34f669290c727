"""What texts say: approved templates with places for facts, in files their packages keep.

A gateway in China sends nothing but templates approved beforehand, by name and facts; whole
sentences are made here, for gateways that take them and for the pages of staff. They are Chinese,
since that is what was approved and what the family got.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kernel.checked_yaml import Value, YamlMistake, read_file
from kernel.i18n import _

SCHEMA = "1"
PLACE = re.compile(r"\{(\w+)\}")
_files: list[Path] = []


class WordingMistake(YamlMistake):
    """A file of texts cannot be used: file, line, reason."""


@dataclass(frozen=True)
class Wording:
    """One template. `is_awaited`: people wait for it, so it is sent at night, too."""

    name: str
    says: str
    is_awaited: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of its places, in order."""
        return tuple(PLACE.findall(self.says))

    def fill(self, facts: dict[str, str]) -> str:
        return self.says.format_map(facts)


def add_wordings(path: Path) -> None:
    """A package's file of texts; read when the first text is written."""
    _files.append(path)
    _known.cache_clear()


def list_wordings() -> list[Wording]:
    return list(_known().values())


def get_wording(name: str) -> Wording:
    return _known()[name]


def find_wording(name: str) -> Wording | None:
    """None where it was taken out of its file since a text was written with it."""
    return _known().get(name)


@lru_cache(maxsize=1)
def _known() -> dict[str, Wording]:
    return {each.name: each for path in _files for each in read_wordings(path)}


def read_wordings(path: Path) -> list[Wording]:
    """Raises WordingMistake with file, line and reason."""
    found = read_file(path, WordingMistake).fields("schema", "texts")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return [_wording(name, value) for name, value in found["texts"].entries().items()]


def _wording(name: str, value: Value) -> Wording:
    found = value.fields("says", optional=("awaited",))
    awaited = found["awaited"].flag() if "awaited" in found else False
    says = "".join(found["says"].text().split("\n"))
    if "{" in PLACE.sub("", says) or "}" in PLACE.sub("", says):
        found["says"].refuse(_("大括号里只写一个名称。"))
    return Wording(name, says, awaited)
