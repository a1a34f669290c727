"""How invented families pay, and how the cashier counts the drawer in the evening."""

import uuid
from typing import TYPE_CHECKING

from billing.cash import DENOMINATIONS
from billing.kinds import SignatureKind
from billing.operations import (
    close_shift,
    sign_bill,
    take_by_terminal,
    take_cash,
    take_transfer,
)
from billing.queries import cash_of, find_open_shift
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from billing.models import Bill

NOTE_FEN = 100_00
# One of so many families leaves its bill open, so that paying can be tried.
OPEN_IN = 7


def pay(bill: "Bill", turn: int, by: Actor) -> None:
    """Signed first; then in cash, by card, by transfer, by two relatives, or not yet."""
    sign_bill(
        bill_number=bill.number,
        kind=SignatureKind.PAPER,
        signer_name=bill.payer_name,
        strokes=None,
        by=by,
    )
    if bill.due_fen == 0:
        take_cash(bill_number=bill.number, tendered_fen=0, by=by)
    elif turn % OPEN_IN != OPEN_IN - 1:
        WAYS[turn % len(WAYS)](bill, by)


def count_the_drawer(by: Actor) -> None:
    """It always agrees here; nothing to count where no cash was taken."""
    shift = find_open_shift(uuid.UUID(by.id))
    if shift is None:
        return
    left, counts = cash_of(shift).expected_fen, {}
    for fen in DENOMINATIONS:
        counts[fen], left = divmod(left, fen)
    close_shift(counts=counts, explanation="", signed_name=by.name, by=by)


def _in_cash(bill: "Bill", by: Actor) -> None:
    notes = -(-bill.due_fen // NOTE_FEN) * NOTE_FEN
    take_cash(bill_number=bill.number, tendered_fen=notes, by=by)


def _by_card(bill: "Bill", by: Actor) -> None:
    take_by_terminal(bill_number=bill.number, reference=f"0{bill.number[-5:]}", by=by)


def _by_two(bill: "Bill", by: Actor) -> None:
    part = bill.due_fen // 2
    take_transfer(
        bill_number=bill.number,
        reference=f"HD{bill.number[-5:]}",
        amount_fen=part,
        payer_name="演示亲属",
        by=by,
    )
    _in_part(bill, bill.due_fen - part, by)


def _in_part(bill: "Bill", part: int, by: Actor) -> None:
    take_cash(bill_number=bill.number, tendered_fen=part, amount_fen=part, by=by)


WAYS = (_in_cash, _by_card, _by_two)
