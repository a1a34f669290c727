"""The account of a case, locked by whoever moves its money."""

import uuid

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from billing.errors import AlreadyPaid, BillTakenBack, MoreThanOpen, NothingPaid, PayingElsewhere
from billing.models import Account, Bill
from billing.queries.accounts import standing_of
from billing.queries.bills import is_reversed
from billing.queries.payments import find_payment
from hardware.qr import new_token
from kernel import clock
from kernel.db import db, new_id
from kernel.money import yuan


def lock_account(institution_id: uuid.UUID, case_id: uuid.UUID, case_number: str) -> Account:
    """Opened with the first money or bill of a case; held until this operation ends."""
    db.session.connection().execute(
        insert(Account)
        .values(
            id=new_id(),
            institution_id=institution_id,
            case_id=case_id,
            case_number=case_number,
            token=new_token(),
            opened_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )
    return hold_account(case_id)


def hold_account(case_id: uuid.UUID) -> Account:
    """The account of a case that has moved money already; held until this operation ends."""
    query = (
        select(Account)
        .filter_by(case_id=case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def lock_account_of(bill: Bill) -> Account:
    return lock_account(bill.institution_id, bill.case_id, bill.case_number)


def lock_open_sum(bill: Bill, amount_fen: int | None) -> tuple[Account, int]:
    """The account, and how much may be taken now: all that is open, or the part that was named.

    Two tills queue here, and the second sees the first. Raises BillTakenBack, AlreadyPaid,
    PayingElsewhere, MoreThanOpen, NothingPaid.
    """
    account = lock_account_of(bill)
    if is_reversed(bill):
        raise BillTakenBack
    standing = standing_of(bill.case_id)
    if standing.open_fen == 0:
        if standing.pending_fen:
            raise PayingElsewhere(amount=yuan(standing.pending_fen))
        # Nothing due is receipted once, so that the family has a paper that says so.
        if standing.owed_fen or find_payment(bill.id):
            raise AlreadyPaid
    if amount_fen is None:
        return account, standing.open_fen
    if amount_fen > standing.open_fen:
        raise MoreThanOpen(open=yuan(standing.open_fen))
    if amount_fen == 0 and standing.open_fen:
        raise NothingPaid
    return account, amount_fen
