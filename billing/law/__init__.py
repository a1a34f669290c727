"""Who may sell an item: sellers.yaml, read strictly, each rule with its legal basis and dates."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from billing.errors import SellerNotAllowed
from billing.kinds import ItemPurpose
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _
from kernel.places import Institution, InstitutionKind

FILE = Path(__file__).with_name("sellers.yaml")
SCHEMA = "1"
# Who has a price list at all, in the order families look for them.
SELLERS = (InstitutionKind.FUNERAL_HOME, InstitutionKind.COLUMBARIUM, InstitutionKind.CEMETERY)


class SellerLawMistake(YamlMistake):
    """sellers.yaml cannot be used: file, line, reason."""


@dataclass(frozen=True)
class SellerRule:
    """From `valid_from` to `valid_to` (inclusive, None: open) only `sellers` sell `purposes`."""

    purposes: tuple[ItemPurpose, ...]
    sellers: tuple[InstitutionKind, ...]
    legal_basis: str
    valid_from: date
    valid_to: date | None

    def meets(self, first: date, last: date | None) -> bool:
        """Whether it holds on any day of that time."""
        return (last is None or self.valid_from <= last) and (
            self.valid_to is None or first <= self.valid_to
        )


def ensure_may_sell(
    seller: Institution, purpose: ItemPurpose, item: str, first: date, last: date | None
) -> None:
    """On every day from `first` to `last` (None: open). Raises SellerNotAllowed with its ground."""
    for rule in seller_rules():
        forbids = purpose in rule.purposes and seller.kind not in rule.sellers
        if forbids and rule.meets(first, last):
            raise SellerNotAllowed(ground=rule.legal_basis, seller=seller.name, item=item)


@lru_cache
def seller_rules() -> tuple[SellerRule, ...]:
    return _rules(read_file(FILE, SellerLawMistake))


def parse_sellers(text: str, file: str = FILE.name) -> tuple[SellerRule, ...]:
    """Raises SellerLawMistake with file, line and reason."""
    return _rules(read(text, file, SellerLawMistake))


def _rules(document: Value) -> tuple[SellerRule, ...]:
    found = document.fields("schema", "rules")
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    return tuple(_rule(value) for value in found["rules"].items())


def _rule(value: Value) -> SellerRule:
    found = value.fields("purposes", "sellers", "legal_basis", "valid_from", optional=("valid_to",))
    rule = SellerRule(
        purposes=tuple(each.choice(ItemPurpose) for each in found["purposes"].items()),
        sellers=tuple(each.choice(InstitutionKind) for each in found["sellers"].items()),
        legal_basis=found["legal_basis"].text(),
        valid_from=found["valid_from"].day(),
        valid_to=found["valid_to"].day() if "valid_to" in found else None,
    )
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        found["valid_to"].refuse(_("截止日期早于生效日期。"))
    return rule
