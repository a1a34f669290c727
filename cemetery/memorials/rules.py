"""Reads rules.yaml: limits of memorial pages, and what staff looks at first."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from cemetery.memorials.kinds import PieceKind
from kernel.checked_yaml import Value, YamlMistake, read_file
from kernel.i18n import _

RULES = Path(__file__).with_name("rules.yaml")
SCHEMA = "1"
NUMBERS = (
    *("kept_days", "text_characters", "message_characters", "pictures", "picture_megabytes"),
    *("waiting_messages", "messages_per_address_an_hour", "messages_per_page_a_day"),
)


class Look(StrEnum):
    """Which pieces of a kind staff looks at first."""

    ALL = "all"
    FLAGGED = "flagged"


class MemorialRulesMistake(YamlMistake):
    """rules.yaml cannot be used: file, line, reason."""


@dataclass(frozen=True)
class Sign:
    """A `pattern` (of text as `_plain` makes it) that makes staff look, and why."""

    reason: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Rules:
    """`always`: kinds of which staff looks at every one."""

    basis: str
    kept_days: int
    text_characters: int
    message_characters: int
    pictures: int
    picture_megabytes: int
    waiting_messages: int
    messages_per_address_an_hour: int
    messages_per_page_a_day: int
    always: frozenset[PieceKind]
    signs: tuple[Sign, ...]

    def reasons_to_look(self, words: str) -> list[str]:
        """Why staff should read it first; empty where nothing speaks against it."""
        plain = _plain(words)
        return [sign.reason for sign in self.signs if sign.pattern.search(plain)]

    def needs_staff(self, kind: PieceKind, reasons: list[str]) -> bool:
        return kind in self.always or bool(reasons)


@lru_cache(maxsize=1)
def memorial_rules() -> Rules:
    """Raises MemorialRulesMistake with file, line and reason."""
    return _read(read_file(RULES, MemorialRulesMistake))


def _read(document: Value) -> Rules:
    found = document.fields("schema", "basis", *NUMBERS, "look_at", "look_for")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    looked_at = found["look_at"].fields(*PieceKind)
    return Rules(
        basis=found["basis"].text(),
        **{name: found[name].whole() for name in NUMBERS},
        always=frozenset(kind for kind in PieceKind if looked_at[kind].choice(Look) is Look.ALL),
        signs=tuple(_sign(value) for value in found["look_for"].items()),
    )


def _sign(value: Value) -> Sign:
    found = value.fields("reason", "pattern")
    try:
        pattern = re.compile(found["pattern"].text())
    except re.error:
        found["pattern"].refuse(_("这个模式写错了。"))
    return Sign(found["reason"].text(), pattern)


def _plain(words: str) -> str:
    """Nobody gets past by a full-width letter or a space between two."""
    return "".join(unicodedata.normalize("NFKC", words).lower().split())
