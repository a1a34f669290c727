"""Reads storage.yaml: how long remains may be kept, with the legal basis of each rule."""

from functools import lru_cache
from pathlib import Path

from funeral.storage import StorageRule
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _
from kernel.regions import find_region

FILE = Path(__file__).with_name("storage.yaml")
SCHEMA = "1"


class StorageLawMistake(YamlMistake):
    """The file cannot be read: file, line, reason."""


@lru_cache(maxsize=1)
def storage_rules() -> tuple[StorageRule, ...]:
    """Those of the file beside this module. Raises StorageLawMistake."""
    return _read(read_file(FILE, StorageLawMistake))


def parse_rules(text: str, file: str) -> tuple[StorageRule, ...]:
    return _read(read(text, file, StorageLawMistake))


def _read(document: Value) -> tuple[StorageRule, ...]:
    found = document.fields("schema", "rules")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return tuple(_read_rule(value) for value in found["rules"].items())


def _read_rule(value: Value) -> StorageRule:
    found = value.fields(
        *("days", "legal_basis", "longest_extension_days", "extension_basis", "valid_from"),
        optional=("region", "valid_until"),
    )
    region = found["region"].text() if "region" in found else ""
    if region and find_region(region) is None:
        found["region"].refuse(_("没有代码为“%(code)s”的行政区划。"), code=region)
    rule = StorageRule(
        region=region,
        days=_some(found["days"]),
        legal_basis=found["legal_basis"].text(),
        longest_extension_days=_some(found["longest_extension_days"]),
        extension_basis=found["extension_basis"].text(),
        valid_from=found["valid_from"].day(),
        valid_until=found["valid_until"].day() if "valid_until" in found else None,
    )
    if rule.valid_until is not None and rule.valid_until < rule.valid_from:
        found["valid_until"].refuse(_("截止日期早于生效日期。"))
    return rule


def _some(value: Value) -> int:
    days = value.whole()
    if days == 0:
        value.refuse(_("天数要大于零。"))
    return days
