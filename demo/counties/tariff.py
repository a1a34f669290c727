"""The price list of a county's file, and the goods its home has in stock."""

from dataclasses import dataclass
from datetime import date

from billing.kinds import ItemClass, ItemPurpose, ListSource, PriceMode
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.units import Unit
from kernel.checked_yaml import Value
from kernel.i18n import _

PRICES = ("price", "price_low", "price_high", "included", "extra_price", "measured_in")
BOUNDS = (
    *("base", "float_up", "float_down", "ceiling", "reference_low", "reference_high"),
    *("purchase_price", "markup"),
)
OWN = ("purpose", "list_source", "includes", "legal_basis", "issuer", "valid_from")


@dataclass(frozen=True)
class TariffEntry:
    """What billing.operations.publish_tariff_item asks for."""

    code: str
    name: str
    item_class: ItemClass
    price_mode: PriceMode
    terms: TariffTerms
    rule: PriceRule
    purpose: ItemPurpose | None
    list_source: ListSource
    includes: tuple[str, ...]
    legal_basis: str
    issuer: str
    valid_from: date


@dataclass(frozen=True)
class GoodsEntry:
    """What billing.operations.receive_goods asks for; `item` is the code of an item above."""

    item: str
    quantity: int
    purchase_price_fen: int
    supplier: str
    document: str


def read_tariff(value: Value) -> tuple[TariffEntry, ...]:
    found = value.fields("legal_basis", "issuer", "valid_from", "items")
    return tuple(_read_item(item, found) for item in found["items"].items())


def read_goods(value: Value) -> tuple[GoodsEntry, ...]:
    entries = []
    for each in value.items():
        found = each.fields("item", "quantity", "purchase_price", "supplier", "document")
        entries.append(
            GoodsEntry(
                item=found["item"].text(),
                quantity=found["quantity"].whole(),
                purchase_price_fen=found["purchase_price"].fen(),
                supplier=found["supplier"].text(),
                document=found["document"].text(),
            )
        )
    return tuple(entries)


def _read_item(item: Value, shared: dict[str, Value]) -> TariffEntry:
    fields = item.fields(
        *("code", "name", "item_class", "price_mode", "unit"),
        optional=(*PRICES, *BOUNDS, *OWN),
    )
    basis = shared | fields
    includes = fields["includes"].items() if "includes" in fields else []
    return TariffEntry(
        code=fields["code"].text(),
        name=fields["name"].text(),
        item_class=fields["item_class"].choice(ItemClass),
        price_mode=fields["price_mode"].choice(PriceMode),
        terms=_read_terms(item, fields),
        rule=_read_rule(fields),
        purpose=fields["purpose"].choice(ItemPurpose) if "purpose" in fields else None,
        list_source=(
            fields["list_source"].choice(ListSource)
            if "list_source" in fields
            else ListSource.COUNTY
        ),
        includes=tuple(each.text() for each in includes),
        legal_basis=basis["legal_basis"].text(),
        issuer=basis["issuer"].text(),
        valid_from=basis["valid_from"].day(),
    )


def _read_rule(fields: dict[str, Value]) -> PriceRule:
    def fen(name: str) -> int | None:
        return fields[name].fen() if name in fields else None

    return PriceRule(
        mode=fields["price_mode"].choice(PriceMode),
        base_fen=fen("base"),
        float_up_percent=fields["float_up"].number() if "float_up" in fields else None,
        float_down_percent=fields["float_down"].number() if "float_down" in fields else None,
        ceiling_fen=fen("ceiling"),
        reference_low_fen=fen("reference_low"),
        reference_high_fen=fen("reference_high"),
        purchase_price_fen=fen("purchase_price"),
        markup_percent=fields["markup"].number() if "markup" in fields else None,
    )


def _read_terms(item: Value, fields: dict[str, Value]) -> TariffTerms:
    def fen(name: str) -> int | None:
        return fields[name].fen() if name in fields else None

    try:
        return TariffTerms(
            unit=fields["unit"].choice(Unit),
            price_fen=fen("price"),
            price_low_fen=fen("price_low"),
            price_high_fen=fen("price_high"),
            included=fields["included"].number() if "included" in fields else None,
            extra_price_fen=fen("extra_price"),
            measured_in=fields["measured_in"].choice(Unit) if "measured_in" in fields else None,
        )
    except ValueError as error:
        item.refuse(_("价格的写法自相矛盾：%(error)s"), error=error)
