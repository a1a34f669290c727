"""What keeping ashes costs by the list in force today."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.pricing import estimate
from billing.queries import find_tariff_item, list_charges
from cemetery.documents import Term
from kernel import clock

if TYPE_CHECKING:
    from cemetery.models import AshDeposit

ASH_DEPOSIT = "ash_deposit"
USUAL_TERMS = (3, 12, 36, 60)


def price_of(deposit: "AshDeposit") -> int | None:
    """The listed price of its whole term, in fen, before any waiver; None where none is asked."""
    if deposit.receipt:
        item = find_tariff_item(deposit.institution_id, ASH_DEPOSIT, deposit.since)
        months = Decimal(Term(deposit.since, deposit.until).months)
        return estimate(item.terms, months)[0] if item else None
    charges = list_charges(deposit.case_id) if deposit.case_id else []
    own = (charge for charge in charges if charge.fact_id == deposit.id)
    return next((charge.line().gross_fen for charge in own), None)


@dataclass(frozen=True)
class TermPrice:
    """The published price of a term, in fen, before any waiver."""

    months: int
    fen: int


def usual_prices(institution_id: uuid.UUID) -> list[TermPrice]:
    """Empty where no price is published: then keeping ashes is not charged (条例 art. 50)."""
    item = find_tariff_item(institution_id, ASH_DEPOSIT, clock.today())
    if item is None:
        return []
    return [TermPrice(months, estimate(item.terms, Decimal(months))[0]) for months in USUAL_TERMS]
