"""What the next bill of a case would waive, beside the bills that stand."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from billing.assessment import Assessment, assess
from billing.billed import Billed
from billing.classes import Payer
from billing.facts import Facts
from billing.funding import gathered
from billing.lines import Line
from billing.models import Bill, BillLine, Charge
from billing.policy import Policy
from billing.queries import bills
from billing.queries.in_force import find_published_waiver
from billing.queries.tariff import assess_waiver
from kernel.db import db


def assess_next_bill(
    institution_id: uuid.UUID,
    facts: Facts,
    lines: Sequence[Line],
    identity_index: str | None,
    case_id: uuid.UUID,
) -> tuple[Policy | None, Assessment]:
    """Under the policy and on the facts the bills that stand rest on, where there are any.

    Nothing is waived where another case of the same person had its waiver.
    """
    standing = bills.list_standing_bills(case_id)
    before = [billed for bill in standing for billed in list_billed(bill)]
    policy, known = _ruling(standing)
    grant = bills.find_grant(identity_index) if identity_index else None
    is_elsewhere = facts.waived_elsewhere or (grant is not None and grant.case_id != case_id)
    facts = replace(known or facts, waived_elsewhere=is_elsewhere)
    if policy is None:
        return assess_waiver(institution_id, facts, lines, before)
    return policy, assess(policy, facts, lines, before)


def missed_fen(policy: Policy | None, found: Assessment) -> int:
    """What one bill for everything would waive beyond what the bills do: lines that stand do not
    change, though the new ones may have raised what they get."""
    if policy is None or not found.before:
        return 0
    whole = assess(policy, found.facts, [*(each.line for each in found.before), *found.charged])
    stands = sum(each.waived_fen for each in found.before)
    return max(0, whole.waived_fen - stands - found.waived_fen)


def list_billed(bill: Bill) -> list[Billed]:
    """The lines of a bill that were not taken back, as they were assessed."""
    stored: list[dict[str, Any]] = (bill.assessment or {}).get("charged", [])
    return [
        Billed(bill.number, line.position, _as_assessed(line, stored), _funding(line))
        for line in bills.list_left_lines(bill)
    ]


def _ruling(standing: list[Bill]) -> tuple[Policy | None, Facts | None]:
    for bill in standing:
        stored = bill.assessment
        policy = find_published_waiver(**stored["policy"]) if stored else None
        if stored and policy:
            return policy, Facts.from_json(stored["facts"])
    return None, None


def _as_assessed(line: BillLine, stored: list[dict[str, Any]]) -> Line:
    if stored:
        return Line.from_json(stored[line.position - 1])
    return db.session.get_one(Charge, line.charge_id).line()


def _funding(line: BillLine) -> tuple[tuple[Payer, int], ...]:
    return gathered([(Payer(part.payer), part.fen) for part in line.funding])
