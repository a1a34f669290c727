"""Remains nobody claims: from the registration up the home's ladder, or back to a family."""

import uuid
from datetime import date, timedelta

from sqlalchemy.dialects.postgresql import Range

from funeral.errors.storage import (
    AlreadyUnclaimed,
    ClaimedReasonMissing,
    LadderDone,
    NoLadder,
    NoticeMissing,
    NoticeReferenceMissing,
    NotStored,
    NotUnclaimed,
    OfficeUnknown,
    PoliceNumberMissing,
    RungBegun,
    RungEndWrong,
    RungNotYet,
    RungWrong,
    SenderMissing,
    SignedDayWrong,
    SignerMissing,
    StepDayWrong,
)
from funeral.kinds import UnclaimedKind
from funeral.ladder import Rung, RungState
from funeral.models import UnclaimedRemains, UnclaimedRung, UnclaimedSignOff, UnclaimedStep
from funeral.queries import cases
from funeral.queries import unclaimed as queries
from funeral.queries.storage import find_stay
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Ten years: far beyond any local rule, and near enough to be reckoned with.
MOST_DAYS, MOST_RUNGS = 3650, 99


@operation(_("登记无人认领办理程序"))
def add_unclaimed_rung(
    *,
    institution_id: uuid.UUID,
    position: int,
    after_days: int,
    title: str,
    needs_notice: bool,
    needs_police: bool,
    offices: tuple[str, ...],
    period_days: int,
    legal_basis: str,
    valid_from: date,
    by: Actor,
    valid_until: date | None = None,
) -> UnclaimedRung:
    """One rung as the local rules have it, `valid_until` inclusive. Raises RungWrong,
    RungPlaceTaken.
    """
    counted = 0 < position <= MOST_RUNGS and all(
        0 <= days <= MOST_DAYS for days in (after_days, period_days)
    )
    said = title.strip() and legal_basis.strip() and all(office.strip() for office in offices)
    if not counted or not said or (valid_until is not None and valid_until < valid_from):
        raise RungWrong
    rung = UnclaimedRung(
        institution_id=institution_id,
        position=position,
        after_days=after_days,
        title=title.strip(),
        needs_notice=needs_notice,
        needs_police=needs_police,
        offices=list(dict.fromkeys(office.strip() for office in offices)),
        period_days=period_days,
        legal_basis=legal_basis.strip(),
        valid=Range(valid_from, valid_until + timedelta(days=1) if valid_until else None),
        added_at=clock.now(),
    )
    db.session.add(rung)
    return rung


@operation(_("终止无人认领办理程序"))
def end_unclaimed_rung(*, rung_id: uuid.UUID, last_on: date, by: Actor) -> UnclaimedRung:
    """In force through `last_on`, so that a new version may follow; what was done under it counts.

    Raises NotFound, RungEndWrong.
    """
    rung = queries.lock_rung(rung_id)
    since, ends = rung.valid.lower, rung.valid.upper
    first = max(clock.today(), since or clock.today())
    if last_on < first or (ends is not None and ends <= last_on):
        raise RungEndWrong(first=clock.say_date(first))
    rung.valid = Range(since, last_on + timedelta(days=1))
    return rung


