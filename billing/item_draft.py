"""A version of a list item before it is published, and how a price is put together for it."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from billing.errors import (
    BasicNotGuided,
    CodeWrong,
    DatesReversed,
    ExtraWithoutIncluded,
    IncludesItself,
    PriceOrRange,
    RangeReversed,
    StepWrong,
)
from billing.kinds import ItemClass, ItemPurpose, ListSource, PriceMode
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.units import Unit

CODE = re.compile(r"[a-z0-9_]{2,40}", re.ASCII)


@dataclass(frozen=True)
class ItemDraft:
    """One version of one item as the administrator writes it; `valid_to` inclusive."""

    code: str
    name: str
    item_class: ItemClass
    purpose: ItemPurpose
    list_source: ListSource
    terms: TariffTerms
    rule: PriceRule
    legal_basis: str
    issuer: str
    valid_from: date
    valid_to: date | None = None
    includes: tuple[str, ...] = field(default=())

    def ensure_consistent(self) -> None:
        """What can be said without asking the database.

        Raises CodeWrong, BasicNotGuided, IncludesItself, DatesReversed and the refusals of
        billing.price_rules.
        """
        if not CODE.fullmatch(self.code):
            raise CodeWrong
        if self.item_class is ItemClass.BASIC and self.rule.mode is not PriceMode.GUIDED:
            raise BasicNotGuided
        if {self.code, self.purpose.value} & set(self.includes):
            raise IncludesItself
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise DatesReversed(item=self.name)
        self.rule.ensure_complete()
        self.rule.ensure_allows(self.terms)


def terms_of(
    *,
    unit: Unit,
    price_fen: int | None,
    price_low_fen: int | None,
    price_high_fen: int | None,
    included: Decimal | None,
    extra_price_fen: int | None,
    measured_in: Unit | None,
    round_up_to: Decimal,
) -> TariffTerms:
    """Raises PriceOrRange, RangeReversed, ExtraWithoutIncluded, StepWrong."""
    is_range = price_low_fen is not None and price_high_fen is not None
    half = (price_low_fen is None) is not (price_high_fen is None)
    if half or (price_fen is None) is not is_range:
        raise PriceOrRange
    if is_range and (price_low_fen or 0) > (price_high_fen or 0):
        raise RangeReversed
    if extra_price_fen is not None and included is None:
        raise ExtraWithoutIncluded
    if round_up_to <= 0:
        raise StepWrong
    return TariffTerms(
        unit=unit,
        price_fen=price_fen,
        price_low_fen=price_low_fen,
        price_high_fen=price_high_fen,
        included=included,
        extra_price_fen=extra_price_fen,
        measured_in=measured_in,
        round_up_to=round_up_to,
    )
