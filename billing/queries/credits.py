"""What the waiver would be if some lines of a bill had never been on it."""

from billing.assessment import assess
from billing.facts import Facts
from billing.lines import Line
from billing.models import Bill, BillLine
from billing.policy import Policy
from billing.queries.policies import get_published_policy


def waived_without(bill: Bill, left: list[BillLine]) -> list[int]:
    """Fen waived on each of the lines left, under the policy version the bill was made with."""
    stored = bill.assessment
    if stored is None or not stored["policy"]["code"]:
        return [line.waived_fen for line in left]
    policy = get_published_policy(**stored["policy"])
    assert isinstance(policy, Policy)  # noqa: S101 — a bill is made under no other kind
    charged = [Line.from_json(stored["charged"][line.position - 1]) for line in left]
    assessed = assess(policy, Facts.from_json(stored["facts"]), charged)
    return [line.waived_fen for line in assessed.lines]
