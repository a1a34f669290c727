"""What a further term of a deposit costs, as shown before it is agreed to and charged after."""

from decimal import Decimal
from typing import TYPE_CHECKING

from billing.lines import Line
from billing.prices import say_price
from billing.queries import find_tariff_item
from billing.units import Unit as Measure
from billing.units import plain
from cemetery.price import ASH_DEPOSIT
from cemetery.rights.fees import FeeLine, Offer
from funeral.queries.money import expect_waived
from kernel import clock

if TYPE_CHECKING:
    from billing.models import TariffItem
    from cemetery.models import AshDeposit
    from funeral.models import FuneralCase


def offer_term(deposit: "AshDeposit", case: "FuneralCase | None", months: int) -> Offer:
    """From the end of its term on, by the list of today: one line, or none where none is on it."""
    item = find_tariff_item(deposit.institution_id, ASH_DEPOSIT, clock.today())
    return Offer(
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
