"""A bill's sentences in the reader's language: they are stored in Chinese, as they were issued."""

from dataclasses import dataclass

from sqlalchemy import select

from billing.assessment import Assessment, replay, unwaived
from billing.lines import Facts, Line
from billing.models import Bill, WaiverPolicy
from billing.policy_file import parse_policy
from kernel.db import db
from kernel.i18n import language


@dataclass(frozen=True)
class Wording:
    """By position of the line: the clause, and what would change the amount."""

    reasons: list[str]
    clauses: dict[int, str]
    changes: dict[int, str]


def wording_of(bill: Bill) -> Wording:
    """Chinese is read as stored; for English the assessment is replayed, which says it anew."""
    assessed = _replayed(bill) if language() == "en" else None
    if assessed is None:
        return Wording(
            reasons=list(bill.assessment["reasons"]) if bill.assessment else [],
            clauses={line.position: line.clause for line in bill.lines},
            changes={line.position: line.change for line in bill.lines},
        )
    lines = list(enumerate(assessed.lines, start=1))
    return Wording(
        reasons=[str(reason) for reason in assessed.reasons],
        clauses={position: str(line.clause) for position, line in lines},
        changes={position: str(line.change) for position, line in lines},
    )


def _replayed(bill: Bill) -> Assessment | None:
    """None where it does not give back what was billed; then the words issued are shown."""
    stored = bill.assessment
    if stored is None:
        return None
    if stored["policy"]["code"]:
        policy = db.session.scalars(select(WaiverPolicy).filter_by(**stored["policy"])).one()
        assessed = replay(parse_policy(policy.source, policy.code), stored)
    else:
        lines = [Line.from_json(line) for line in stored["charged"]]
        assessed = unwaived(Facts.from_json(stored["facts"]), lines)
    billed = [(line.waived_fen, line.clause) for line in bill.lines]
    same = [(line.waived_fen, line.clause.chinese) for line in assessed.lines] == billed
    return assessed if same else None
