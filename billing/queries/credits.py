"""What the waiver would be if some lines of a bill had never been on it."""

from sqlalchemy import select

from billing.assessment import assess
from billing.lines import Facts, Line
from billing.models import Bill, BillLine, WaiverPolicy
from billing.policy_file import parse_policy
from kernel.db import db


def waived_without(bill: Bill, left: list[BillLine]) -> list[int]:
    """Fen waived on each of the lines left, under the policy version the bill was made with."""
    stored = bill.assessment
    if stored is None or not stored["policy"]["code"]:
        return [line.waived_fen for line in left]
    policy = db.session.scalars(select(WaiverPolicy).filter_by(**stored["policy"])).one()
    charged = [Line.from_json(stored["charged"][line.position - 1]) for line in left]
    facts = Facts.from_json(stored["facts"])
    assessed = assess(parse_policy(policy.source, policy.code), facts, charged)
    return [line.waived_fen for line in assessed.lines]
