"""What the county waives in one case: a pure function of policy, facts and lines.

Order, as the documents mean it: each item's limit, then the cap on the whole; what is left is the
family's, an upgrade's difference included. The order of the lines never matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from billing.classes import Payer
from billing.eligibility import judge
from billing.errors import StandardPriceMissing
from billing.limits import Difference, Upgrade
from billing.lines import Facts, Line
from billing.policy import Policy, PolicyItem
from billing.pricing import whole_fen
from billing.sentences import N_, Sentence, amount, say
from billing.units import convert, started

NOTHING = Sentence(())


@dataclass(frozen=True)
class AssessedLine:
    """A line with who bears it: `funding` says who pays how many fen of what is waived.

    `change` says what would change the amount; empty where nothing would.
    """

    item_code: str
    name: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    clause: Sentence
    funding: tuple[tuple[Payer, int], ...] = ()
    change: Sentence = NOTHING

    def as_json(self) -> dict[str, Any]:
        return {
            "item_code": self.item_code,
            "name": self.name,
            "gross_fen": self.gross_fen,
            "waived_fen": self.waived_fen,
            "due_fen": self.due_fen,
            "clause": self.clause.chinese,
            "change": self.change.chinese,
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }


@dataclass(frozen=True)
class Assessment:
    policy_code: str
    policy_version: int
    eligible: bool
    reasons: tuple[Sentence, ...]
    facts: Facts
    charged: tuple[Line, ...]
    lines: tuple[AssessedLine, ...]

    @property
    def gross_fen(self) -> int:
        return sum(line.gross_fen for line in self.lines)

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.lines)

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.lines)

    @property
    def funding(self) -> tuple[tuple[Payer, int], ...]:
        """Who pays how many fen instead of the family; sums to `waived_fen`."""
        sums: dict[Payer, int] = {}
        for line in self.lines:
            for payer, fen in line.funding:
                sums[payer] = sums.get(payer, 0) + fen
        return tuple(sorted(sums.items()))

    def as_json(self) -> dict[str, Any]:
        """Result and inputs together, in Chinese: stored with the bill, enough for `replay`."""
        return {
            "policy": {"code": self.policy_code, "version": self.policy_version},
            "eligible": self.eligible,
            "reasons": [reason.chinese for reason in self.reasons],
            "facts": self.facts.as_json(),
            "charged": [line.as_json() for line in self.charged],
            "lines": [line.as_json() for line in self.lines],
            "gross_fen": self.gross_fen,
            "waived_fen": self.waived_fen,
            "due_fen": self.due_fen,
            "funding": [{"payer": payer.value, "fen": fen} for payer, fen in self.funding],
        }


def assess(policy: Policy, facts: Facts, lines: Iterable[Line]) -> Assessment:
    """Raises StandardPriceMissing, UnitPriceMissing, UnitsDoNotFit where lines do not fit."""
    charged = tuple(lines)
    eligible, reasons = judge(policy, facts)
    assessed = _assess_lines(policy, facts, charged) if eligible else _leave_to_family(charged)
    return Assessment(
        policy_code=policy.code,
        policy_version=policy.version,
        eligible=eligible,
        reasons=reasons,
        facts=facts,
        charged=charged,
        lines=assessed,
    )


def unwaived(facts: Facts, lines: Iterable[Line]) -> Assessment:
    """Where no policy is in force: everything is due, and the inputs are kept all the same."""
    charged = tuple(lines)
    clause = say(N_("本县没有公布减免政策，按公布的价格自付。"))
    return Assessment(
        policy_code="",
        policy_version=0,
        eligible=False,
        reasons=(),
        facts=facts,
        charged=charged,
        lines=tuple(_assessed(line, 0, clause) for line in charged),
    )


def replay(policy: Policy, stored: Mapping[str, Any]) -> Assessment:
    """The same assessment again from what `as_json` stored, under the same policy version."""
    if stored["policy"] != {"code": policy.code, "version": policy.version}:
        raise ValueError("An assessment is replayed under the policy version it was made with.")
    lines = [Line.from_json(line) for line in stored["charged"]]
    return assess(policy, Facts.from_json(stored["facts"]), lines)


def _leave_to_family(lines: Sequence[Line]) -> tuple[AssessedLine, ...]:
    clause = say(N_("不符合减免条件，按公布的价格自付。"))
    return tuple(_assessed(line, 0, clause) for line in lines)


def _assess_lines(
    policy: Policy, facts: Facts, lines: tuple[Line, ...]
) -> tuple[AssessedLine, ...]:
    rank = {item.code: place for place, item in enumerate(policy.items)}
    # One fixed order whatever the caller's: allowances and the cap are used up along it.
    order = sorted(
        (place for place, line in enumerate(lines) if line.item_code in rank),
        key=lambda place: (rank[lines[place].item_code], _sorted_by(lines[place])),
    )
    limited = _apply_limits(policy, facts, lines, order)
    waived = _apply_cap(policy.total_cap_fen, limited, order)
    return tuple(
        _explain(policy, line, limited.get(place, 0), waived.get(place, 0))
        for place, line in enumerate(lines)
    )


def _sorted_by(line: Line) -> tuple[object, ...]:
    each = line.unit_price_fen
    return (
        *(line.item_code, line.gross_fen, line.quantity, line.unit, line.price_unit),
        *(-1 if each is None else each, line.round_up_to, line.name),
    )


def _apply_limits(
    policy: Policy, facts: Facts, lines: tuple[Line, ...], order: list[int]
) -> dict[int, int]:
    """Place of a line → fen its item's limit waives."""
    waived: dict[int, int] = {}
    for item in policy.items:
        if isinstance(item.limit, Upgrade):
            continue
        shown = [
            (place, seen)
            for place in order
            if (seen := _seen_as(item, policy, facts, lines[place])) is not None
        ]
        parts = item.limit.waive([seen for _place, seen in shown])
        for (place, _seen), part in zip(shown, parts, strict=True):
            waived[place] = min(part, lines[place].gross_fen)
    return waived


