"""What a home charges and the county waives, as published; for the small county of world.py."""

import uuid
from collections.abc import Collection
from datetime import date
from pathlib import Path

from billing.kinds import ItemClass, PriceMode
from billing.operations import publish_policy, publish_tariff_item
from billing.pricing import TariffTerms
from billing.units import Unit
from kernel.people.actors import SETUP

POLICIES = Path(__file__).parent.parent / "billing" / "policies"

# 嘉鱼县 2025-09-15, as published (rules.md §3).
TARIFF: dict[str, tuple[str, TariffTerms]] = {
    "transfer": (
        "遗体接运",
        TariffTerms(
            unit=Unit.TIME, price_low_fen=300_00, price_high_fen=510_00, measured_in=Unit.KM
        ),
    ),
    "storage": ("遗体存放", TariffTerms(unit=Unit.HOUR, price_fen=10_00)),
    "cremation_flat": ("遗体火化（平板炉）", TariffTerms(unit=Unit.BODY, price_fen=500_00)),
    "cremation_collecting": ("遗体火化（拣灰炉）", TariffTerms(unit=Unit.BODY, price_fen=850_00)),
    "hall_small": ("告别厅（小厅）", TariffTerms(unit=Unit.HOUR, price_fen=20_00)),
    "hall_medium": ("告别厅（中厅）", TariffTerms(unit=Unit.HOUR, price_fen=50_00)),
    "ash_deposit": (
        "骨灰寄存",
        TariffTerms(unit=Unit.YEAR, price_fen=180_00, measured_in=Unit.MONTH),
    ),
}


def publish_tariff(institution_id: uuid.UUID, codes: Collection[str] = tuple(TARIFF)) -> None:
    """Who may not do what only a 殡仪馆 does names the `codes` it may sell."""
    for code in codes:
        name, terms = TARIFF[code]
        publish_tariff_item(
            institution_id=institution_id,
            code=code,
            name=name,
            item_class=ItemClass.BASIC,
            price_mode=PriceMode.GUIDED,
            terms=terms,
            legal_basis="嘉鱼县殡葬服务收费公示（2025年9月15日）",
            issuer="嘉鱼县发展和改革局",
            valid_from=date(2025, 9, 15),
            by=SETUP,
        )


def publish_waiver(name: str = "jiayu-2025") -> None:
    publish_policy(source=(POLICIES / f"{name}.yaml").read_text(encoding="utf-8"), by=SETUP)
