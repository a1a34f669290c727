"""Reads the items of a policy: for each what is waived, and for whom."""

from collections.abc import Container

from billing.classes import WaiverClass
from billing.limits import Difference, Limit, Upgrade
from billing.policy import PolicyItem
from billing.policy_text.eligibility import read_classes
from billing.policy_text.funding import read_funding
from billing.policy_text.limits import OF_ITEM, positive_fen, read_limit
from billing.policy_text.readings import Readings, names_in
from kernel.checked_yaml import Value
from kernel.i18n import _

__all__ = ["positive_fen", "read_items"]


def read_items(
    block: Value, rests_on: Readings, admitted: Container[WaiverClass] | None
) -> tuple[PolicyItem, ...]:
    """`admitted`: the classes a way lets in, None for everybody; extras are for one of them."""
    entries = block.entries()
    items = [_read_item(code, entries, rests_on, admitted) for code in entries]
    if not items:
        block.refuse(_("至少要有一个减免项目。"))
    return tuple(items)


def _read_item(
    code: str,
    entries: dict[str, Value],
    rests_on: Readings,
    admitted: Container[WaiverClass] | None,
) -> PolicyItem:
    value = entries[code]
    found = value.entries()
    limit = (
        _read_upgrade(code, entries, rests_on)
        if _limit_word(found) == "upgrade"
        else read_limit(value, rests_on)
    )
    classes = read_classes(found.get("classes_only"))
    for each, entry in zip(classes, found["classes_only"].items() if classes else (), strict=True):
        if admitted is not None and each not in admitted:
            entry.refuse(_("“%(key)s”不在减免对象里，不能有专门的项目。"), key=each)
    within = found.get("within_cap")
    if within is not None and not classes:
        within.refuse(_("within_cap只用于只给某类对象的项目。"))
    return PolicyItem(
        code,
        limit,
        names_in(value),
        name=found["name"].text() if "name" in found else None,
        classes=classes,
        within_cap=within.flag() if within else not classes,
        plans=read_funding(found["funding"], rests_on) if "funding" in found else None,
    )


def _limit_word(found: dict[str, Value]) -> str:
    return found["limit"].text() if "limit" in found and found["limit"].is_scalar else ""


def _read_upgrade(code: str, entries: dict[str, Value], rests_on: Readings) -> Limit:
    found = rests_on.fields(
        entries[code], "limit", "standard", "difference", optional=(*OF_ITEM, "credit")
    )
    standard = found["standard"].text()
    other = entries.get(standard)
    if other is None or standard == code or "standard" in other.entries():
        found["standard"].refuse(_("标准项目要是本文件里的另一个普通项目。"))
    difference = found["difference"].choice(Difference)
    if difference is Difference.CREDIT and "credit" not in found:
        entries[code].refuse(_("缺少“%(key)s”这一项。"), key="credit")
    if difference is not Difference.CREDIT and "credit" in found and not names_in(entries[code]):
        found["credit"].refuse(_("只有fixed_credit才写抵扣的金额。"))
    fixed = difference is Difference.CREDIT
    upgrade = Upgrade(standard, difference, positive_fen(found["credit"]) if fixed else 0)
    named = other.entries().get("name")
    return _named(upgrade, named.text()) if named else upgrade


def _named(upgrade: Upgrade, name: str) -> Upgrade:
    return Upgrade(upgrade.standard, upgrade.difference, upgrade.credit_fen, name)
