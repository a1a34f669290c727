"""Confirming, changing and cancelling a booking; receiving its family."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from billing.operations import keep_quotation
from booking import limits, queries
from booking.answers import Answers
from booking.errors import (
    BookingCancelled,
    CancelReasonMissing,
    CaseAlreadyOpen,
    NotAllAnswered,
    NotConfirmed,
    OfferChanged,
)
from booking.estimate import Estimate
from booking.held import held_by, hold_chosen
from booking.kinds import CancelledBy
from booking.models import Booking
from booking.offers import list_other_times, offer_of_plan, reestimated
from booking.operations.waiting import settle_waiting
from booking.people import enrol_claimant, enrol_deceased, ensure_first
from booking.steps import first_unanswered
from funeral.errors import TimeTaken
from funeral.kinds import CrematorType, HallClass, Source
from funeral.operations import cancel_transfer, change_times, confirm_plan, open_case, release_plan
from funeral.queries.cases import get_case_by_id
from funeral.queries.pick_ups import list_orders_of_plan
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, nearest_free_times
from funeral.queries.terms import terms_of
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind
from kernel.people.deceased import hold_identity

if TYPE_CHECKING:
    from funeral.models import FuneralCase, Plan

CODE_LENGTH = 8


@operation(_("确认预约"))
def confirm_booking(
    *, draft_id: uuid.UUID, by: Actor, agreed: str = "", idempotency_key: str | None = None
) -> Booking:
    """Deceased, claimant, farewell, cremation and hearse in one: all of it or nothing.

    A hold that has expired is taken again where it is still free. Where the home's desk confirms, a
    family's booking is a request. `agreed`: the fingerprint of the offer the family was shown;
    empty where nobody was shown one. Raises NotAllAnswered, AlreadyBooked, BookedTooOften,
    OfferChanged, TimeTaken (with alternatives) and the refusals of hold_times, register_deceased
    and register_claimant.
    """
    draft = queries.lock_draft(draft_id)
    answers = Answers.from_json(draft.answers)
    starts_at = answers.chosen_start
    if first_unanswered(answers) or starts_at is None:
        raise NotAllAnswered
    hold_identity(answers.identity_number)
    ensure_first(draft.institution_id, answers.identity_number)
    if _is_family(by):
        limits.ensure_not_too_often(draft.institution_id, answers.identity_number)
    deceased = enrol_deceased(draft.institution_id, answers, by)
    claimant = enrol_claimant(draft.institution_id, answers, by)
    waits = queries.find_open_entry(draft.id)
    offered = waits.offered_plan_id if waits else None
    accepted = offered is not None and offered == draft.plan_id
    plan = held_by(draft, answers) or hold_chosen(draft, answers, starts_at, by)
    confirm_plan(plan_id=plan.id, is_request=_is_request(draft.institution_id, by), by=by)
    offer = offer_of_plan(draft, answers, plan)
    if agreed not in {"", offer.fingerprint}:
        raise OfferChanged
    booking = Booking(
        institution_id=draft.institution_id,
        code=new_token()[:CODE_LENGTH],
        channel=draft.channel,
        deceased_id=deceased.id,
        claimant_id=claimant.id,
        plan_id=plan.id,
        pick_up_from=answers.pick_up_from or "",
        estimate=offer.estimate.as_json(),
        confirmed_at=clock.now(),
    )
    db.session.add(booking)
    if waits:
        settle_waiting(entry_id=waits.id, accepted=accepted, by=by)
    # What is booked no longer needs to lie in the draft (PIPL art. 19: no longer than needed).
    draft.answers, draft.plan_id = {}, None
    return booking


@operation(_("更改预约时间"))
def change_booking(
    *, code: str, starts_at: datetime, by: Actor, idempotency_key: str | None = None
) -> Booking:
    """Another time of the same kind; the old one goes back when the new one is taken.

    A family's changes are counted and end in time, and are requests where the desk confirms. Raises
    CaseAlreadyOpen, BookingCancelled, ChangedTooOften, TooLateToChange, OnTheWay, TimeTaken (with
    alternatives) and what change_times does; then nothing has changed.
    """
    booking = _lock_waiting(code)
    plan = get_plan(booking.plan_id)
    if starts_at == begin_of(plan):
        return booking
    if _is_family(by):
        limits.ensure_may_change(booking, plan)
    _ensure_free(plan, starts_at)
    is_request = _is_request(booking.institution_id, by)
    new = change_times(plan_id=plan.id, starts_at=starts_at, is_request=is_request, by=by)
    booking.plan_id = new.id
    booking.estimate = reestimated(booking, new).as_json()
    if _is_family(by):
        booking.changes += 1
    return booking


@operation(_("取消预约"))
def cancel_booking(
    *, code: str, by: Actor, reason: str = "", idempotency_key: str | None = None
) -> Booking:
    """The family does not come: the times go back by the home's rules, the booking stays.

    A family may cancel until the home's terms say, and need not say why. Raises
    CancelReasonMissing, CaseAlreadyOpen, BookingCancelled, TooLateToCancel, OnTheWay.
    """
    if not (reason.strip() or _is_family(by)):
        raise CancelReasonMissing
    booking = _lock_waiting(code)
    if _is_family(by):
        limits.ensure_may_cancel(booking, get_plan(booking.plan_id))
    whose = CancelledBy.FAMILY if _is_family(by) else CancelledBy.DESK
    _end(booking, whose, reason, by)
    return booking


@operation(_("确认家属的预约申请"))
def accept_booking(*, code: str, by: Actor, idempotency_key: str | None = None) -> Booking:
    """The home can arrange it; accepting again changes nothing. Raises as cancel_booking."""
    booking = _lock_waiting(code)
    confirm_plan(plan_id=booking.plan_id, by=by)
    return booking


@operation(_("不能安排预约申请"))
def decline_booking(
    *, code: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Booking:
    """The family reads the reason. Raises CancelReasonMissing, AlreadyAccepted and as above."""
    if not reason.strip():
        raise CancelReasonMissing
    booking = _lock_waiting(code)
    limits.ensure_is_request(get_plan(booking.plan_id))
    _end(booking, CancelledBy.DECLINED, reason, by)
    return booking


@operation(_("接待预约家属"))
def open_case_from_booking(
    *, code: str, by: Actor, idempotency_key: str | None = None
) -> "FuneralCase":
    """The desk receives the family.

    Raises CaseAlreadyOpen, BookingCancelled, CaseExists, NotConfirmed.
    """
    booking = _lock_waiting(code)
    if get_plan(booking.plan_id).confirmed_at is None:
        raise NotConfirmed
    case = open_case(
        institution_id=booking.institution_id,
        deceased_id=booking.deceased_id,
        claimant_id=booking.claimant_id,
        plan_id=booking.plan_id,
        source=Source.BOOKING,
        by=by,
    )
    db.session.flush()
    booking.case_id = case.id
    keep_quotation(
        institution_id=booking.institution_id,
        case_id=case.id,
        rows=Estimate.from_json(booking.estimate).quoted,
        by=by,
    )
    return case


def _lock_waiting(code: str) -> Booking:
    """Held until this operation ends, so that it is received or cancelled, never both."""
    booking = queries.lock_booking(code)
    if booking.case_id:
        raise CaseAlreadyOpen(number=get_case_by_id(booking.case_id).number)
    if booking.cancelled_at:
        raise BookingCancelled
    return booking


def _end(booking: Booking, whose: CancelledBy, reason: str, by: Actor) -> None:
    release_plan(plan_id=booking.plan_id, by=by)
    for order in list_orders_of_plan(booking.plan_id):
        if order.left_at is None:
            cancel_transfer(order_id=order.id, reason=reason.strip() or whose.label, by=by)
    booking.cancelled_at, booking.cancelled_by = clock.now(), whose
    booking.cancel_reason = reason.strip()


def _ensure_free(plan: "Plan", starts_at: datetime) -> None:
    """Only times that our pages offer. Raises TimeTaken."""
    free = list_other_times(plan, clock.day_of(starts_at))
    if starts_at not in {proposal.starts_at for proposal in free}:
        raise TimeTaken(
            nearest_free_times(
                plan.institution_id,
                starts_at,
                HallClass(plan.hall_class),
                CrematorType(plan.cremator_type),
                plan.claimant_index,
                but_for=plan.id,
            )
        )


def _is_request(institution_id: uuid.UUID, by: Actor) -> bool:
    return terms_of(institution_id).desk_confirms and _is_family(by)


def _is_family(by: Actor) -> bool:
    return by.kind is ActorKind.FAMILY
