"""What a case owes, has paid and is paying just now."""

import uuid
from dataclasses import dataclass

from sqlalchemy import case, func, select

from billing.errors import AccountUnknown
from billing.kinds import PaymentState
from billing.models import Account, Bill, BillLine, CreditNote, FeeReturn, Payment
from kernel.db import db


@dataclass(frozen=True)
class Standing:
    """All in fen. Money that came after the end of its order is not `paid`: it goes back."""

    owed_fen: int
    paid_fen: int
    pending_fen: int

    @property
    def open_fen(self) -> int:
        """What somebody may still pay."""
        return max(0, self.owed_fen - self.paid_fen - self.pending_fen)

    @property
    def left_fen(self) -> int:
        """What is not paid yet, whether or not somebody is paying it just now."""
        return max(0, self.owed_fen - self.paid_fen)

    @property
    def surplus_fen(self) -> int:
        """Deposits beyond the bill, or a bill taken back: to be given back."""
        return max(0, self.paid_fen - self.owed_fen)


def standing_of(case_id: uuid.UUID) -> Standing:
    billed = select(func.coalesce(func.sum(Bill.due_fen), 0)).where(Bill.case_id == case_id)
    credited = (
        select(func.coalesce(func.sum(CreditNote.due_fen), 0))
        .join(Bill, CreditNote.bill_id == Bill.id)
        .where(Bill.case_id == case_id)
    )
    returned = (
        select(func.coalesce(func.sum(FeeReturn.fen), 0))
        .join(BillLine, FeeReturn.bill_line_id == BillLine.id)
        .join(Bill, BillLine.bill_id == Bill.id)
        .where(Bill.case_id == case_id, FeeReturn.at_till.is_(False))
    )
    kept = Payment.amount_fen - Payment.refunded_fen
    moved = select(
        func.coalesce(func.sum(case((Payment.state == PaymentState.PAID, kept))), 0),
        func.coalesce(
            func.sum(case((Payment.state == PaymentState.PENDING, Payment.amount_fen))), 0
        ),
    ).where(Payment.case_id == case_id)
    paid, pending = db.session.execute(moved).one()
    owed = db.session.scalar(billed) or 0
    owed -= sum(db.session.scalar(each) or 0 for each in (credited, returned))
    return Standing(owed_fen=int(owed), paid_fen=int(paid), pending_fen=int(pending))


def find_account(case_id: uuid.UUID) -> Account | None:
    return db.session.scalar(select(Account).filter_by(case_id=case_id))


def case_numbers_of(case_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    query = select(Account).where(Account.case_id.in_(case_ids))
    return {account.case_id: account.case_number for account in db.session.scalars(query)}


def get_account_of_token(token: str) -> Account:
    """For the family's page: the token is all it shows. Raises AccountUnknown."""
    account = db.session.scalar(select(Account).filter_by(token=token))
    if account is None:
        raise AccountUnknown
    return account
