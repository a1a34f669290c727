"""From limits to what each line is waived: line limits, alternatives, cap, then class extras."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from billing.classes import Payer
from billing.errors import StandardPriceMissing
from billing.facts import Facts
from billing.funding import Funding, gathered
from billing.limits import Difference, Upgrade
from billing.lines import Line
from billing.policy import BeyondCap, Elsewhere, Policy, PolicyItem
from billing.pricing import whole_fen
from billing.units import convert, started


@dataclass
class Waived:
    """One line on its way: the item whose limit it falls under, and how far each step let it go."""

    item: PolicyItem
    line: Line
    # The line as the item's limit sees it: a dearer choice is seen as the standard it replaces.
    seen: Line
    under: str
    limited_fen: int = 0
    # Another item of an alternative was waived instead of this one.
    given_way_to: PolicyItem | None = None
    within_cap_fen: int = 0
    waived_fen: int = 0
    funding: Funding = field(default=())
    # Bills that stand have used up a part of what this line would get (billing.further).
    granted_before: bool = False


def waive(policy: Policy, facts: Facts, lines: Sequence[Line]) -> list[Waived | None]:
    """For each line what is waived of it; None where the policy does not name its item."""
    items = policy.items_by_code
    found = [_enter(items, policy, facts, line) for line in lines]
    order = in_order(policy, found)
    _apply_limits(items, facts, order)
    for group in policy.alternative_groups:
        _keep_the_best(group, items, order)
    _apply_cap(policy, policy.cap_fen(facts), items, order)
    _fund(policy, facts, items, order)
    return found


def in_order(policy: Policy, found: Sequence[Waived | None]) -> list[Waived]:
    """One fixed order whatever the caller's: limits, cap and fixed sums are used up along it."""
    ranks = {code: rank for rank, code in enumerate(policy.items_by_code)}
    return sorted(
        (each for each in found if each is not None),
        key=lambda each: (ranks[each.item.code], _sorted_by(each.line)),
    )


def _sorted_by(line: Line) -> tuple[object, ...]:
    each = line.unit_price_fen
    return (
        *(line.gross_fen, line.quantity, line.unit, line.price_unit),
        *(-1 if each is None else each, line.round_up_to, line.name),
    )


def _enter(items: dict[str, PolicyItem], policy: Policy, facts: Facts, line: Line) -> Waived | None:
    item = items.get(line.item_code)
    if item is None:
        return None
    limit = item.limit
    if isinstance(limit, Upgrade) and limit.difference is Difference.PAY:
        price_fen = facts.standard_prices.get(limit.standard)
        if price_fen is None:
            raise StandardPriceMissing(item=limit.standard)
        return Waived(item, line, _at_price(line, price_fen), under=limit.standard)
    return Waived(item, line, _at_home_price(policy, facts, line), under=item.code)


def _at_price(line: Line, price_fen: int) -> Line:
    units = started(convert(line.quantity, line.unit, line.price_unit), line.round_up_to)
    return replace(line, gross_fen=whole_fen(units * price_fen), unit_price_fen=price_fen)


def _at_home_price(policy: Policy, facts: Facts, line: Line) -> Line:
    """A dearer price of another place counts only up to the home price, where it is known."""
    rule = policy.elsewhere.rule if policy.elsewhere and policy.is_elsewhere(facts) else None
    price_fen = facts.standard_prices.get(line.item_code)
    if rule is not Elsewhere.HOME_STANDARD or price_fen is None:
        return line
    at_home = _at_price(line, price_fen)
    return at_home if at_home.gross_fen < line.gross_fen else line


def _apply_limits(items: dict[str, PolicyItem], facts: Facts, order: list[Waived]) -> None:
    shown: dict[str, list[Waived]] = {}
    for each in order:
        shown.setdefault(each.under, []).append(each)
    for code, together in shown.items():
        parts = items[code].settle(facts).waive([each.seen for each in together])
        for each, part in zip(together, parts, strict=True):
            each.limited_fen = each.waived_fen = min(part, each.line.gross_fen)


def _keep_the_best(
    group: tuple[str, ...], items: dict[str, PolicyItem], order: list[Waived]
) -> None:
    sums = dict.fromkeys(group, 0)
    for each in order:
        if each.under in sums:
            sums[each.under] += each.waived_fen
    best = max(group, key=lambda code: sums[code])
    for each in order:
        if each.under in sums and each.under != best and sums[best]:
            each.given_way_to = items[best]
            each.limited_fen = each.waived_fen = 0


def _apply_cap(
    policy: Policy, cap_fen: int | None, items: dict[str, PolicyItem], order: list[Waived]
) -> None:
    """Used up in the order of the policy's items, so the cut falls on the items it names last."""
    for each in order:
        each.within_cap_fen = each.limited_fen
        if cap_fen is None or not items[each.under].within_cap:
            continue
        each.within_cap_fen = min(each.limited_fen, cap_fen)
        cap_fen -= each.within_cap_fen
        if policy.beyond_cap is BeyondCap.FAMILY:
            each.waived_fen = each.within_cap_fen


def _fund(policy: Policy, facts: Facts, items: dict[str, PolicyItem], order: list[Waived]) -> None:
    """What is over the cap and not the family's is the institution's own."""
    together: dict[str | None, list[Waived]] = {}
    for each in order:
        own = each.under if items[each.under].plans else None
        together.setdefault(own, []).append(each)
    for own, group in together.items():
        plans = (items[own].plans if own else None) or policy.plans(facts)
        split = plans.plan(facts.cremated_at).split([each.within_cap_fen for each in group])
        for each, funding in zip(group, split, strict=True):
            beyond = each.waived_fen - each.within_cap_fen
            each.funding = (
                gathered([*funding, (Payer.INSTITUTION, beyond)]) if beyond > 0 else funding
            )
