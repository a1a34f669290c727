"""A bill's assessment once more, whose sentences speak the language of whoever reads them."""

from sqlalchemy import select

from billing.assessment import Assessment, replay, unwaived
from billing.lines import Facts, Line
from billing.models import Bill, WaiverPolicy
from billing.policy_file import parse_policy
from kernel.db import db


def replay_assessment(bill: Bill) -> Assessment | None:
    """Under the policy version the bill was made with; None where that is not known any more."""
    stored = bill.assessment
    if stored is None:
        return None
    if not stored["policy"]["code"]:
        charged = [Line.from_json(line) for line in stored["charged"]]
        return unwaived(Facts.from_json(stored["facts"]), charged)
    policy = db.session.scalar(select(WaiverPolicy).filter_by(**stored["policy"]))
    return replay(parse_policy(policy.source, policy.code), stored) if policy else None
