"""What a family was told beforehand beside what the bill says, item by item."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from billing.models import BillLine


@dataclass(frozen=True)
class QuotedRow:
    """`at_most`: a published range, quoted at its upper end."""

    item_code: str
    name: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    at_most: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)


@dataclass(frozen=True)
class ComparedItem:
    """One item, told and billed; None where it stands on one side only."""

    item_code: str
    name: str
    told_fen: int | None
    billed_fen: int | None

    @property
    def difference_fen(self) -> int:
        """More than zero: the family pays more than it was told."""
        return (self.billed_fen or 0) - (self.told_fen or 0)


def compare(rows: Iterable[QuotedRow], lines: Iterable["BillLine"]) -> list[ComparedItem]:
    """By what the family pays; several lines of one item are one, in the order of the bill."""
    told: dict[str, int] = {}
    billed: dict[str, int] = {}
    names: dict[str, str] = {}
    for line in lines:
        billed[line.item_code] = billed.get(line.item_code, 0) + line.due_fen
        names.setdefault(line.item_code, line.name)
    for row in rows:
        told[row.item_code] = told.get(row.item_code, 0) + row.due_fen
        names.setdefault(row.item_code, row.name)
    return [
        ComparedItem(code, name, told.get(code), billed.get(code)) for code, name in names.items()
    ]
