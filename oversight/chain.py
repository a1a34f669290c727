"""The proof chain of a record: what was recorded of it and its case, each entry as sealed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cemetery.records import records_behind, records_of_ashes
from funeral.queries.cases import find_case
from kernel.sealing import find_seal_over, is_as_sealed
from oversight.queries import find_link

if TYPE_CHECKING:
    from kernel.journal import JournalEntry
    from kernel.sealing import JournalLink, JournalSeal


@dataclass(frozen=True)
class Proof:
    """Of one entry. `link` and `seal` are None until the sealer has come by."""

    link: "JournalLink | None"
    seal: "JournalSeal | None"
    is_whole: bool


def records_of(record: str, case_number: str) -> list[str]:
    """The record with all that belongs to it: its case, ashes and where they went, unit, right."""
    case = find_case(case_number) if case_number else None
    of_case = records_of_ashes(case.id) if case else ()
    return list(dict.fromkeys(filter(None, (record, *records_behind(record), *of_case))))


def prove(entry: "JournalEntry") -> Proof:
    """Recomputed now, from the link before it."""
    link = find_link(entry.id)
    if link is None:
        return Proof(None, None, is_whole=True)
    return Proof(link, find_seal_over(link.position), is_whole=is_as_sealed(entry, link))
