"""What keeping ashes costs by the list in force today."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from billing.pricing import estimate
from billing.queries import find_tariff_item
from kernel import clock

ASH_DEPOSIT = "ash_deposit"
USUAL_TERMS = (3, 12, 36, 60)


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
