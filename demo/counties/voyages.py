"""Voyages as a county's file names them: their days are reckoned when the demo is loaded."""

from dataclasses import dataclass

from cemetery.voyages.kinds import VoyageKind
from kernel.checked_yaml import Value


@dataclass(frozen=True)
class VoyageEntry:
    kind: VoyageKind
    waters: str
    gathers_place: str
    ship_name: str
    ship_licence: str
    portions: int
    relatives: int
    per_family: int
    bring: str


def read_voyages(value: Value) -> tuple[VoyageEntry, ...]:
    return tuple(_read_voyage(each) for each in value.items())


def _read_voyage(value: Value) -> VoyageEntry:
    found = value.fields(
        *("kind", "waters", "gathers_place", "portions", "relatives", "per_family"),
        optional=("ship_name", "ship_licence", "bring"),
    )
    said = {
        name: found[name].text() if name in found else ""
        for name in ("ship_name", "ship_licence", "bring")
    }
    return VoyageEntry(
        kind=found["kind"].choice(VoyageKind),
        waters=found["waters"].text(),
        gathers_place=found["gathers_place"].text(),
        portions=found["portions"].whole(),
        relatives=found["relatives"].whole(),
        per_family=found["per_family"].whole(),
        **said,
    )
