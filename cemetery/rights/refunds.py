"""What goes back to the family when a right is returned before its end."""

from dataclasses import dataclass
from datetime import date

from billing.queries import due_by_item
from cemetery.rights.fees import FeeLine
from cemetery.rights.kinds import RefundShare
from cemetery.rights.models import Right, RightTerm
from cemetery.rights.rules import rules

USE = "use"


@dataclass(frozen=True)
class RefundLine:
    """`left_years` whole years of `years` are not begun; `paid_fen` was paid for all of them."""

    name: str
    years: int
    left_years: int
    paid_fen: int
    back_fen: int


def refund_of(right: Right, day: date) -> list[RefundLine]:
    """By the rule in force on this day; started years stay paid. Empty where nothing was paid."""
    rule = rules().refund_rule(day)
    lines = []
    for term in right.terms:
        left, paid = whole_years_left(term, day), _paid_for(right, term)
        for fee in map(FeeLine.from_json, term.fees):
            due_fen = paid.get(fee.code, 0)
            if not due_fen:
                continue
            share = RefundShare.NOTHING
            if rule:
                share = rule.use if fee.code.endswith(USE) else rule.maintenance
            back = due_fen * left // term.years if share is RefundShare.WHOLE_YEARS else 0
            lines.append(RefundLine(fee.name, term.years, left, due_fen, back))
    return lines


def _paid_for(right: Right, term: RightTerm) -> dict[str, int]:
    """Fen by item: as billed to the case, else as agreed to and paid at the till or still to bill.

    What the family was shown is what the bill was expected to say.
    """
    billed = due_by_item(right.case_id, term.id) if right.case_id and not term.receipt else None
    if billed is not None:
        return billed
    return {fee.code: fee.due_fen for fee in map(FeeLine.from_json, term.fees)}


def whole_years_left(term: RightTerm, day: date) -> int:
    """Years of the term that have not begun by this day."""
    if day < term.since:
        return term.years
    months = (day.year - term.since.year) * 12 + day.month - term.since.month
    if day.day < term.since.day:
        months -= 1
    return max(0, term.years - months // 12 - 1)
