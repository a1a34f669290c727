"""暂缓火化, and how the person died: both decide what must be settled before the furnace."""

import uuid
from datetime import date

from funeral import gate, law
from funeral.errors import (
    AlreadyCremated,
    DeathKindReasonMissing,
    FlagLifted,
    FlagLiftedBySetter,
    FlagReasonMissing,
    FlagTooLate,
    FlagUntilNotNotice,
    FlagUntilPast,
    LighterByAdministrator,
)
from funeral.kinds import DeathKind, FlagKind
from funeral.models import Correction, FuneralCase, HoldFlag
from funeral.queries import cases, cremation
from funeral.queries import custody as queries
from funeral.reasons import checked_reason
from funeral.withdrawing import withdraw_work_order
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, Role


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

    Only a notice period ends by itself. Raises FlagReasonMissing, FlagUntilNotNotice,
    FlagUntilPast, FlagTooLate.
    """
    if not reason.strip():
        raise FlagReasonMissing
    if until and kind is not FlagKind.NOTICE_PERIOD:
        raise FlagUntilNotNotice
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
    """By another person than set it. Raises FlagReasonMissing, FlagLifted, FlagLiftedBySetter."""
    if not reason.strip():
        raise FlagReasonMissing
    flag = queries.get_flag(flag_id)
    cases.lock_case_by_id(flag.case_id)
    db.session.refresh(flag)
    if flag.lifted_at:
        raise FlagLifted
    if flag.set_by == str(by):
        raise FlagLiftedBySetter
    flag.lifted_at, flag.lifted_by, flag.lift_reason = clock.now(), str(by), reason.strip()
    return flag


@operation(_("登记死亡情形"))
def record_death_kind(
    *,
    number: str,
    death_kind: DeathKind,
    by: Actor,
    reason: str = "",
    idempotency_key: str | None = None,
) -> FuneralCase:
    """As the death certificate or the police say; `reason` where it was stated otherwise before.

    A change withdraws the work order; one that asks for less is the administrator's. Raises
    AlreadyCremated, DeathKindReasonMissing, ReasonHoldsNumber, LighterByAdministrator.
    """
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    if case.death_kind not in {None, death_kind}:
        reason = checked_reason(reason, DeathKindReasonMissing)
        rule = law.rule_for(death_kind, clock.today())
        is_lighter = law.is_lighter(rule, cases.cremation_rule(case))
        if is_lighter and not gate.has_role(str(by), Role.ADMINISTRATOR, case.institution_id):
            raise LighterByAdministrator
        withdraw_work_order(case, by)
        db.session.add(
            Correction(
                institution_id=case.institution_id,
                case_id=case.id,
                reason=reason,
                corrected_at=clock.now(),
                corrected_by=str(by),
            )
        )
    case.death_kind = death_kind
    return case
