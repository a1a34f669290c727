"""暂缓火化, and how the person died: both decide what must be settled before the furnace."""

import uuid
from datetime import date

from funeral.errors import (
    AlreadyCremated,
    FlagLifted,
    FlagReasonMissing,
    FlagTooLate,
    FlagUntilPast,
)
from funeral.kinds import DeathKind, FlagKind
from funeral.models import FuneralCase, HoldFlag
from funeral.queries import cases, cremation
from funeral.queries import custody as queries
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("设置暂缓火化"))
def set_hold_flag(
    *,
    number: str,
    kind: FlagKind,
    reason: str,
    until: date | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> HoldFlag:
    """No cremation through the day `until`, or until it is lifted (死因异议、案件、公告期).

    Raises FlagReasonMissing, FlagUntilPast, FlagTooLate.
    """
    if not reason.strip():
        raise FlagReasonMissing
    if until and until < clock.today():
        raise FlagUntilPast
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise FlagTooLate
    flag = HoldFlag(
        institution_id=case.institution_id,
        case_id=case.id,
        kind=kind,
        reason=reason.strip(),
        until=until,
        set_at=clock.now(),
        set_by=str(by),
    )
    db.session.add(flag)
    return flag


@operation(_("解除暂缓火化"))
def lift_hold_flag(
    *, flag_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> HoldFlag:
    """Raises FlagReasonMissing, FlagLifted."""
    if not reason.strip():
        raise FlagReasonMissing
    flag = queries.get_flag(flag_id)
    cases.lock_case_by_id(flag.case_id)
    db.session.refresh(flag)
    if flag.lifted_at:
        raise FlagLifted
    flag.lifted_at, flag.lifted_by, flag.lift_reason = clock.now(), str(by), reason.strip()
    return flag


@operation(_("登记死亡情形"))
def record_death_kind(
    *, number: str, death_kind: DeathKind, by: Actor, idempotency_key: str | None = None
) -> FuneralCase:
    """As the death certificate or the police say. Raises AlreadyCremated."""
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    case.death_kind = death_kind
    return case
