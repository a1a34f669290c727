"""What a county file says about hearses and about remains nobody claims."""

from dataclasses import dataclass
from datetime import date

from kernel.checked_yaml import Value
from kernel.i18n import _


@dataclass(frozen=True)
class RungEntry:
    """What funeral.operations.add_unclaimed_rung asks for; its place is its place in the file."""

    after_days: int
    title: str
    needs_notice: bool
    needs_police: bool
    offices: tuple[str, ...]
    period_days: int
    legal_basis: str
    valid_from: date


def read_rungs(value: Value) -> tuple[RungEntry, ...]:
    found = value.fields("valid_from", "rungs")
    valid_from = found["valid_from"].day()
    return tuple(_read_rung(rung, valid_from) for rung in found["rungs"].items())


def _read_rung(value: Value, valid_from: date) -> RungEntry:
    found = value.fields(
        *("after_days", "title", "period_days", "legal_basis"), optional=("asks", "offices")
    )
    asks = {each.text() for each in found["asks"].items()} if "asks" in found else set()
    for ask in asks - {"notice", "police"}:
        found["asks"].refuse(
            _("“%(text)s”不在可选的词里：%(words)s。"), text=ask, words="notice、police"
        )
    offices = found["offices"].items() if "offices" in found else []
    return RungEntry(
        after_days=found["after_days"].whole(),
        title=found["title"].text(),
        needs_notice="notice" in asks,
        needs_police="police" in asks,
        offices=tuple(office.text() for office in offices),
        period_days=found["period_days"].whole(),
        legal_basis=found["legal_basis"].text(),
        valid_from=valid_from,
    )
