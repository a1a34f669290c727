"""What a further term of a deposit costs, as shown before it is agreed to and charged after."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.lines import Line
from billing.prices import say_price
from billing.queries import find_tariff_item
from billing.units import Unit as Measure
from billing.units import plain
from cemetery.price import ASH_DEPOSIT
from cemetery.rights.fees import FeeLine
from funeral.queries.money import expect_waived
from kernel import clock

if TYPE_CHECKING:
    from billing.models import TariffItem
    from cemetery.models import AshDeposit
    from funeral.models import FuneralCase


@dataclass(frozen=True)
class TermOffer:
    """`lines`: one, or none where no price is published. `on_account`: charged to the case, whose
    next bill takes it; without one it is paid at the till, with a receipt and without a waiver."""

    months: int
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
        said = [self.months, self.since.isoformat(), [line.as_json() for line in self.lines]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def offer_term(deposit: "AshDeposit", case: "FuneralCase | None", months: int) -> TermOffer:
    """From the end of its term on, by the list of today; what is not on it is not charged."""
    item = find_tariff_item(deposit.institution_id, ASH_DEPOSIT, clock.today())
    return TermOffer(
        months=months,
        since=deposit.until,
        until=clock.add_months(deposit.until, months),
        lines=(_line(item, case, months),) if item else (),
        on_account=case is not None,
    )


def _line(item: "TariffItem", case: "FuneralCase | None", months: int) -> FeeLine:
    chosen = item.terms.low_fen if item.terms.is_range else None
    line = Line.of(item.code, item.name, item.terms, Decimal(months), chosen)
    [waived] = expect_waived(case, [line]) if case else [None]
    return FeeLine(
        code=item.code,
        name=item.name,
        price=say_price(item),
        quantity=months,
        counted=f"{plain(line.quantity)} {Measure(line.unit).label}",
        gross_fen=line.gross_fen,
        waived_fen=waived.waived_fen if waived else 0,
        clause=str(waived.clause) if waived and waived.waived_fen else "",
        chosen_fen=chosen,
    )
