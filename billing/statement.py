"""The lines of a settlement, their sums and their digest: what paper, file and page agree on."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kernel import clock
from kernel.regions import county_of


@dataclass(frozen=True)
class SettledLine:
    """A funding entry: so many fen of one bill line, less than zero where a note took it back.

    `registration`: the region code of the deceased's household registration, None if unknown.
    """

    entry_id: uuid.UUID
    case_id: uuid.UUID
    case_number: str
    bill_number: str
    position: int
    item_code: str
    item_name: str
    item_class: str
    clause: str
    fen: int
    entered_at: datetime
    credit_note: str | None
    registration: str | None

    def is_of_other_county(self, region_code: str) -> bool:
        """Waived for somebody who was not registered in the home's county."""
        if not self.registration:
            return False
        return county_of(self.registration) != county_of(region_code)


@dataclass(frozen=True)
class ItemSum:
    item_class: str
    item_code: str
    item_name: str
    lines: int
    fen: int


def digest_of(payer: str, lines: Iterable[SettledLine]) -> str:
    """SHA-256, hexadecimal, of the lines in their order as JSON, one a row."""
    digest = hashlib.sha256(payer.encode())
    for line in lines:
        fields = (
            *(line.case_number, line.bill_number, line.position, line.item_code, line.clause),
            *(line.fen, clock.say_stamp(line.entered_at), line.credit_note),
        )
        digest.update(b"\n" + json.dumps(fields, ensure_ascii=False).encode())
    return digest.hexdigest()


def sum_by_item(lines: Iterable[SettledLine]) -> list[ItemSum]:
    """By class, then by item."""
    sums: dict[tuple[str, str], tuple[str, int, int]] = {}
    for line in lines:
        key = (line.item_class, line.item_code)
        _name, count, fen = sums.get(key, ("", 0, 0))
        sums[key] = (line.item_name, count + 1, fen + line.fen)
    return [
        ItemSum(item_class, item_code, name, count, fen)
        for (item_class, item_code), (name, count, fen) in sorted(sums.items())
    ]
