"""The part of a county's file about rooms beside halls and cremators, and about booking."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from funeral.kinds import ResourceKind
from funeral.terms import Terms
from funeral.time_words import Hours, parse_hours, parse_span
from kernel.checked_yaml import Value
from kernel.clock import WEEKDAYS
from kernel.i18n import _

DAYS = tuple(day.lower() for day in WEEKDAYS["en"])


@dataclass(frozen=True)
class RoomsEntry:
    """Rooms of one kind at one site: what add_resource, set_hours and set_special_day ask for.

    `weekly`: the weekdays that differ, 0 is Monday. `special`: (day, hours, reason).
    """

    kind: ResourceKind
    names: tuple[str, ...]
    site: str
    minutes: tuple[int, int, int]
    hours: Hours
    weekly: dict[int, Hours | None]
    special: tuple[tuple[date, Hours | None, str], ...]


def read_rooms(value: Value) -> tuple[RoomsEntry, ...]:
    return tuple(_read_group(group) for group in value.items())


def read_terms(value: Value) -> Terms:
    """Whatever is not written is as funeral.terms.Terms has it; the legal basis must be."""
    known = {field.name: getattr(Terms(), field.name) for field in fields(Terms)}
    written = value.fields("legal_basis", optional=tuple(known))
    return Terms(**{name: _term(each, known[name]) for name, each in written.items()})


def _read_group(value: Value) -> RoomsEntry:
    found = value.fields(
        *("kind", "names", "setup_minutes", "use_minutes", "cleanup_minutes", "hours"),
        optional=("site", "weekly", "special_days"),
    )
    hours = _hours(found["hours"])
    if hours is None:
        found["hours"].refuse(_("这里要写平日的开放时间。"))
    minutes = (found[f"{part}_minutes"].whole() for part in ("setup", "use", "cleanup"))
    setup, use, cleanup = minutes
    return RoomsEntry(
        kind=found["kind"].choice(ResourceKind),
        names=tuple(name.text() for name in found["names"].items()),
        site=found["site"].text() if "site" in found else "",
        minutes=(setup, use, cleanup),
        hours=hours,
        weekly=_read_weekly(found["weekly"]) if "weekly" in found else {},
        special=_read_special(found["special_days"]) if "special_days" in found else (),
    )


def _read_weekly(value: Value) -> dict[int, Hours | None]:
    return {DAYS.index(day): _hours(each) for day, each in value.fields(optional=DAYS).items()}


def _read_special(value: Value) -> tuple[tuple[date, Hours | None, str], ...]:
    days = (each.fields("day", "hours", "reason") for each in value.items())
    return tuple((day["day"].day(), _hours(day["hours"]), day["reason"].text()) for day in days)


def _hours(value: Value) -> Hours | None:
    try:
        return parse_hours(value.text())
    except ValueError:
        value.refuse(
            _("“%(text)s”不是开放时间，请写成06:00–18:00、全天或不开放。"), text=value.text()
        )


def _term(value: Value, usual: Any) -> Any:
    """Of the same kind as the usual one: yes or no, words, a span of time, a number."""
    if isinstance(usual, bool):
        return value.text() in {"true", "yes"}
    if isinstance(usual, str):
        return value.text()
    if not isinstance(usual, timedelta):
        return value.whole()
    try:
        return parse_span(value.text())
    except ValueError:
        value.refuse(_("“%(text)s”不是时间，请连单位写成2 小时的形式。"), text=value.text())
