"""The account of a case, locked by whoever moves its money."""

import uuid

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from billing.models import Account, Bill
from hardware.qr import new_token
from kernel import clock
from kernel.db import db, new_id


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
    query = (
        select(Account)
        .filter_by(case_id=case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def lock_account_of(bill: Bill) -> Account:
    return lock_account(bill.institution_id, bill.case_id, bill.case_number)
