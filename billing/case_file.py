"""Reads one case for `flask billing assess-waiver` from YAML or JSON (docs/waiver-policy.md)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from billing.classes import HomeLevel, WaiverClass
from billing.errors import CaseError
from billing.facts import Facts
from billing.lines import Line
from billing.policy_text.eligibility import read_region
from billing.pricing import whole_fen
from billing.rewards import Burial, RewardFacts, Site
from billing.units import Unit, convert, started
from kernel.checked_yaml import Value, read
from kernel.errors import Refusal
from kernel.i18n import _

NEEDED = ("waiver_class", "died_on")
REGIONS = ("household_registration", "parent_registration", "place_of_death", "cremated_in")
LATER = ("cremated_on", "applied_on")
FLAGS = ("funeral_grant", "waived_elsewhere", "has_receipts", "has_contract")
NUMBERS = ("pension_months", "storeys")
MEASURES = ("grave_area", "stele_height", "stele_width")


@dataclass(frozen=True)
class Case:
    """`reward` only where the file has a burial to reward."""

    facts: Facts
    lines: tuple[Line, ...]
    reward: RewardFacts | None


def parse_case(text: str, file: str) -> Case:
    """Raises CaseError with file, line and reason."""
    document = read(text, file, CaseError)
    found = _given(document, "facts", optional=("standard_prices", "lines", "reward"))
    prices = found["standard_prices"].entries() if "standard_prices" in found else {}
    facts = replace(
        _read_facts(found["facts"]),
        standard_prices={code: value.fen() for code, value in prices.items()},
    )
    return Case(
        facts=facts,
        lines=tuple(_read_line(line) for line in found["lines"].items())
        if "lines" in found and not _is_empty_list(found["lines"])
        else (),
        reward=_read_reward(found["reward"], facts) if "reward" in found else None,
    )


def _given(value: Value, *required: str, optional: tuple[str, ...] = ()) -> dict[str, Value]:
    """The fields that are filled in; null and nothing are as if they were not there."""
    found = value.fields(*required, optional=optional)
    given = {key: each for key, each in found.items() if not _is_null(each)}
    for key in required:
        if key not in given:
            found[key].refuse(_("缺少“%(key)s”这一项。"), key=key)
    return given


def _is_null(value: Value) -> bool:
    return isinstance(value.node, yaml.ScalarNode) and value.node.tag.endswith(":null")


def _is_empty_list(value: Value) -> bool:
    return value.is_list and not value.node.value


def _read_facts(block: Value) -> Facts:
    found = _given(
        block,
        *NEEDED,
        optional=(*REGIONS, *LATER, *FLAGS, *NUMBERS, "born_on", "cremated_at", "zone"),
    )
    died_on = found["died_on"].day()
    given: dict[str, Any] = {"household_registration": None}
    given |= {name: read_region(found[name]) for name in REGIONS if name in found}
    given |= {name: _read_later(found[name], died_on) for name in LATER if name in found}
    given |= {name: found[name].flag() for name in FLAGS if name in found}
    given |= {name: found[name].whole() for name in NUMBERS if name in found}
    if "born_on" in found:
        given["born_on"] = found["born_on"].day()
        if given["born_on"] > died_on:
            found["born_on"].refuse(_("出生日期晚于离世日期。"))
    return Facts(
        **given,
        waiver_class=found["waiver_class"].choice(WaiverClass),
        died_on=died_on,
        cremated_at=found["cremated_at"].choice(HomeLevel) if "cremated_at" in found else None,
        zone=found["zone"].text() if "zone" in found else None,
    )


def _read_later(value: Value, died_on: date) -> date:
    day = value.day()
    if day < died_on:
        value.refuse(_("这一天早于离世日期。"))
    return day


def _read_line(value: Value) -> Line:
    found = _given(
        value,
        "item",
        optional=("name", "quantity", "unit", "price", "price_unit", "round_up_to", "gross"),
    )
    if "price" not in found and "gross" not in found:
        value.refuse(_("要写单价，或这一项一共多少（%(keys)s）。"), keys="price、gross")
    unit = found["unit"].choice(Unit) if "unit" in found else Unit.TIME
    price_unit = found["price_unit"].choice(Unit) if "price_unit" in found else unit
    quantity = found["quantity"].number() if "quantity" in found else Decimal(1)
    step = found["round_up_to"].number() if "round_up_to" in found else Decimal(1)
    if not step:
        found["round_up_to"].refuse(_("取整的单位要大于零。"))
    try:
        units = started(convert(quantity, unit, price_unit), step)
    except Refusal as refusal:
        found["price_unit"].refuse(str(refusal).replace("%", "%%"))
    price_fen = found["price"].fen() if "price" in found else None
    gross_fen = found["gross"].fen() if "gross" in found else whole_fen(units * (price_fen or 0))
    if price_fen is None and units and gross_fen % units == 0:
        price_fen = int(gross_fen / units)
    return Line(
        item_code=found["item"].text(),
        name=found["name"].text() if "name" in found else found["item"].text(),
        unit=unit,
        quantity=quantity,
        gross_fen=gross_fen,
        unit_price_fen=price_fen,
        price_unit=price_unit,
        round_up_to=step,
    )


def _read_reward(block: Value, facts: Facts) -> RewardFacts:
    found = _given(
        block, "burial", optional=("site", *MEASURES, "has_marker", "rewarded_elsewhere")
    )
    given: dict[str, Any] = {name: found[name].number() for name in MEASURES if name in found} | {
        name: found[name].flag() for name in ("has_marker", "rewarded_elsewhere") if name in found
    }
    return RewardFacts(
        facts=facts,
        burial=found["burial"].choice(Burial),
        site=found["site"].choice(Site) if "site" in found else None,
        **given,
    )
