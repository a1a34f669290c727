"""延期存放手续: what lets remains stay beyond the legal days."""

from datetime import date, timedelta

from funeral.errors.storage import (
    AskerMissing,
    ExtensionBeforeAdmission,
    ExtensionPast,
    ExtensionReasonMissing,
    ExtensionShorter,
    ExtensionTooLong,
    NotStored,
)
from funeral.kinds import AskingParty
from funeral.models import StorageExtension
from funeral.queries import cases
from funeral.queries import storage as queries
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("办理延期存放"))
def extend_storage(
    *,
    number: str,
    until_on: date,
    reason: str,
    asked_by: str,
    party: AskingParty,
    by: Actor,
    idempotency_key: str | None = None,
) -> StorageExtension:
    """殡葬管理条例 art. 27; covers up to and including `until_on`.

    Raises NotStored, ExtensionPast, ExtensionBeforeAdmission, ExtensionTooLong, ExtensionShorter,
    ExtensionReasonMissing, AskerMissing.
    """
    case = cases.lock_case(number)
    stay = queries.find_stay(case.id)
    if stay is None:
        raise NotStored
    received_on, today = clock.day_of(stay.received_at), clock.today()
    if until_on < received_on:
        raise ExtensionBeforeAdmission(received_on=received_on.isoformat())
    if until_on < today:
        raise ExtensionPast
    if stay.extended_until is not None and until_on <= stay.extended_until:
        raise ExtensionShorter(until=stay.extended_until.isoformat())
    rule = queries.storage_rule(case.institution_id)
    if rule is not None:
        last = today + timedelta(days=rule.longest_extension_days)
        if until_on > last:
            raise ExtensionTooLong(last=last.isoformat(), basis=rule.extension_basis)
    if not reason.strip():
        raise ExtensionReasonMissing
    if not asked_by.strip():
        raise AskerMissing
    extension = StorageExtension(
        institution_id=case.institution_id,
        case_id=case.id,
        until_on=until_on,
        reason=reason.strip(),
        asked_by=asked_by.strip(),
        party=party,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(extension)
    return extension
