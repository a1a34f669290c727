"""Reads a waiver policy from YAML; every mistake names its line (docs/waiver-policy.md)."""

from pathlib import Path

from billing.classes import DateKey, Payer, WaiverClass
from billing.errors import PolicyError
from billing.policy import (
    Exclusion,
    LegalBasis,
    Policy,
    Registration,
    Way,
    refuse_overlaps,
)
from billing.policy_items import positive_fen, read_items
from billing.readings import Readings, names_in, read_settings
from kernel.checked_yaml import Value, read
from kernel.i18n import _
from kernel.regions import find_region

POLICIES = Path(__file__).with_name("policies")
SCHEMA = "1"


def load_policy(path: Path) -> Policy:
    """Raises PolicyError with file, line and reason."""
    policy = parse_policy(path.read_text(encoding="utf-8"), path.name)
    if policy.code != path.stem:
        raise PolicyError(file=path.name, line=1, reason=_("code要与文件名相同。"))
    return policy


def load_policies(folder: Path = POLICIES) -> tuple[Policy, ...]:
    """Every policy of a folder. Raises PolicyError, PoliciesOverlap."""
    policies = tuple(load_policy(path) for path in sorted(folder.glob("*.yaml")))
    refuse_overlaps(policies)
    return policies


def parse_policy(text: str, file: str) -> Policy:
    document = read(text, file, PolicyError)
    settings = read_settings(document)
    rests_on = Readings(settings)
    found = document.fields(
        *("schema", "code", "version", "title", "region"),
        *("legal_basis", "effective", "eligibility", "items", "funding"),
        optional=("exclusions", "total_cap", "county_settings"),
    )
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    effective = found["effective"].fields("from", "by", optional=("to",))
    valid_from = effective["from"].day()
    valid_to = effective["to"].day() if "to" in effective else None
    if valid_to is not None and valid_to < valid_from:
        effective["to"].refuse(_("截止日期早于生效日期。"))
    policy = Policy(
        code=found["code"].text(),
        version=found["version"].whole(),
        title=found["title"].text(),
        region=_read_region(found["region"]),
        legal_basis=tuple(_read_basis(basis) for basis in found["legal_basis"].items()),
        valid_from=valid_from,
        valid_to=valid_to,
        date_key=rests_on.read(effective["by"]).choice(DateKey),
        ways=_read_ways(found["eligibility"], rests_on),
        exclusions=_read_exclusions(found.get("exclusions")),
        items=read_items(found["items"], rests_on),
        total_cap_fen=positive_fen(found["total_cap"]) if "total_cap" in found else None,
        payer=_read_funding(found["funding"], rests_on),
        settings=tuple(setting for setting, _value in settings.values()),
    )
    rests_on.refuse_unused()
    return policy


def _read_region(value: Value) -> str:
    code = value.text()
    if find_region(code) is None:
        value.refuse(_("没有代码为“%(code)s”的行政区划。"), code=code)
    return code


def _read_basis(value: Value) -> LegalBasis:
    found = value.fields("document", "issuer", "issued_on", "source")
    return LegalBasis(
        document=found["document"].text(),
        issuer=found["issuer"].text(),
        issued_on=found["issued_on"].day(),
        source=found["source"].text(),
    )


def _read_ways(block: Value, rests_on: Readings) -> tuple[Way, ...]:
    ways = []
    taken: set[tuple[Registration, WaiverClass | None]] = set()
    for value in block.items():
        found = value.fields("who", "household_registration", optional=("classes", "evidence"))
        registration = rests_on.read(found["household_registration"]).choice(Registration)
        listed = found["classes"].items() if "classes" in found else []
        classes = [entry.choice(WaiverClass) for entry in listed]
        named: list[WaiverClass | None] = [*classes] or [None]
        for entry, waiver_class in zip(listed or [value], named, strict=True):
            if (registration, waiver_class) in taken:
                entry.refuse(_("同一类对象写了两次，只能留一处。"))
            taken.add((registration, waiver_class))
        evidence = found["evidence"].items() if "evidence" in found else []
        ways.append(
            Way(
                who=found["who"].text(),
                classes=frozenset(classes) if classes else None,
                registration=registration,
                evidence=tuple(entry.text() for entry in evidence),
                settings=names_in(found["household_registration"]),
            )
        )
    return tuple(ways)


def _read_exclusions(block: Value | None) -> tuple[Exclusion, ...]:
    exclusions: list[Exclusion] = []
    for value in block.items() if block else []:
        exclusion = value.choice(Exclusion)
        if exclusion in exclusions:
            value.refuse(_("“%(key)s”写了两次。"), key=exclusion)
        exclusions.append(exclusion)
    return tuple(exclusions)


def _read_funding(block: Value, rests_on: Readings) -> Payer:
    """One payer so far; the list leaves room for shares by level."""
    [first, *others] = block.items()
    for other in others:
        other.refuse(_("目前只支持一个承担单位。"))
    return rests_on.read(first.fields("payer")["payer"]).choice(Payer)