def _seen_as(item: PolicyItem, policy: Policy, facts: Facts, line: Line) -> Line | None:
    """The line itself, or a dearer choice seen as the standard item it replaces; else None."""
    if line.item_code == item.code:
        return line
    own = policy.find_item(line.item_code)
    if own is None or not isinstance(own.limit, Upgrade) or own.limit.standard != item.code:
        return None
    if own.limit.difference is Difference.FORFEIT:
        return None
    price_fen = facts.standard_prices.get(item.code)
    if price_fen is None:
        raise StandardPriceMissing(item=item.code)
    units = started(convert(line.quantity, line.unit, line.price_unit), line.round_up_to)
    gross_fen = whole_fen(units * price_fen)
    return replace(line, item_code=item.code, gross_fen=gross_fen, unit_price_fen=price_fen)


def _apply_cap(cap_fen: int | None, limited: dict[int, int], order: list[int]) -> dict[int, int]:
    """Used up in the order of the policy's items, so the cut falls on the items it names last."""
    if cap_fen is None:
        return limited
    waived = {}
    for place in order:
        waived[place] = min(limited.get(place, 0), cap_fen)
        cap_fen -= waived[place]
    return waived


def _explain(policy: Policy, line: Line, limited_fen: int, waived_fen: int) -> AssessedLine:
    item = policy.find_item(line.item_code)
    if item is None:
        clause = say(N_("不在《%(policy)s》减免的项目内，自付。"), policy=policy.title)
        return _assessed(line, 0, clause)
    clause = item.limit.sentence()
    if waived_fen < limited_fen:
        clause = clause + say(
            N_("每案减免总额以%(cap)s元为限，本项计入%(waived)s元。"),
            cap=amount(policy.total_cap_fen or 0),
            waived=amount(waived_fen),
        )
    for code in item.settings:
        clause = clause + say(
            N_("文件没有写明的地方按本地设定：%(reading)s。"), reading=policy.setting(code).reading
        )
    funding = ((policy.payer, waived_fen),) if waived_fen else ()
    return _assessed(line, waived_fen, clause, funding)


def _assessed(
    line: Line, waived_fen: int, clause: Sentence, funding: tuple[tuple[Payer, int], ...] = ()
) -> AssessedLine:
    return AssessedLine(
        item_code=line.item_code,
        name=line.name,
        gross_fen=line.gross_fen,
        waived_fen=waived_fen,
        due_fen=line.gross_fen - waived_fen,
        clause=clause,
        funding=funding,
    )
