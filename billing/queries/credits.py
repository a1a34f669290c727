"""What the waiver would be if some lines of a bill had never been on it."""

from billing.assessment import assess
from billing.facts import Facts
from billing.lines import Line
from billing.models import Bill, BillLine
from billing.queries.in_force import find_published_waiver

# Fen waived on a line, and how many of them each payer bears.
Share = tuple[int, dict[str, int]]


def as_billed(line: BillLine) -> Share:
    return line.waived_fen, {part.payer: part.fen for part in line.funding if part.fen > 0}


def waived_without(bill: Bill, left: list[BillLine]) -> list[Share]:
    """Of each of the lines left, under the policy version the bill was made with."""
    stored = bill.assessment
    policy = find_published_waiver(**stored["policy"]) if stored else None
    if stored is None or policy is None:
        return [as_billed(line) for line in left]
    charged = [Line.from_json(stored["charged"][line.position - 1]) for line in left]
    assessed = assess(policy, Facts.from_json(stored["facts"]), charged)
    return [
        (line.waived_fen, {payer.value: fen for payer, fen in line.funding})
        for line in assessed.lines
    ]
