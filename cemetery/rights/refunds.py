"""What goes back to the family when a right is returned before its end."""

import uuid
from dataclasses import dataclass
from datetime import date

from billing.queries import list_lines_of_facts
from cemetery.rights.fees import FeeLine
from cemetery.rights.kinds import RefundShare
from cemetery.rights.models import Right, RightTerm
from cemetery.rights.rules import rules

USE = "use"


@dataclass(frozen=True)
class RefundLine:
    """`left_years` whole years of `years` are not begun; `paid_fen` was paid for all of them.

    `receipt`: the paper it was paid by; None where it stands on a bill of the case.
    """

    term_id: uuid.UUID
    code: str
    name: str
    receipt: str | None
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
            lines.append(
                RefundLine(
                    *(term.id, fee.code, fee.name, term.receipt),
                    *(term.years, left, due_fen, back),
                )
            )
    return lines


def _paid_for(right: Right, term: RightTerm) -> dict[str, int]:
    """Fen by item: by the receipt as agreed to, else as it stands on the bills of the case.

    A right is returned only when those are paid; what no bill has taken was never paid.
    """
    if term.receipt:
        return {fee.code: fee.due_fen for fee in map(FeeLine.from_json, term.fees)}
    if right.case_id is None:
        return {}
    lines = list_lines_of_facts(right.case_id, {term.id})
    return {line.item_code: line.due_fen for _term, line in lines}


def whole_years_left(term: RightTerm, day: date) -> int:
    """Years of the term that have not begun by this day."""
    if day < term.since:
        return term.years
    months = (day.year - term.since.year) * 12 + day.month - term.since.month
    if day.day < term.since.day:
        months -= 1
    return max(0, term.years - months // 12 - 1)
