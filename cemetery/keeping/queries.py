"""The further terms of deposits, and the numbers of their papers."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cemetery.ashes.queries.stays import count_relocations
from cemetery.keeping.models import DepositRenewal
from cemetery.models import AshDeposit
from kernel.db import db


def list_renewals_of(deposit_ids: Collection[uuid.UUID]) -> list[DepositRenewal]:
    """The first first."""
    query = select(DepositRenewal).where(DepositRenewal.deposit_id.in_(list(deposit_ids)))
    return list(db.session.scalars(query.order_by(DepositRenewal.since)))


def last_renewal(deposit: AshDeposit) -> DepositRenewal | None:
    return next(reversed(list_renewals_of([deposit.id])), None)


def find_number_of_renewal(renewal_id: uuid.UUID) -> str | None:
    """Of the deposit a charge belongs to."""
    query = select(AshDeposit.number).join(
        DepositRenewal, DepositRenewal.deposit_id == AshDeposit.id
    )
    return db.session.scalar(query.where(DepositRenewal.id == renewal_id))


def list_paper_numbers(deposit: AshDeposit) -> list[str]:
    """Of its slips and agreements: "JYG26-00018", then "JYG26-00018-2" after a renewal or a move,
    since what the family has in hand says something else by then. The last one holds."""
    changes = len(list_renewals_of([deposit.id])) + count_relocations(deposit.id)
    later = range(2, changes + 2)
    return [deposit.number, *(f"{deposit.number}-{edition}" for edition in later)]


def list_ending(since: date, until: date) -> list[AshDeposit]:
    """Of those kept now, whose term ends on these days, both inside."""
    query = (
        select(AshDeposit)
        .where(AshDeposit.collected_at.is_(None), AshDeposit.until.between(since, until))
        .options(joinedload(AshDeposit.unit))
        .order_by(AshDeposit.until, AshDeposit.number)
    )
    return list(db.session.scalars(query))
