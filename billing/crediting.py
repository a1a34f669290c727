"""Which lines of a bill may be taken back now, and what would go back to whom."""

import uuid
from dataclasses import dataclass

from billing.errors import (
    AlreadyCredited,
    CreditChangesWaiver,
    FeeReturned,
    FurtherBillFirst,
    NothingChosen,
)
from billing.models import Bill, BillLine, Payment
from billing.queries import bills
from billing.queries.accounts import standing_of
from billing.queries.credits import as_billed, rests_on, waived_without
from billing.queries.payments import split_back
from billing.queries.returns import list_returns_of_bill


@dataclass(frozen=True)
class Outlook:
    """What a credit note would do: the lines it takes back, by so much less due, and the payments
    it gives back from."""

    lines: list[BillLine]
    due_fen: int
    parts: list[tuple[Payment, int]]

    @property
    def back_fen(self) -> int:
        return sum(fen for _payment, fen in self.parts)


def choose_lines(bill: Bill, positions: list[int] | None) -> tuple[list[BillLine], list[BillLine]]:
    """The lines taken back, and those that then are left; None: all that are not taken back yet.

    What was returned of a line is not taken back with others that are chosen, only with all.
    Raises NothingChosen, AlreadyCredited, FeeReturned, CreditChangesWaiver, FurtherBillFirst.
    """
    credited = bills.credited_lines(bill.id)
    chosen = _choose(bill, credited, positions)
    for back in list_returns_of_bill(bill.id) if positions is not None else ():
        if back.line in chosen:
            raise FeeReturned(name=back.line.name)
    left = [line for line in bill.lines if line.id not in credited and line not in chosen]
    # Where a cap or a payer's sum would go to the other lines, only the whole bill is taken back.
    if left and waived_without(bill, left) != [as_billed(line) for line in left]:
        raise CreditChangesWaiver
    _ensure_others_stay(bill, chosen)
    return chosen, left


def due_of(bill: Bill, lines: list[BillLine]) -> int:
    """Fen due on lines of this bill, less what was returned of them."""
    returned = {each.bill_line_id: each.fen for each in list_returns_of_bill(bill.id)}
    return sum(line.due_fen - returned.get(line.id, 0) for line in lines)


def _ensure_others_stay(bill: Bill, chosen: list[BillLine]) -> None:
    """A further bill took what these lines had left of the waiver; it goes before they do."""
    for other in bills.list_standing_bills(bill.case_id):
        if rests_on(other, chosen):
            left = bills.list_left_lines(other)
            if waived_without(other, left, chosen) != [as_billed(line) for line in left]:
                raise FurtherBillFirst(number=other.number)


def outlook(bill: Bill, positions: list[int] | None) -> Outlook:
    """As the operation would do it; nothing is kept. Raises what choose_lines raises."""
    chosen, _left = choose_lines(bill, positions)
    standing, due_fen = standing_of(bill.case_id), due_of(bill, chosen)
    back_fen = max(0, standing.paid_fen - standing.owed_fen + due_fen)
    return Outlook(chosen, due_fen, split_back(bill.case_id, back_fen))


def _choose(bill: Bill, credited: set[uuid.UUID], positions: list[int] | None) -> list[BillLine]:
    if positions is None:
        chosen = [line for line in bill.lines if line.id not in credited]
        if not chosen:
            raise AlreadyCredited
        return chosen
    chosen = [line for line in bill.lines if line.position in positions]
    if not chosen:
        raise NothingChosen
    if any(line.id in credited for line in chosen):
        raise AlreadyCredited
    return chosen
