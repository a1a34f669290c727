"""What the waiver would be if some lines of a case's bills had never been."""

import uuid
from collections.abc import Collection

from billing.assessment import assess, read_before
from billing.facts import Facts
from billing.lines import Line
from billing.models import Bill, BillLine
from billing.queries import bills
from billing.queries.in_force import find_published_waiver

# Fen waived on a line, and how many of them each payer bears.
Share = tuple[int, dict[str, int]]
# The number of a bill and the position of a line on it.
Place = tuple[str, int]


def as_billed(line: BillLine) -> Share:
    return line.waived_fen, {part.payer: part.fen for part in line.funding if part.fen > 0}


def waived_without(
    bill: Bill, left: list[BillLine], gone: Collection[BillLine] = ()
) -> list[Share]:
    """Of each of the lines left, under the policy version the bill was made with.

    `gone`: lines of earlier bills that are to be taken back too, besides those that were.
    """
    stored = bill.assessment
    policy = find_published_waiver(**stored["policy"]) if stored else None
    if stored is None or policy is None:
        return [as_billed(line) for line in left]
    charged = [Line.from_json(stored["charged"][line.position - 1]) for line in left]
    standing = _standing_places(bill.case_id) - {(line.bill.number, line.position) for line in gone}
    before = [each for each in read_before(stored) if (each.bill, each.position) in standing]
    assessed = assess(policy, Facts.from_json(stored["facts"]), charged, before)
    return [
        (line.waived_fen, {payer.value: fen for payer, fen in line.funding})
        for line in assessed.lines
    ]


def rests_on(bill: Bill, lines: Collection[BillLine]) -> bool:
    """Whether the bill was assessed beside one of these lines of earlier bills."""
    places = {(line.bill.number, line.position) for line in lines}
    return any((each.bill, each.position) in places for each in read_before(bill.assessment or {}))


def _standing_places(case_id: uuid.UUID) -> set[Place]:
    return {
        (bill.number, line.position)
        for bill in bills.list_bills_of_case(case_id)
        for line in bills.list_left_lines(bill)
    }
