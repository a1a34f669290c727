"""An item as it is displayed: what a publication keeps, the public page shows and JSON hands out.

The keys are stable (docs/price-list.md). Amounts are decimal strings in yuan.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from billing.kinds import ItemClass, ItemPurpose, ListSource, PriceMode
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.units import Unit, plain

if TYPE_CHECKING:
    from billing.models import TariffItem


@dataclass(frozen=True)
class PublishedItem:
    """Equal in every key to the row it was made of, except for the purchase price, which an
    article's own page holds: families are shown the ceiling it leads to."""

    id: str
    code: str
    name: str
    item_class: ItemClass
    purpose: ItemPurpose
    list_source: ListSource
    terms: TariffTerms
    rule: PriceRule
    includes: tuple[str, ...]
    legal_basis: str
    issuer: str
    valid_from: date
    valid_to: date | None
    published_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @classmethod
    def of(cls, item: "TariffItem") -> Self:
        rule = item.rule
        return cls(
            id=str(item.id),
            code=item.code,
            name=item.name,
            item_class=ItemClass(item.item_class),
            purpose=ItemPurpose(item.purpose),
            list_source=ListSource(item.list_source),
            terms=item.terms,
            rule=PriceRule(
                mode=rule.mode,
                base_fen=rule.base_fen,
                float_up_percent=rule.float_up_percent,
                float_down_percent=rule.float_down_percent,
                ceiling_fen=rule.ceiling_fen if rule.mode is PriceMode.GUIDED else rule.allowed[1],
                reference_low_fen=rule.reference_low_fen,
                reference_high_fen=rule.reference_high_fen,
                markup_percent=rule.markup_percent,
            ),
            includes=tuple(item.includes),
            legal_basis=item.legal_basis,
            issuer=item.issuer,
            valid_from=item.valid_from,
            valid_to=item.valid_to,
            published_on=item.published_on,
        )

    def as_json(self) -> dict[str, Any]:
        terms, rule = self.terms, self.rule
        low, high = rule.allowed
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "class": self.item_class.value,
            "purpose": self.purpose.value,
            "list": self.list_source.value,
            "price_mode": rule.mode.value,
            "unit": terms.unit.value,
            "price": _yuan(terms.price_fen),
            "price_low": _yuan(terms.price_low_fen),
            "price_high": _yuan(terms.price_high_fen),
            "included": _plain(terms.included),
            "extra_price": _yuan(terms.extra_price_fen),
            "measured_in": terms.measured_in.value if terms.measured_in else None,
            "round_up_to": plain(terms.round_up_to),
            "base": _yuan(rule.base_fen),
            "float_up_percent": _plain(rule.float_up_percent),
            "float_down_percent": _plain(rule.float_down_percent),
            "ceiling": _yuan(rule.ceiling_fen),
            "reference_low": _yuan(rule.reference_low_fen),
            "reference_high": _yuan(rule.reference_high_fen),
            "markup_percent": _plain(rule.markup_percent),
            "allowed_low": _yuan(low),
            "allowed_high": _yuan(high),
            "includes": list(self.includes),
            "legal_basis": self.legal_basis,
            "issuer": self.issuer,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "published_on": self.published_on.isoformat() if self.published_on else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            id=kept["id"],
            code=kept["code"],
            name=kept["name"],
            item_class=ItemClass(kept["class"]),
            purpose=ItemPurpose(kept["purpose"]),
            list_source=ListSource(kept["list"]),
            terms=TariffTerms(
                unit=Unit(kept["unit"]),
                price_fen=_fen(kept["price"]),
                price_low_fen=_fen(kept["price_low"]),
                price_high_fen=_fen(kept["price_high"]),
                included=_number(kept["included"]),
                extra_price_fen=_fen(kept["extra_price"]),
                measured_in=Unit(kept["measured_in"]) if kept["measured_in"] else None,
                round_up_to=Decimal(kept["round_up_to"]),
            ),
            rule=PriceRule(
                mode=PriceMode(kept["price_mode"]),
                base_fen=_fen(kept["base"]),
                float_up_percent=_number(kept["float_up_percent"]),
                float_down_percent=_number(kept["float_down_percent"]),
                ceiling_fen=_fen(kept["ceiling"]),
                reference_low_fen=_fen(kept["reference_low"]),
                reference_high_fen=_fen(kept["reference_high"]),
                markup_percent=_number(kept["markup_percent"]),
            ),
            includes=tuple(kept["includes"]),
            legal_basis=kept["legal_basis"],
            issuer=kept["issuer"],
            valid_from=date.fromisoformat(kept["valid_from"]),
            valid_to=_day(kept["valid_to"]),
            published_on=_day(kept["published_on"]),
        )


@dataclass(frozen=True)
class Change:
    """One version that a new publication adds, alters or drops; `before` or `after` may be None."""

    before: PublishedItem | None
    after: PublishedItem | None

    @property
    def item(self) -> PublishedItem:
        found = self.after or self.before
        if found is None:
            raise ValueError("A change is of something.")
        return found


def changes_between(old: Iterable[PublishedItem], new: Iterable[PublishedItem]) -> list[Change]:
    """Version by version, in the order of the new list; what is gone comes last."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    altered = [
        Change(before.get(key), item) for key, item in after.items() if before.get(key) != item
    ]
    return altered + [Change(item, None) for key, item in before.items() if key not in after]


def content_hash(items: list[dict[str, Any]]) -> str:
    canonical = json.dumps(items, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // 100}.{fen % 100:02d}"


def _fen(yuan: str | None) -> int | None:
    return None if yuan is None else int(Decimal(yuan) * 100)


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