@operation(_("登记无人认领遗体"))
def register_unclaimed(
    *,
    number: str,
    kind: UnclaimedKind,
    sent_by: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnclaimedRemains:
    """From now on the remains must stay until the ladder is complete. `sent_by`: 送存单位.

    Raises NotStored, AlreadyUnclaimed, SenderMissing.
    """
    case = cases.lock_case(number)
    if find_stay(case.id) is None:
        raise NotStored
    if queries.lock_unclaimed(case.id):
        raise AlreadyUnclaimed
    if not sent_by.strip():
        raise SenderMissing
    unclaimed = UnclaimedRemains(
        institution_id=case.institution_id,
        case_id=case.id,
        unclaimed_kind=kind,
        sent_by=sent_by.strip(),
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(unclaimed)
    return unclaimed


@operation(_("登记无人认领办理步骤"))
def record_unclaimed_step(
    *,
    number: str,
    rung_id: uuid.UUID,
    done_on: date,
    media: str,
    reference: str,
    police_case_number: str,
    dna_reference: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnclaimedStep:
    """Begin the next rung: the notice appeared, or the report was sent, on `done_on`.

    Raises NotUnclaimed, NoLadder, LadderDone, RungBegun, RungNotYet, StepDayWrong, NoticeMissing,
    NoticeReferenceMissing, PoliceNumberMissing.
    """
    unclaimed = _lock(number)
    ladder = queries.ladder_of(unclaimed)
    if not ladder.rungs:
        raise NoLadder
    if ladder.next is None:
        raise LadderDone
    wanted = next((rung for rung in ladder.rungs if rung.asked.rung_id == rung_id), None)
    if wanted is None or wanted.begun is not None:
        raise RungBegun
    _ensure_next(wanted, ladder.next)
    first = wanted.since or clock.today()
    if not first <= done_on <= clock.today():
        raise StepDayWrong(first=first.isoformat())
    _ensure_proven(wanted, media, reference, police_case_number)
    step = UnclaimedStep(
        institution_id=unclaimed.institution_id,
        unclaimed_id=unclaimed.id,
        rung_id=rung_id,
        done_on=done_on,
        media=media.strip() or None,
        reference=reference.strip() or None,
        police_case_number=police_case_number.strip() or None,
        dna_reference=dna_reference.strip() or None,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(step)
    return step


@operation(_("登记部门意见"))
def sign_unclaimed_step(
    *,
    number: str,
    step_id: uuid.UUID,
    office: str,
    signed_by: str,
    signed_on: date,
    by: Actor,
    idempotency_key: str | None = None,
) -> UnclaimedSignOff:
    """One office's signature under a rung. Raises NotUnclaimed, OfficeUnknown, SignedDayWrong,
    SignerMissing.
    """
    unclaimed = _lock(number)
    step = next((each for each in unclaimed.steps if each.id == step_id), None)
    signed = {sign.office for sign in step.sign_offs} if step else set()
    if step is None or office not in step.rung.offices or office in signed:
        raise OfficeUnknown
    if not step.done_on <= signed_on <= clock.today():
        raise SignedDayWrong(first=step.done_on.isoformat())
    if not signed_by.strip():
        raise SignerMissing
    sign_off = UnclaimedSignOff(
        institution_id=unclaimed.institution_id,
        step_id=step.id,
        office=office,
        signed_by=signed_by.strip(),
        signed_on=signed_on,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(sign_off)
    return sign_off


@operation(_("结束无人认领"))
def end_unclaimed(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> UnclaimedRemains:
    """Somebody claims the remains: the hold ends. Raises NotUnclaimed, ClaimedReasonMissing."""
    unclaimed = _lock(number)
    if not reason.strip():
        raise ClaimedReasonMissing
    unclaimed.ended_at = clock.now()
    unclaimed.ended_by = str(by)
    unclaimed.end_reason = reason.strip()
    return unclaimed


def _lock(number: str) -> UnclaimedRemains:
    unclaimed = queries.lock_unclaimed(cases.lock_case(number).id)
    if unclaimed is None:
        raise NotUnclaimed
    return unclaimed


def _ensure_next(wanted: Rung, lowest: Rung) -> None:
    title = wanted.asked.title
    if wanted is not lowest:
        why = str(_("要先完成“%(before)s”。")) % {"before": lowest.asked.title}
        raise RungNotYet(title=title, why=why)
    if wanted.state is RungState.LATER:
        since = wanted.since.isoformat() if wanted.since else ""
        raise RungNotYet(title=title, why=str(_("要到 %(since)s。")) % {"since": since})


def _ensure_proven(rung: Rung, media: str, reference: str, police_case_number: str) -> None:
    if rung.asked.needs_notice and not media.strip():
        raise NoticeMissing
    if rung.asked.needs_notice and not reference.strip():
        raise NoticeReferenceMissing
    if rung.asked.needs_police and not police_case_number.strip():
        raise PoliceNumberMissing
