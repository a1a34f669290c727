"""发放名单: what was approved is listed once, paid, and tried again only where it failed."""

import uuid
from collections.abc import Iterator
from datetime import date

from billing.errors import (
    AllNoted,
    NoFailedTransfer,
    NotDecidedHere,
    NothingToPayOut,
    PaidOnWrong,
    ReasonMissing,
    ResultNoted,
    RewardDecided,
    TransferReferenceMissing,
)
from billing.funding import gathered
from billing.models import PayoutEntry, PayoutList, PayoutResult, RewardApplication
from billing.queries import payouts as queries
from billing.queries.rewards import assessment_of, lock_application
from billing.rewards import Recipient
from billing.rewards.kinds import PayoutOutcome, RewardState
from billing.rewards.requests import (
    BankAccount,
    check_account,
    family_columns,
    operator_columns,
)
from kernel import clock
from kernel.counters import NumberKind, hold_counter, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, Role
from kernel.places import Institution, get_institution


@operation(_("列发放名单"))
def freeze_payout_list(*, by: Actor, idempotency_key: str | None = None) -> PayoutList:
    """Everything approved and not yet paid in the officer's region, in one batch.

    Raises NotDecidedHere, NothingToPayOut.
    """
    office = _office_of(by)
    # Two at once queue here; the second then sees what the first has listed.
    hold_counter(NumberKind.PAYOUT, office)
    applications = queries.lock_unlisted(queries.institutions_of(office))
    entries = [entry for each in applications for entry in _entries(each)]
    if not entries:
        raise NothingToPayOut
    for position, entry in enumerate(entries, start=1):
        entry.position = position
    days = [clock.day_of(each.decided_at) for each in applications if each.decided_at]
    payout_list = PayoutList(
        institution_id=office.id,
        region_code=office.region_code,
        since=min(days),
        until=max(days),
        total_fen=sum(entry.fen for entry in entries),
        frozen_at=clock.now(),
        frozen_by=str(by),
        entries=entries,
        number=next_number(NumberKind.PAYOUT, office),
    )
    db.session.add(payout_list)
    return payout_list


@operation(_("登记奖补已发放"))
def record_payout_paid(
    *,
    number: str,
    paid_on: date,
    reference: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> PayoutList:
    """All entries of the list that have no result yet. `reference`: of the bank's voucher.

    Raises NotDecidedHere, PaidOnWrong, TransferReferenceMissing, AllNoted.
    """
    _office_of(by)
    payout_list = queries.lock_payout_list(number)
    if not clock.day_of(payout_list.frozen_at) <= paid_on <= clock.today():
        raise PaidOnWrong
    if not reference.strip():
        raise TransferReferenceMissing
    open_entries = [
        entry for entry in queries.list_entries_now(payout_list.id) if not entry.results
    ]
    if not open_entries:
        raise AllNoted
    for entry in open_entries:
        result = _result(entry, PayoutOutcome.PAID, by)
        result.paid_on, result.reference = paid_on, reference.strip()
    return payout_list


@operation(_("登记奖补未到账"))
def record_payout_failed(
    *, entry_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> PayoutResult:
    """Refused by the bank, or sent back later; the next list takes it up again.

    Raises NotDecidedHere, ReasonMissing, ResultNoted.
    """
    _office_of(by)
    queries.lock_payout_list(queries.get_entry(entry_id).payout_list.number)
    entry = queries.get_entry_now(entry_id)
    if not reason.strip():
        raise ReasonMissing
    if entry.has_failed:
        raise ResultNoted
    result = _result(entry, PayoutOutcome.FAILED, by)
    result.reason = reason.strip()
    return result


@operation(_("更正收款账户"))
def correct_payee(
    *,
    number: str,
    recipient: Recipient,
    account: BankAccount,
    by: Actor,
    idempotency_key: str | None = None,
) -> RewardApplication:
    """After a transfer failed and before it is listed again.

    Raises RewardDecided, NoFailedTransfer and the refusals of check_account.
    """
    application = lock_application(number)
    if application.state != RewardState.APPROVED:
        raise RewardDecided
    last = queries.lock_last_entry(application.id, recipient)
    if last is None or not last.has_failed:
        raise NoFailedTransfer
    checked = check_account(account)
    columns = family_columns if recipient is Recipient.FAMILY else operator_columns
    for column, value in columns(checked).items():
        setattr(application, column, value)
    return application


@operation(_("下载发放名单"))
def download_payout_list(*, number: str, by: Actor) -> PayoutList:
    """Leaves the journal's word that somebody took the full account numbers.

    Raises NotDecidedHere.
    """
    _office_of(by)
    return queries.get_payout_list(number)


def _entries(application: RewardApplication) -> Iterator[PayoutEntry]:
    """What is due of it and not on its way: one sum for each account."""
    assessment = assessment_of(application)
    for recipient in Recipient:
        parts = [payment for payment in assessment.payments if payment.to is recipient]
        funding = [part for payment in parts for part in payment.funding]
        costs_fen = 0
        if recipient is Recipient.OPERATOR:
            costs_fen = assessment.costs_fen
            funding += [part for line in assessment.lines for part in line.funding]
        fen = costs_fen + sum(payment.fen for payment in parts)
        earlier = [entry for entry in application.entries if entry.recipient == recipient]
        if not fen or (earlier and not earlier[-1].has_failed):
            continue
        payee = _payee(application, recipient)
        yield PayoutEntry(
            institution_id=application.institution_id,
            application_id=application.id,
            replaces_id=earlier[-1].id if earlier else None,
            recipient=recipient,
            fen=fen,
            costs_fen=costs_fen,
            funding=[{"payer": payer.value, "fen": part} for payer, part in gathered(funding)],
            payee_name=payee.holder,
            bank=payee.bank,
            account=payee.number,
        )


def _payee(application: RewardApplication, recipient: Recipient) -> BankAccount:
    if recipient is Recipient.FAMILY:
        return BankAccount(application.account_holder, application.bank, application.account)
    return BankAccount(
        application.operator_name or "",
        application.operator_bank or "",
        application.operator_account or "",
    )


def _result(entry: PayoutEntry, outcome: PayoutOutcome, by: Actor) -> PayoutResult:
    result = PayoutResult(
        institution_id=entry.institution_id,
        entry_id=entry.id,
        outcome=outcome,
        noted_at=clock.now(),
        noted_by=str(by),
    )
    db.session.add(result)
    return result


def _office_of(by: Actor) -> Institution:
    if by.role is not Role.OFFICER or by.institution_id is None:
        raise NotDecidedHere
    return get_institution(by.institution_id)
