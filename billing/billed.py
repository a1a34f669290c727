"""A line of a bill that stands, as an assessment of a further bill reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from billing.classes import Payer
from billing.funding import Funding
from billing.lines import Line


@dataclass(frozen=True)
class Billed:
    """`bill` and `position` say which line it is; `funding` who pays how many fen of it."""

    bill: str
    position: int
    line: Line
    funding: Funding = ()

    @property
    def waived_fen(self) -> int:
        return sum(fen for _payer, fen in self.funding)

    def as_json(self) -> dict[str, Any]:
        return {
            "bill": self.bill,
            "position": self.position,
            "line": self.line.as_json(),
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            bill=stored["bill"],
            position=stored["position"],
            line=Line.from_json(stored["line"]),
            funding=tuple((Payer(part["payer"]), part["fen"]) for part in stored["funding"]),
        )
