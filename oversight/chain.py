"""The proof chain of a record: what was recorded of it and its case, each entry as sealed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cemetery.memorials.queries.memorials import find_memorial
from cemetery.queries import list_deposits_of_case
from cemetery.queries.plates import list_plates_behind
from funeral.queries.cases import find_case
from funeral.queries.certificates import list_certificates_of_case
from kernel.sealing import find_seal_over, is_as_sealed
from oversight.queries import find_link

if TYPE_CHECKING:
    from funeral.models import FuneralCase
    from kernel.journal import JournalEntry
    from kernel.sealing import JournalLink, JournalSeal


@dataclass(frozen=True)
class Proof:
    """Of one entry. `link` and `seal` are None until the sealer has come by."""

    link: "JournalLink | None"
    seal: "JournalSeal | None"
    is_whole: bool


def records_of(record: str, case_number: str) -> list[str]:
    """The record and, of its case: the case, its certificates, deposits, plates, memorial page."""
    case = find_case(case_number) if case_number else None
    return list(dict.fromkeys(filter(None, (record, *(_of_case(case) if case else ())))))


def prove(entry: "JournalEntry") -> Proof:
    """Recomputed now, from the link before it."""
    link = find_link(entry.id)
    if link is None:
        return Proof(None, None, is_whole=True)
    return Proof(link, find_seal_over(link.position), is_whole=is_as_sealed(entry, link))


def _of_case(case: "FuneralCase") -> list[str]:
    deposits = list_deposits_of_case(case.id)
    memorial = find_memorial(case.id)
    return [
        f"cases/{case.id}",
        *(f"cremation_certificates/{each.id}" for each in list_certificates_of_case(case.id)),
        *(f"ash_deposits/{each.id}" for each in deposits),
        *(f"plates/{each.id}" for each in list_plates_behind(deposits)),
        *([f"memorials/{memorial.id}"] if memorial else []),
    ]
