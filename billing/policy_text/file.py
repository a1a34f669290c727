"""Reads a county's policy from YAML; every mistake names its line (docs/waiver-policy.md)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from billing.classes import DateKey, PaymentForm, PolicyKind
from billing.errors import PolicyError
from billing.policy import (
    BeyondCap,
    CremationElsewhere,
    Elsewhere,
    LegalBasis,
    Policy,
    PolicyItem,
    refuse_overlaps,
)
from billing.policy_text.eligibility import (
    read_classes,
    read_evidence,
    read_exclusions,
    read_region,
    read_ways,
)
from billing.policy_text.funding import read_funding
from billing.policy_text.items import positive_fen, read_items
from billing.policy_text.readings import Readings, read_settings
from billing.policy_text.rewards import read_rewards
from billing.rewards import RewardPolicy
from kernel.checked_yaml import Value, read
from kernel.i18n import _

POLICIES = Path(__file__).parents[1] / "policies"
SCHEMA = "1"
ALWAYS = (
    *("schema", "code", "version", "title", "region"),
    *("legal_basis", "effective", "eligibility", "funding"),
)
SOMETIMES = ("kind", "exclusions", "excluded_classes", "payment", "notes", "county_settings")
OF_WAIVER = ("total_cap", "class_caps", "beyond_cap", "alternatives", "cremation_elsewhere")


def load_policy(path: Path) -> Policy | RewardPolicy:
    """Raises PolicyError with file, line and reason."""
    policy = parse_policy(path.read_text(encoding="utf-8"), path.name)
    if policy.code != path.stem:
        raise PolicyError(file=path.name, line=1, reason=_("code要与文件名相同。"))
    return policy


def load_policies(folder: Path = POLICIES) -> tuple[Policy | RewardPolicy, ...]:
    """Every policy of a folder. Raises PolicyError, PoliciesOverlap."""
    policies = tuple(load_policy(path) for path in sorted(folder.glob("*.yaml")))
    refuse_overlaps(policies)
    return policies


def parse_policy(text: str, file: str) -> Policy | RewardPolicy:
    """A waiver or a reward, as its `kind` says. Raises PolicyError."""
    document = read(text, file, PolicyError)
    rests_on = Readings(read_settings(document))
    policy = KINDS[_read_kind(document)](document, rests_on)
    rests_on.refuse_unused()
    return policy


def _read_kind(document: Value) -> PolicyKind:
    kind = document.entries().get("kind")
    return kind.choice(PolicyKind) if kind else PolicyKind.WAIVER


def _read_waiver(document: Value, rests_on: Readings) -> Policy:
    found = document.fields(*ALWAYS, "items", optional=(*SOMETIMES, *OF_WAIVER))
    common = _read_common(found, rests_on)
    items = read_items(found["items"], rests_on, _admitted(common))
    cap = rests_on.read(found["total_cap"]) if "total_cap" in found else None
    beyond = rests_on.read(found["beyond_cap"]) if "beyond_cap" in found else None
    caps = _read_class_caps(found.get("class_caps"), rests_on)
    if beyond is not None and cap is None and not caps:
        beyond.refuse(_("没有总额上限，就没有“超出部分由谁承担”。"))
    return Policy(
        **common,
        items=items,
        total_cap_fen=positive_fen(cap) if cap else None,
        class_caps=caps,
        beyond_cap=beyond.choice(BeyondCap) if beyond else BeyondCap.FAMILY,
        alternatives=_read_alternatives(found.get("alternatives"), items),
        elsewhere=_read_elsewhere(found.get("cremation_elsewhere"), rests_on),
    )


def _read_reward(document: Value, rests_on: Readings) -> RewardPolicy:
    found = document.fields(*ALWAYS, "rewards", optional=SOMETIMES)
    common = _read_common(found, rests_on)
    for plan in common["funding"].of.values():
        if any(part.fixed_fen is not None for part in plan.parts):
            found["funding"].refuse(_("奖补由谁承担只能按比例或“其余”写，不能写每案金额。"))
    return RewardPolicy(**common, rewards=read_rewards(found["rewards"], rests_on))


KINDS: dict[PolicyKind, Callable[[Value, Readings], Policy | RewardPolicy]] = {
    PolicyKind.WAIVER: _read_waiver,
    PolicyKind.REWARD: _read_reward,
}


def _read_common(found: dict[str, Value], rests_on: Readings) -> dict[str, Any]:
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    effective = rests_on.fields(found["effective"], "from", "by", optional=("to",))
    valid_from = effective["from"].day()
    valid_to = effective["to"].day() if "to" in effective else None
    if valid_to is not None and valid_to < valid_from:
        effective["to"].refuse(_("截止日期早于生效日期。"))
    excluded = found.get("excluded_classes")
    ways = read_ways(found["eligibility"], rests_on)
    admitted = {each for way in ways for each in way.classes or ()}
    return {
        "code": found["code"].text(),
        "version": found["version"].whole(),
        "title": found["title"].text(),
        "region": read_region(found["region"]),
        "legal_basis": tuple(
            _read_basis(basis, rests_on) for basis in found["legal_basis"].items()
        ),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "date_key": effective["by"].choice(DateKey),
        "ways": ways,
        "exclusions": read_exclusions(found.get("exclusions"), rests_on),
        "excluded_classes": frozenset(read_classes(excluded, refused=admitted)),
        "funding": read_funding(found["funding"], rests_on),
        "payment": _read_payment(found.get("payment"), rests_on),
        "notes": tuple(note.text() for note in found["notes"].items()) if "notes" in found else (),
        "settings": tuple(setting for setting, _value in rests_on.settings.values()),
    }


def _admitted(common: dict[str, Any]) -> frozenset[Any] | None:
    """The classes some way lets in; None where one lets in everybody."""
    if any(way.classes is None for way in common["ways"]):
        return None
    return frozenset(each for way in common["ways"] for each in way.classes)


def _read_basis(value: Value, rests_on: Readings) -> LegalBasis:
    found = rests_on.fields(value, "document", "issuer", "issued_on", "source")
    return LegalBasis(
        document=found["document"].text(),
        issuer=found["issuer"].text(),
        issued_on=found["issued_on"].day(),
        source=found["source"].text(),
    )


def _read_payment(value: Value | None, rests_on: Readings) -> PaymentForm:
    return rests_on.read(value).choice(PaymentForm) if value else PaymentForm.COUNTER


def _read_class_caps(block: Value | None, rests_on: Readings) -> tuple[tuple[Any, int], ...]:
    caps: dict[Any, int] = {}
    for value in block.items() if block else ():
        found = rests_on.fields(value, "classes", "at_most")
        for each in read_classes(found["classes"], refused=caps):
            caps[each] = positive_fen(found["at_most"])
    return tuple(caps.items())


def _read_alternatives(
    block: Value | None, items: tuple[PolicyItem, ...]
) -> tuple[tuple[str, ...], ...]:
    known = {item.code for item in items}
    groups = []
    taken: set[str] = set()
    for group in block.items() if block else ():
        codes = group.items()
        if len(codes) == 1:
            group.refuse(_("二选一至少要写两个项目。"))
        for code in codes:
            if code.text() not in known:
                code.refuse(_("items里没有“%(code)s”。"), code=code.text())
            if code.text() in taken:
                code.refuse(_("“%(key)s”写了两次。"), key=code.text())
            taken.add(code.text())
        groups.append(tuple(code.text() for code in codes))
    return tuple(groups)


def _read_elsewhere(block: Value | None, rests_on: Readings) -> CremationElsewhere | None:
    if block is None:
        return None
    found = block.fields("rule", optional=("within", "funding", "evidence"))
    return CremationElsewhere(
        rule=rests_on.read(found["rule"]).choice(Elsewhere),
        within=read_region(rests_on.read(found["within"])) if "within" in found else None,
        plans=read_funding(found["funding"], rests_on) if "funding" in found else None,
        evidence=read_evidence(found.get("evidence")),
    )
