"""All that a bill's page and its print say, read together."""

import uuid
from dataclasses import dataclass

from billing.kinds import PaymentState
from billing.models import (
    Account,
    Bill,
    BillLine,
    BillSignature,
    CreditNote,
    Payment,
    Refund,
)
from billing.prices import say_counting
from billing.queries import bills, payments, receipts
from billing.queries.accounts import Standing, find_account, standing_of
from billing.queries.returns import list_returns_of_bill, returned_of
from billing.quotes import ComparedItem, QuotedRow, compare
from billing.receipting import RECEIPT
from hardware.queries import list_print_jobs
from kernel.people.staff import staff_names


@dataclass(frozen=True)
class IssuedReceipt:
    """`copies`: its papers, the first one first."""

    number: str
    void_reason: str | None
    copies: list[object]

    @property
    def counts(self) -> bool:
        return self.void_reason is None


@dataclass(frozen=True)
class ShownBill:
    """`standing` is the case's, with `others`, its other bills that stand; `credited` by line,
    `returned` too: fen of those that were returned in part; `returned_fen`: of it, what lines that
    stand are less by, over the account.

    `compared`: all bills that stand, with what the family was told; None where it was told nothing.
    `replaces`: the bills taken back whose charges stand on this one now.
    """

    bill: Bill
    standing: Standing
    account: Account | None
    notes: list[CreditNote]
    credited: dict[uuid.UUID, str]
    returned: dict[uuid.UUID, int]
    returned_fen: int
    compared: list[ComparedItem] | None
    signature: BillSignature | None
    payments: list[Payment]
    receipts: dict[uuid.UUID, list[IssuedReceipt]]
    refunds: list[Refund]
    others: list[Bill]
    replaces: list[Bill]
    replaced_by: Bill | None
    names: dict[str, str]

    @property
    def is_reversed(self) -> bool:
        return len(self.credited) == len(self.bill.lines)

    @property
    def left_lines(self) -> list[BillLine]:
        return [line for line in self.bill.lines if line.id not in self.credited]

    @property
    def gross_fen(self) -> int:
        """As the bill stands now, without what was taken back."""
        return sum(line.gross_fen for line in self.left_lines)

    @property
    def waived_fen(self) -> int:
        return sum(line.waived_fen for line in self.left_lines)

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.left_lines) - self.returned_fen

    @property
    def funders(self) -> list[tuple[str, int]]:
        """Who pays what is waived, as the bill stands now."""
        sums: dict[str, int] = {}
        for line in self.left_lines:
            for part in line.funding:
                sums[part.payer] = sums.get(part.payer, 0) + part.fen
        return sorted(sums.items())

    @property
    def taken(self) -> list[Payment]:
        return [each for each in self.payments if each.state == PaymentState.PAID]

    @property
    def is_paid(self) -> bool:
        """Where nothing is due, the family still gets a paper that says so."""
        if self.standing.left_fen:
            return False
        return self.standing.owed_fen > 0 or any(
            each.bill_id == self.bill.id for each in self.taken
        )


def read_sheet(bill: Bill) -> ShownBill:
    every = bills.list_bills_of_case(bill.case_id)
    notes = bills.list_credit_notes(bill.id)
    came = payments.list_payments(bill.case_id)
    back = payments.list_refunds_of(bill.case_id)
    signature = bills.find_signature(bill.id)
    credited = {each.bill_line_id: note.number for note in notes for each in note.lines}
    people = {bill.made_by, *(each.taken_by for each in came), *(each.asked_by for each in back)}
    return ShownBill(
        bill=bill,
        standing=standing_of(bill.case_id),
        account=find_account(bill.case_id),
        notes=notes,
        credited=credited,
        returned={each.bill_line_id: each.fen for each in list_returns_of_bill(bill.id)},
        returned_fen=returned_of(bill),
        compared=_compared(bill),
        signature=signature,
        payments=came,
        receipts={each.id: _receipts_of(each) for each in came if each.taken_at},
        refunds=back,
        others=[each for each in every if each is not bill and not bills.is_reversed(each)],
        replaces=[each for each in every if _stands_in(bill, each)],
        replaced_by=next((each for each in every if _stands_in(each, bill)), None),
        names=staff_names(people | ({signature.noted_by} if signature else set())),
    )


def _stands_in(bill: Bill, other: Bill) -> bool:
    """Whether it bills anew what was taken back with the other."""
    lines = {line.id for line in other.lines}
    return any(line.anew_of_id in lines for line in bill.lines)


def _compared(bill: Bill) -> list[ComparedItem] | None:
    """With what the family really pays; a bill taken back whole as it was made."""
    quotation = bills.find_quotation(bill.case_id)
    if quotation is None:
        return None
    lines = bill.lines
    if not bills.is_reversed(bill):
        standing = bills.list_standing_bills(bill.case_id)
        lines = [line for each in standing for line in bills.list_left_lines(each)]
    return compare(map(QuotedRow.from_json, quotation.rows), lines)


def _receipts_of(payment: Payment) -> list[IssuedReceipt]:
    return [
        IssuedReceipt(
            each.number,
            each.void.reason if each.void else None,
            list(list_print_jobs(each.institution_id, RECEIPT, each.number)),
        )
        for each in receipts.list_receipts_of(payment.id)
    ]


def counting_of(bill: Bill) -> dict[uuid.UUID, str]:
    """By charge: how a started unit counts, for quantities that are not whole."""
    charges = bills.list_charges(bill.case_id)
    return {charge.id: say_counting(charge.item) for charge in charges if charge.quantity % 1}
