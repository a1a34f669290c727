"""Reads agreements.yaml: the articles of our agreements, with legal basis and days in force."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _

AGREEMENTS = Path(__file__).with_name("agreements.yaml")
SCHEMA = "1"


class AgreementLawMistake(YamlMistake):
    """agreements.yaml cannot be used: file, line, reason."""


class AgreementKind(StrEnum):
    DEPOSIT = "deposit"
    NICHE = "niche"
    PLOT = "plot"


@dataclass(frozen=True)
class Article:
    """`basis`: the law it rests on; empty where the two sides arrange it. `until`: the last day."""

    kinds: tuple[AgreementKind, ...]
    heading: str
    text: str
    basis: str
    since: date
    until: date | None

    def holds(self, kind: AgreementKind, on: date) -> bool:
        in_force = self.since <= on and (self.until is None or on <= self.until)
        return kind in self.kinds and in_force


def articles_of(kind: AgreementKind, on: date) -> tuple[Article, ...]:
    """Those of an agreement signed on this day, in their order."""
    return tuple(article for article in _known() if article.holds(kind, on))


@lru_cache(maxsize=1)
def _known() -> tuple[Article, ...]:
    return _read(read_file(AGREEMENTS, AgreementLawMistake))


def parse_articles(text: str, file: str = AGREEMENTS.name) -> tuple[Article, ...]:
    """Raises AgreementLawMistake with file, line and reason."""
    return _read(read(text, file, AgreementLawMistake))


def _read(document: Value) -> tuple[Article, ...]:
    found = document.fields("schema", "articles")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return tuple(_article(value) for value in found["articles"].items())


def _article(value: Value) -> Article:
    found = value.fields("for", "heading", "text", "from", optional=("basis", "to"))
    article = Article(
        kinds=tuple(kind.choice(AgreementKind) for kind in found["for"].items()),
        heading=found["heading"].text(),
        text=found["text"].text(),
        basis=found["basis"].text() if "basis" in found else "",
        since=found["from"].day(),
        until=found["to"].day() if "to" in found else None,
    )
    if article.until is not None and article.until < article.since:
        found["to"].refuse(_("截止日期早于生效日期。"))
    return article
