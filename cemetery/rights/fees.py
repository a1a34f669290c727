"""What a right costs over its whole term, as shown before it is agreed to and charged after."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from billing.lines import Line
from billing.prices import say_price
from billing.queries import find_tariff_item
from billing.units import Unit as Measure
from cemetery.models import Unit, UnitKind
from funeral.queries.money import expect_waived
from kernel import clock

if TYPE_CHECKING:
    from billing.models import TariffItem
    from funeral.models import FuneralCase

IN_WALLS = {UnitKind.NICHE, UnitKind.WALL}
# Items that nobody counts by time are bought once for the whole term.
PER_YEAR = {Measure.YEAR: 1, Measure.MONTH: 12}


@dataclass(frozen=True)
class FeeLine:
    """One item over the whole term, in fen; `counted`: "20 年"; `clause`: the waiver's."""

    code: str
    name: str
    price: str
    quantity: int
    counted: str
    gross_fen: int
    waived_fen: int
    clause: str = ""
    # Where the list publishes a range, its lower end.
    chosen_fen: int | None = None

    @property
    def due_fen(self) -> int:
        return self.gross_fen - self.waived_fen

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        return cls(**stored)


@dataclass(frozen=True)
class Offer:
    """What a term costs, of a right or of a deposit. `on_account`: charged to the case, whose next
    bill takes it; without one it is paid at the till, with a receipt and without a waiver.
    """

    since: date
    until: date
    lines: tuple[FeeLine, ...]
    on_account: bool

    @property
    def gross_fen(self) -> int:
        return sum(line.gross_fen for line in self.lines)

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.lines)

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.lines)

    @property
    def needs_receipt(self) -> bool:
        return bool(self.lines) and not self.on_account

    @property
    def fingerprint(self) -> str:
        """A family agrees to this and to nothing else (decision 14)."""
        term = [self.since.isoformat(), self.until.isoformat()]
        said = [*term, [line.as_json() for line in self.lines]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class FeeOffer(Offer):
    """Of a right: the fees of the whole term."""

    years: int


def item_codes(kind: UnitKind) -> tuple[str, str]:
    """Use and maintenance, as they stand on the list."""
    of = "niche" if kind in IN_WALLS else "plot"
    return f"{of}_use", f"{of}_maintenance"


def offer_fees(unit: Unit, case: "FuneralCase | None", years: int, since: date) -> FeeOffer:
    """By the list of today; what is not on it is not charged (条例 art. 50)."""
    today = clock.today()
    found = (
        find_tariff_item(unit.institution_id, code, today)
        for code in item_codes(UnitKind(unit.zone.kind))
    )
    items = [item for item in found if item]
    lines = [_line(item, years) for item in items]
    waived = _waived(case, lines) if case else [(0, "")] * len(lines)
    return FeeOffer(
        years=years,
        since=since,
        until=clock.add_months(since, years * 12),
        lines=tuple(
            _shown(item, line, *each) for item, line, each in zip(items, lines, waived, strict=True)
        ),
        on_account=case is not None,
    )


def _line(item: "TariffItem", years: int) -> Line:
    per_year = PER_YEAR.get(item.terms.quantity_unit)
    quantity = Decimal(years * per_year if per_year else 1)
    chosen = item.terms.low_fen if item.terms.is_range else None
    return Line.of(item.code, item.name, item.terms, quantity, chosen)


def _waived(case: "FuneralCase", lines: list[Line]) -> list[tuple[int, str]]:
    """As the next bill will say: beside what is billed and what waits, since all share a cap."""
    found = expect_waived(case, lines)
    return [(line.waived_fen, str(line.clause) if line.waived_fen else "") for line in found]


def _shown(item: "TariffItem", line: Line, waived_fen: int, clause: str) -> FeeLine:
    return FeeLine(
        code=item.code,
        name=item.name,
        price=say_price(item),
        quantity=int(line.quantity),
        counted=f"{int(line.quantity)} {Measure(line.unit).label}",
        gross_fen=line.gross_fen,
        waived_fen=waived_fen,
        clause=clause,
        chosen_fen=item.terms.low_fen if item.terms.is_range else None,
    )
