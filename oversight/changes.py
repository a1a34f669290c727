"""One journal entry as a reader sees it: which records, which fields, from what to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kernel.people.staff import say_who, staff_names
from oversight.field_values import say_value
from oversight.field_words import is_private, points_to, say_field
from oversight.words import say_record

if TYPE_CHECKING:
    from kernel.journal import JournalEntry

# Every record has them and they say nothing to a reader.
UNSAID = {"record", "id", "institution_id"}


@dataclass(frozen=True)
class FieldChange:
    """`record`: what the value points to, "cases/<id>"; private values are never carried here."""

    label: str
    before: str
    after: str
    private: bool = False
    record: str = ""


@dataclass(frozen=True)
class RecordChange:
    record: str
    word: str
    fields: list[FieldChange]


def changes_of(entry: "JournalEntry") -> list[RecordChange]:
    names = staff_names({value for value in _values(entry.changes) if value.startswith("staff:")})
    return [
        RecordChange(
            record=change["record"],
            word=say_record(_table(change)),
            fields=list(_fields(change, names)),
        )
        for change in entry.changes
    ]


def record_words(entry: "JournalEntry") -> list[str]:
    """The kinds of records an entry touched, each once, in order."""
    return list(dict.fromkeys(say_record(_table(change)) for change in entry.changes))


def _fields(change: dict[str, Any], names: dict[str, str]) -> Iterator[FieldChange]:
    table = _table(change)
    for field, values in change.items():
        if field in UNSAID:
            continue
        if is_private(table, field):
            yield FieldChange(say_field(field), "", "", private=True)
            continue
        before, after = (_say(table, field, value, names) for value in values)
        target = points_to(table, field)
        record = f"{target}/{values[1]}" if target and values[1] else ""
        yield FieldChange(say_field(field), before, after, record=record)


def _say(table: str, field: str, value: Any, names: dict[str, str]) -> str:
    if isinstance(value, str) and value.startswith(("staff:", "family:", "job:", "system:")):
        return say_who(value, names)
    target = points_to(table, field)
    if target and value:
        return f"{say_record(target)} …{str(value)[-6:]}"
    return say_value(field, value)


def _table(change: dict[str, Any]) -> str:
    return str(change["record"]).partition("/")[0]


def _values(changes: Iterable[dict[str, Any]]) -> Iterator[str]:
    for change in changes:
        for values in change.values():
            if isinstance(values, list):
                yield from (value for value in values if isinstance(value, str))
