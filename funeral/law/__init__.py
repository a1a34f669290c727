"""What must be settled before a cremation, by how the person died: cremation.yaml, read strictly.

The file is data with its legal basis and effective dates; a change of law is a new version in it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from funeral.kinds import DeathKind, PaperKind
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _

CREMATION = Path(__file__).with_name("cremation.yaml")
SCHEMA = "1"


class CremationLawMistake(YamlMistake):
    """cremation.yaml cannot be used: file, line, reason."""


class Allowed(StrEnum):
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


class Which(StrEnum):
    ANY = "any"
    DEDICATED = "dedicated"


@dataclass(frozen=True)
class CremationRule:
    """For one kind of death: every paper that is needed, and what else is asked. `basis`: why."""

    papers: tuple[PaperKind, ...]
    farewell_allowed: bool
    dedicated_cremator: bool
    basis: str


@dataclass(frozen=True)
class Version:
    valid_from: date
    valid_to: date | None
    rules: dict[DeathKind, CremationRule]


def rule_for(death_kind: str, on: date) -> CremationRule:
    """In force on this day; before the first version, the first."""
    versions = _in_force()
    version = next((v for v in reversed(versions) if v.valid_from <= on), versions[0])
    return version.rules[DeathKind(death_kind)]


def is_lighter(new: CremationRule, old: CremationRule) -> bool:
    """Something the old rule asks for or forbids, the new one does not."""
    return (
        not set(old.papers) <= set(new.papers)
        or (new.farewell_allowed and not old.farewell_allowed)
        or (old.dedicated_cremator and not new.dedicated_cremator)
    )


@lru_cache
def _in_force() -> tuple[Version, ...]:
    return _versions(read_file(CREMATION, CremationLawMistake))


def parse_law(text: str, file: str = CREMATION.name) -> tuple[Version, ...]:
    """Oldest first. Raises CremationLawMistake with file, line and reason."""
    return _versions(read(text, file, CremationLawMistake))


def _versions(document: Value) -> tuple[Version, ...]:
    found = document.fields("schema", "versions")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    versions: list[Version] = []
    for value in found["versions"].items():
        version = _version(value)
        before = versions[-1] if versions else None
        if before and not (before.valid_to and before.valid_to < version.valid_from):
            value.refuse(_("与上一个版本的日期重叠，请给上一个版本写上截止日期。"))
        versions.append(version)
    return tuple(versions)


def _version(value: Value) -> Version:
    found = value.fields("from", "basis", "papers", "kinds", optional=("to",))
    always = _papers(found["papers"])
    basis = found["basis"].text()
    rules = {}
    for name, rule in found["kinds"].entries().items():
        if name not in list(DeathKind):
            rule.refuse(_("不认识“%(key)s”这种死亡情形。"), key=name)
        rules[DeathKind(name)] = _rule(rule, always, basis)
    for kind in DeathKind:
        if kind not in rules:
            found["kinds"].refuse(_("缺少“%(key)s”这一项。"), key=kind.value)
    valid_to = found["to"].day() if "to" in found else None
    return Version(found["from"].day(), valid_to, rules)


def _rule(value: Value, always: tuple[PaperKind, ...], basis: str) -> CremationRule:
    found = value.fields("basis", "farewell", "cremator", optional=("further_papers",))
    further = _papers(found["further_papers"]) if "further_papers" in found else ()
    return CremationRule(
        papers=(*always, *(paper for paper in further if paper not in always)),
        farewell_allowed=found["farewell"].choice(Allowed) is Allowed.ALLOWED,
        dedicated_cremator=found["cremator"].choice(Which) is Which.DEDICATED,
        basis=f"{basis}。{found['basis'].text()}",
    )


def _papers(value: Value) -> tuple[PaperKind, ...]:
    return tuple(paper.choice(PaperKind) for paper in value.items())
