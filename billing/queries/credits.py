"""What the waiver would be if some lines of a bill had never been on it."""

from billing.assessment import assess
from billing.facts import Facts
from billing.lines import Line
from billing.models import Bill, BillLine
from billing.queries.in_force import find_published_waiver


def waived_without(bill: Bill, left: list[BillLine]) -> list[int]:
    """Fen waived on each of the lines left, under the policy version the bill was made with."""
    stored = bill.assessment
    policy = find_published_waiver(**stored["policy"]) if stored else None
    if stored is None or policy is None:
        return [line.waived_fen for line in left]
    charged = [Line.from_json(stored["charged"][line.position - 1]) for line in left]
    assessed = assess(policy, Facts.from_json(stored["facts"]), charged)
    return [line.waived_fen for line in assessed.lines]
