"""What keeping ashes costs by the list in force today."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.pricing import estimate
from billing.queries import find_tariff_item, list_charges
from kernel import clock

if TYPE_CHECKING:
    from cemetery.models import AshDeposit

ASH_DEPOSIT = "ash_deposit"
USUAL_TERMS = (3, 12, 36, 60)


def price_of(deposit: "AshDeposit") -> int | None:
    """The listed price of its whole term, in fen, before any waiver; None where none is asked."""
    charges = (c for c in list_charges(deposit.case_id) if c.fact_id == deposit.id)
    return next((charge.line().gross_fen for charge in charges), None)


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
