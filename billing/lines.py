"""One charged line, as an assessment reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from billing.facts import Facts
from billing.pricing import TariffTerms, price
from billing.units import Unit

__all__ = ["Facts", "Line"]


@dataclass(frozen=True)
class Line:
    """What the tariff charges for one item before any waiver.

    `quantity` is the recorded fact in `unit` (90 hours, 12 months), not yet rounded;
    `unit_price_fen` buys one `price_unit`; None where the price does not grow with the quantity.
    """

    item_code: str
    name: str
    unit: Unit
    quantity: Decimal
    gross_fen: int
    unit_price_fen: int | None
    price_unit: Unit
    round_up_to: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.gross_fen < 0 or self.quantity < 0 or (self.unit_price_fen or 0) < 0:
            raise ValueError("A line never charges less than nothing.")

    @classmethod
    def of(
        cls,
        item_code: str,
        name: str,
        terms: TariffTerms,
        quantity: Decimal | None,
        chosen_price_fen: int | None = None,
    ) -> Self:
        """The line a tariff item gives. Raises the refusals of `billing.pricing.price`."""
        gross_fen = price(terms, quantity, chosen_price_fen)
        each_fen = chosen_price_fen if terms.is_range else terms.price_fen
        return cls(
            item_code=item_code,
            name=name,
            unit=terms.quantity_unit,
            quantity=quantity or Decimal(0),
            gross_fen=gross_fen,
            unit_price_fen=each_fen if terms.included is None else None,
            price_unit=terms.unit,
            round_up_to=terms.round_up_to,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "item_code": self.item_code,
            "name": self.name,
            "unit": self.unit.value,
            "quantity": str(self.quantity),
            "gross_fen": self.gross_fen,
            "unit_price_fen": self.unit_price_fen,
            "price_unit": self.price_unit.value,
            "round_up_to": str(self.round_up_to),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            item_code=stored["item_code"],
            name=stored["name"],
            unit=Unit(stored["unit"]),
            quantity=Decimal(stored["quantity"]),
            gross_fen=stored["gross_fen"],
            unit_price_fen=stored["unit_price_fen"],
            price_unit=Unit(stored["price_unit"]),
            round_up_to=Decimal(stored["round_up_to"]),
        )
