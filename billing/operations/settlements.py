"""Batches for the finance bureau, and the money that comes for them."""

import uuid
from datetime import date

from sqlalchemy import insert

from billing.classes import Payer
from billing.errors import (
    NothingToSettle,
    PaidByHome,
    PaidDayWrong,
    PeriodNotOver,
    PeriodSettled,
    PeriodUnknown,
    ReferenceMissing,
    SettlementPaid,
)
from billing.models import Settlement, SettlementEntry, SettlementPayment
from billing.periods import Period, parse_period
from billing.queries import settlements
from billing.statement import SettledLine, digest_of
from kernel import clock
from kernel.counters import NumberKind, hold_counter, next_number
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("出具财政结算单"))
def freeze_settlement(
    *,
    institution_id: uuid.UUID,
    payer: Payer,
    period: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Settlement:
    """All that this payer owes up to the end of the period ("2026-11", "2026-Q4").

    What is entered later, corrections too, waits for the next batch. Raises PeriodUnknown,
    PeriodNotOver, PaidByHome, PeriodSettled, NothingToSettle.
    """
    asked = _ensure_over(period)
    if payer is Payer.INSTITUTION:
        raise PaidByHome
    institution = get_institution(institution_id)
    # Whoever settles at the same moment queues here, and the second sees the first one's batch.
    hold_counter(NumberKind.SETTLEMENT, institution)
    settled_to = settlements.find_last_settled_day(institution_id, payer)
    if settled_to and settled_to >= asked.first:
        raise PeriodSettled(day=clock.say_date(settled_to))
    lines = settlements.list_unsettled(institution_id, payer, before=asked.end)
    if not lines:
        raise NothingToSettle
    settlement = Settlement(
        institution_id=institution_id,
        number=next_number(NumberKind.SETTLEMENT, institution),
        payer=payer,
        period_from=asked.first,
        period_to=asked.last,
        total_fen=sum(line.fen for line in lines),
        cases=len({line.case_id for line in lines}),
        digest=digest_of(payer, lines),
        frozen_at=clock.now(),
        frozen_by=str(by),
    )
    db.session.add(settlement)
    db.session.flush()
    _take(settlement, lines)
    return settlement


@operation(_("登记财政拨付"))
def record_settlement_paid(
    *,
    number: str,
    paid_on: date,
    reference: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> SettlementPayment:
    """The bureau's money is on the account; `reference` is the number of the bank's slip.

    Raises SettlementPaid, ReferenceMissing, PaidDayWrong.
    """
    settlement = settlements.lock_settlement(number)
    if settlement.paid:
        raise SettlementPaid
    if not reference.strip():
        raise ReferenceMissing
    if not clock.day_of(settlement.frozen_at) <= paid_on <= clock.today():
        raise PaidDayWrong
    payment = SettlementPayment(
        institution_id=settlement.institution_id,
        settlement_id=settlement.id,
        paid_on=paid_on,
        reference=reference.strip(),
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(payment)
    return payment


def _ensure_over(period: str) -> Period:
    asked = parse_period(period)
    if asked is None:
        raise PeriodUnknown
    if not asked.is_over:
        raise PeriodNotOver(period=asked.label)
    return asked


def _take(settlement: Settlement, lines: list[SettledLine]) -> None:
    """In one statement: a quarter has thousands, and the journal has their digest already."""
    rows = [
        {
            "id": new_id(),
            "institution_id": settlement.institution_id,
            "settlement_id": settlement.id,
            "funding_entry_id": line.entry_id,
        }
        for line in lines
    ]
    db.session.connection().execute(insert(SettlementEntry), rows)
