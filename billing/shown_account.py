"""What a family sees of its account: the bill line by line, what it was told, what was paid."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from billing import queries
from billing.classes import Payer
from billing.clauses import Clauses, Told, clauses_of
from billing.kinds import PaymentMethod, PaymentState
from billing.models import (
    Account,
    Bill,
    BillLine,
    BillSignature,
    CreditNote,
    Payment,
    Quotation,
    Refund,
)
from billing.queries import Standing
from billing.quotes import QuotedRow, compare
from billing.shown_bill import counting_of
from billing.units import Unit, plain
from kernel.people.names import masked_name


@dataclass(frozen=True)
class ShownLine:
    """`quantity`: "3 天". `counting`: how a started unit counts.

    `payers`: who pays how many fen instead of the family.
    """

    line: BillLine
    quantity: str
    counting: str
    clause: Told
    change: Told
    payers: list[tuple[Payer, int]]
    is_credited: bool


class Why(StrEnum):
    """Why a family pays another sum for an item than it was told."""

    SAME = "same"
    ADDED = "added"
    DROPPED = "dropped"
    AT_MOST = "at_most"
    GROSS = "gross"
    WAIVED = "waived"


@dataclass(frozen=True)
class ShownDifference:
    """One item, told and billed, in fen; `difference_fen` more than zero: the bill says more."""

    name: str
    told_fen: int | None
    billed_fen: int | None
    difference_fen: int
    why: Why


@dataclass(frozen=True)
class ShownPayment:
    payment: Payment
    payer: str
    method: str
    receipt: str | None

    @property
    def is_pending(self) -> bool:
        return self.payment.state == PaymentState.PENDING


@dataclass(frozen=True)
class AccountBill:
    """One bill that stands, with what was taken back of it, and returned of what is left."""

    bill: Bill
    lines: list[ShownLine]
    reasons: tuple[Told, ...]
    notes: list[CreditNote]
    returned_fen: int
    signature: BillSignature | None

    @property
    def common_basis(self) -> str:
        """The price document of all lines, where it is one and the same; else nothing."""
        documents = {each.line.legal_basis for each in self.lines}
        return documents.pop() if len(documents) == 1 else ""

    @property
    def left_lines(self) -> list[BillLine]:
        return [each.line for each in self.lines if not each.is_credited]

    @property
    def left_due_fen(self) -> int:
        return sum(line.due_fen for line in self.left_lines) - self.returned_fen


@dataclass(frozen=True)
class ShownAccount:
    """`bills` are those that stand: none before the first, and none after all were taken back."""

    account: Account
    standing: Standing
    bills: list[AccountBill]
    was_taken_back: bool
    quotation: Quotation | None
    told: list[QuotedRow]
    differences: list[ShownDifference]
    payments: list[ShownPayment]
    refunds: list[Refund]

    @property
    def told_fen(self) -> int:
        return sum(row.due_fen for row in self.told)

    @property
    def gross_fen(self) -> int:
        """Of all bills as they were made."""
        return sum(each.bill.gross_fen for each in self.bills)

    @property
    def waived_fen(self) -> int:
        return sum(each.bill.waived_fen for each in self.bills)

    @property
    def left_as_billed_fen(self) -> int:
        """Due on the lines that were not taken back."""
        return sum(line.due_fen for each in self.bills for line in each.left_lines)


def show_account(account: Account) -> ShownAccount:
    made = queries.list_bills_of_case(account.case_id)
    bills = [_account_bill(bill) for bill in made if not queries.is_reversed(bill)]
    quotation = queries.find_quotation(account.case_id)
    told = [QuotedRow.from_json(row) for row in quotation.rows] if quotation else []
    kept = [line for each in bills for line in each.left_lines]
    return ShownAccount(
        account=account,
        standing=queries.standing_of(account.case_id),
        bills=bills,
        was_taken_back=bool(made) and not bills,
        quotation=quotation,
        told=told,
        differences=_differences(told, kept) if bills and told else [],
        payments=[
            show_payment(payment)
            for payment in queries.list_payments(account.case_id)
            if payment.state != PaymentState.CLOSED
        ],
        refunds=queries.list_refunds_of(account.case_id),
    )


def _account_bill(bill: Bill) -> AccountBill:
    clauses = clauses_of(bill)
    return AccountBill(
        bill=bill,
        lines=_lines(bill, clauses, queries.credited_lines(bill.id)),
        reasons=clauses.reasons,
        notes=queries.list_credit_notes(bill.id),
        returned_fen=queries.returned_of(bill),
        signature=queries.find_signature(bill.id),
    )


def show_payment(payment: Payment) -> ShownPayment:
    receipt = queries.find_receipt(payment.id)
    return ShownPayment(
        payment=payment,
        payer=masked_name(payment.payer_name),
        method=PaymentMethod(payment.method).label,
        receipt=receipt.number if receipt else None,
    )


def _lines(bill: Bill, clauses: Clauses, credited: set[uuid.UUID]) -> list[ShownLine]:
    counting = counting_of(bill)
    return [
        ShownLine(
            line=line,
            quantity=f"{plain(line.quantity)} {Unit(line.unit).label}",
            counting=counting.get(line.charge_id, ""),
            clause=clause,
            change=change,
            payers=_payers(line),
            is_credited=line.id in credited,
        )
        for line, (clause, change) in zip(bill.lines, clauses.lines, strict=True)
    ]


def _payers(line: BillLine) -> list[tuple[Payer, int]]:
    """As on the day of the bill; what a credit note takes back stands beside the line."""
    return [(Payer(part.payer), part.fen) for part in line.funding if part.fen > 0]


def _differences(told: list[QuotedRow], lines: list[BillLine]) -> list[ShownDifference]:
    ranges = {row.item_code for row in told if row.at_most}
    quoted = _gross((row.item_code, row.gross_fen) for row in told)
    billed = _gross((line.item_code, line.gross_fen) for line in lines)
    return [
        ShownDifference(
            name=item.name,
            told_fen=item.told_fen,
            billed_fen=item.billed_fen,
            difference_fen=item.difference_fen,
            why=_why(
                (item.told_fen, item.billed_fen),
                is_range=item.item_code in ranges,
                same_gross=quoted.get(item.item_code) == billed.get(item.item_code),
            ),
        )
        for item in compare(told, lines)
    ]


def _gross(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for code, fen in amounts:
        sums[code] = sums.get(code, 0) + fen
    return sums


def _why(fen: tuple[int | None, int | None], *, is_range: bool, same_gross: bool) -> Why:
    told, billed = fen
    if told is None:
        return Why.ADDED
    if billed is None:
        return Why.DROPPED
    if told == billed:
        return Why.SAME
    if is_range and billed < told:
        return Why.AT_MOST
    return Why.WAIVED if same_gross else Why.GROSS
