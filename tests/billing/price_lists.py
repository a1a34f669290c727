"""Drafts of list items for tests, as an administrator writes them."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from billing.item_draft import ItemDraft
from billing.kinds import ItemClass, ItemPurpose, ListSource, PriceMode
from billing.operations import draft_tariff_item, publish_tariff, receive_goods
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.units import Unit
from kernel import clock
from kernel.people.actors import SETUP
from tests.funeral import desk


def a_draft(**changed: Any) -> ItemDraft:
    """遗体防腐 200 yuan a body, inside 150 to 400."""
    asked: dict[str, Any] = {
        "code": "embalming",
        "name": "遗体防腐",
        "item_class": ItemClass.NON_BASIC,
        "purpose": ItemPurpose.EMBALMING,
        "list_source": ListSource.MUNICIPAL,
        "terms": TariffTerms(unit=Unit.BODY, price_fen=200_00),
        "rule": PriceRule(
            PriceMode.REFERENCE_RANGE, reference_low_fen=150_00, reference_high_fen=400_00
        ),
        "legal_basis": "咸发改〔2026〕7号",
        "issuer": "咸宁市发展和改革委员会",
        "valid_from": clock.today(),
    }
    return ItemDraft(**(asked | changed))


def an_urn(price_fen: int = 260_00, **changed: Any) -> ItemDraft:
    """骨灰盒, bought for 200, at most 30 % more."""
    asked: dict[str, Any] = {"name": "骨灰盒（素面）", "code": "urn_plain"}
    asked["terms"] = TariffTerms(unit=Unit.PIECE, price_fen=price_fen)
    return a_draft(
        item_class=ItemClass.GOODS,
        purpose=ItemPurpose.GOODS,
        rule=PriceRule(
            PriceMode.MARKUP_CAPPED, purchase_price_fen=200_00, markup_percent=Decimal(30)
        ),
        **(asked | changed),
    )


def publish_draft(home: Any, draft: ItemDraft, by: Any = SETUP) -> Any:
    """Drafted and published at once; the publication."""
    draft_tariff_item(institution_id=home.id, draft=draft, by=by)
    return publish_tariff(institution_id=home.id, by=by)


def stock(home: Any, quantity: int = 2, purchase_fen: int = 200_00, **changed: Any) -> Any:
    asked: dict[str, Any] = {
        "institution_id": home.id,
        "item_code": "urn_plain",
        "quantity": quantity,
        "purchase_price_fen": purchase_fen,
        "received_on": clock.today(),
        "supplier": "演示殡葬用品厂",
        "document": "发票 0001",
        "by": SETUP,
    }
    return receive_goods(**(asked | changed))


def item_form(**changed: Any) -> dict[str, Any]:
    """The form of 遗体防腐 as the page sends it."""
    asked: dict[str, Any] = {
        "code": "embalming",
        "name": "遗体防腐",
        "item_class": "non_basic",
        "purpose": "embalming",
        "list_source": "municipal",
        "unit": "body",
        "measured_in": "",
        "price": "200",
        "round_up_to": "1",
        "price_mode": "reference_range",
        "reference_low": "150",
        "reference_high": "400",
        "legal_basis": "咸发改〔2026〕7号",
        "issuer": "咸宁市发展和改革委员会",
        "valid_from": desk.three(clock.today()),
    }
    return asked | changed


def days_from_now(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def apart(home: Any) -> Any:
    """The home for another thread, which must not share our session's rows."""
    return SimpleNamespace(id=home.id, clerk=home.clerk)
